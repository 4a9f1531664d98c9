# The Conan recipe, run by Conan: as docs/guide/install.md says, with and without options, shared with all parts, and as
# ConanCenter wants it. The stand-ins for Conan Center's packages take the system's libraries, so nothing is downloaded but
# Conan itself.
source "$(dirname "$0")/lib.sh"
need python3 pkg-config
conan=$work/conan-venv/bin/conan
wanted=conan==2.34.0
if [[ $("$conan" --version 2>/dev/null) != "Conan version ${wanted#*==}" ]]; then
  rm -rf "$work/conan-venv"
  python3 -m venv "$work/conan-venv" >/dev/null || not_run "python3 makes no virtual environment"
  timeout 300 "$work/conan-venv/bin/pip" install --quiet --retries 1 "$wanted" >"$work/pip.log" 2>&1 ||
    not_run "pip cannot install $wanted: $(tail -n 1 "$work/pip.log")"
fi

fresh conan
export CONAN_HOME=$work/conan/home
quietly "$conan" profile detect
quietly "$conan" remote disable '*'
boost=$(sed -n 's/^#define BOOST_LIB_VERSION "\([0-9]*\)_\([0-9]*\).*"/\1.\2.0/p' /usr/include/boost/version.hpp)
cmake=$(cmake --version | sed -n 's/^cmake version //p')
for stand_in in "cmake $cmake" "libcurl $(pkg-config --modversion libcurl)" "openssl $(pkg-config --modversion libcrypto)" \
  "boost $boost" "cli11 $(pkg-config --modversion CLI11)" "nlohmann_json $(pkg-config --modversion nlohmann_json)" \
  "tomlplusplus $(pkg-config --modversion tomlplusplus)"; do
  quietly "$conan" create "$here/conan" --name "${stand_in% *}" --version "${stand_in#* }"
done

# The version that the recipe reads from CMakeLists.txt.
expect_equal "$("$conan" inspect "$CENT_SOURCE" | sed -n 's/^version: //p')" "$CENT_VERSION" "the recipe's version"

PATH=$(dirname "$conan"):$PATH
creating=$(install_block "sh conan create" | grep '^conan create')
building=$(install_block "sh conan project")
needing=$(install_block "ini conan project")
[[ $creating == *" -o "* && -n $building && $needing == *"[options]"* ]] || fail "the page says nothing of Conan"
here_only=(--conf "tools.cmake.cmake_layout:test_folder=$work/conan/test" --conf tools.cmake.cmaketoolchain:user_presets=
  --conf tools.cmake.cmaketoolchain:generator=Ninja)
create() { (cd "$CENT_SOURCE" && quietly bash -e -c "$1 \"\$@\"" bash "${here_only[@]}" "${@:2}"); }

# consume NAME PARTS CONANFILE: the page's project, with all programs of these parts of cent.
consume() {
  local project=$work/conan/$1
  cp -r "$here/app" "$project"
  echo "$3" >"$project/conanfile.txt"
  sed -i "s/^set(PARTS \"\"/set(PARTS \"${2// /;}\"/; s/^set(EXPECTED_VERSION \"\"/set(EXPECTED_VERSION \"$CENT_VERSION\"/" \
    "$project/CMakeLists.txt"
  (cd "$project" && CMAKE_GENERATOR='' quietly bash -e -c "$building")
  quietly ctest --test-dir "$project/build" --no-tests=error
}

# As the page says, static: with its option, and without any.
create "$creating"
consume page token "$needing"
create "${creating%% -o *}"
consume plain "" "$(sed '/^\[options\]/,/^$/d' <<<"$needing")"

# Shared, with all parts.
options=(--options '&:shared=True') all=$'cent/*:shared=True\n'
for part in $CENT_PARTS; do
  option=with_$(feature "$part" | tr - _)
  options+=(--options "&:$option=True") all+="cent/*:$option=True"$'\n'
