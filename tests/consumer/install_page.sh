# The instructions of docs/guide/install.md, run from its very text: the project against an installed cent and by pkg-config, with
# the program of README.md run against a dev server; cent as a folder and as an archive configured (that they build is
# what add_subdirectory and fetch_content show).
source "$(dirname "$0")/lib.sh"
need pkg-config awk
fresh install_page
page=$CENT_SOURCE/docs/guide/install.md folder=$work/install_page
export HOME=$folder/home
mkdir -p "$HOME" "$folder/hello"
ln -s "$work/prefix-static" "$HOME/cent-prefix"
unset PKG_CONFIG_PATH

block() {
  local text
  text=$(awk -v info="$1" '$0 == "```" info { inside = 1; next } /^```/ { inside = 0 } inside' "$page")
  [[ -n $text ]] || fail "no block '$1' in $page"
  echo "$text"
}

cd "$folder/hello"
awk -v n=1 -f "$CENT_SOURCE/tests/docs/programs.awk" "$CENT_SOURCE/README.md" >hello.cpp
block "cmake project" >CMakeLists.txt
run() {
  local said
  said=$("$CENT_SOURCE/tests/support/with-dev-server" "$HOME/cent-prefix/bin/cent-dev-server" bash -e -c "$1" 2>&1) ||
    { echo "$said"; fail "$1"; }
  [[ $said == *"published at offset 1"* ]] || { echo "$said"; fail "nothing was published by: $1"; }
}
run "$(block "sh project")"
run "$(block "sh pkg-config")
./hello"

for way in folder archive; do
  mkdir -p "$folder/$way"
  cp hello.cpp "$folder/$way"
  text=$(block "cmake $way") awk '/^find_package\(cent / { print ENVIRON["text"]; next } { print }' CMakeLists.txt \
    >"$folder/$way/CMakeLists.txt"
done
ln -s "$CENT_SOURCE" "$folder/folder/cent"
tar --create --gzip --file "$folder/archive/cent.tar.gz" --directory "$CENT_SOURCE" --transform "s,^\.,cent," \
  --exclude-vcs --exclude=./build .
for way in folder archive; do
  quietly cmake -S "$folder/$way" -B "$folder/$way/build"
done
echo "docs/guide/install.md: built and ran by find_package and pkg-config, configured as a folder and an archive"