done
create "conan create ." "${options[@]}"
consume all "$CENT_PARTS" "$(awk -v options="${all//$'\n'/\\n}" '/^cent\/\*:/ { printf "%s", options; next } { print }' <<<"$needing")"
expect_equal "$("$conan" list 'cent/*:*' --format=compact 2>/dev/null | grep -c 'shared=')" 3 "packages made"

# Compilers that are too old are refused before anything is built, and no others.
graph() { "$conan" graph info "$CENT_SOURCE" --settings compiler.cppstd=17 "$@" 2>&1; }
for compiler in "gcc 10" "gcc 11" "clang 13" "clang 14" "apple-clang 13"; do
  libcxx=libc++
  [[ $compiler != gcc* ]] || libcxx=libstdc++11
  said=$(graph --settings compiler="${compiler% *}" --settings compiler.version="${compiler#* }" \
    --settings compiler.libcxx=$libcxx) || true
  if [[ $compiler == "gcc 10" || $compiler == "clang 13" ]]; then
    [[ $said == *"cent needs $(sed 's/10/11/; s/13/14/' <<<"$compiler") or later"* ]] || { echo "$said"; fail "$compiler is taken"; }
  else
    [[ $said != *"info_invalid: cent"* && $said == *"ref: cent/$CENT_VERSION"* ]] || { echo "$said"; fail "$compiler is refused"; }
  fi
done
# The dev server is no option for Windows.
windows=(--settings os=Windows --settings compiler=msvc --settings compiler.version=193 --settings compiler.runtime=dynamic)
said=$(graph "${windows[@]}") || true
[[ $said != *"info_invalid: cent"* && $said == *"ref: cent/$CENT_VERSION"* ]] || { echo "$said"; fail "msvc is refused"; }
if said=$(graph "${windows[@]}" --options '&:with_dev_server=True'); then fail "a dev server for Windows"; fi
[[ $said == *"option 'with_dev_server' doesn't exist"* ]] || { echo "$said"; fail "the reason"; }

# As ConanCenter wants it, from an archive of this source in place of GitHub's.
quietly "$conan" remove --confirm 'cent/*'
archive=$work/conan/cent.tar.gz
(cd "$CENT_SOURCE" && tar --create --gzip --exclude=build --transform='s,^,cent/,' CMakeLists.txt LICENSE cmake include outbox src \
  token testing) >"$archive"
quietly "$CENT_SOURCE/scripts/conan-center" Owner/repo.x "v$CENT_VERSION" "$(sha256sum "$archive" | cut -d' ' -f1)" \
  "$work/conan/recipes"
recipe=$work/conan/recipes/cent
expect_equal "$(cd "$recipe" && find . -type f | sort | xargs)" \
  "./all/conandata.yml ./all/conanfile.py ./all/test_package/CMakeLists.txt ./all/test_package/conanfile.py ./all/test_package/test_package.cpp ./config.yml" \
  "files of ConanCenter's recipe"
grep -F "https://github.com/Owner/repo.x/archive/v$CENT_VERSION.tar.gz" "$recipe/all/conandata.yml" >/dev/null || fail "conandata.yml"
# Its rules: https://github.com/conan-io/conan-center-index, docs/adding_packages.
for rule in '^    homepage = "https://github.com/Owner/repo.x"$' '^    url = ' '^required_conan_version = ' 'src_folder="src"' \
  '^    def source\(self\)' 'tool_requires\("cmake/\['; do
  grep -E "$rule" "$recipe/all/conanfile.py" >/dev/null || fail "ConanCenter's recipe has no $rule"
done
! grep -nE '^    (exports|exports_sources|version) =|set_version|^import re$|\bload\b|# (The source|The rest) ' "$recipe/all/conanfile.py" ||
  fail "ConanCenter's recipe has lines of the local one"
ranges=$(grep -oE '[a-z0-9_]+/\[' "$recipe/all/conanfile.py" | sort | xargs)
expect_equal "$ranges" "cmake/[ libcurl/[ openssl/[" "packages with a range of versions"
for pinned in $(grep -oE '"[a-z0-9_]+/[0-9][0-9.]*"' "$recipe/all/conanfile.py" | tr -d '"'); do
  quietly "$conan" create "$here/conan" --name "${pinned%/*}" --version "${pinned#*/}"
done
sed -i "s,https://[^\"]*,file://$archive," "$recipe/all/conandata.yml"
quietly "$conan" create "$recipe/all" --version "$CENT_VERSION" --options '&:with_token=True' "${here_only[@]}"
# All of its options find their packages.
quietly "$conan" graph info "$recipe/all" --version "$CENT_VERSION" "${options[@]}"
echo "Conan ${wanted#*==}: cent/$CENT_VERSION made and used as the page says, with and without options, shared with: $CENT_PARTS, and as ConanCenter's"
