# parent.sh add_subdirectory|fetch_content: cent as a part of another project, as a folder of it or from an archive of the
# source, as a release page offers it. It builds, runs, and changes nothing of its parent.
source "$(dirname "$0")/lib.sh"
way=$1
fresh "$way"
common=(-S "$here/parent" -DCMAKE_BUILD_TYPE=Debug -DEXPECTED_VERSION="$CENT_VERSION")
if [[ $way == fetch_content ]]; then
  archive=$work/$way/cent-$CENT_VERSION.tar.gz
  tar --create --gzip --file "$archive" --directory "$CENT_SOURCE" --transform "s,^\.,cent-$CENT_VERSION," \
    --exclude-vcs --exclude=./build .
  common+=(-DARCHIVE="$archive" -DPARTS=token)
else
  common+=(-DSOURCE="$CENT_SOURCE")
fi
quietly cmake "${common[@]}" -B "$work/$way"
quietly cmake --build "$work/$way"
quietly ctest --test-dir "$work/$way" --no-tests=error
quietly cmake --install "$work/$way" --prefix "$work/$way/prefix"
[[ ! -e $work/$way/prefix ]] || fail "installing the parent installs cent"

# The parent says what kind of library it wants, and which parts.
[[ $way == fetch_content ]] || quietly cmake "${common[@]}" -B "$work/$way/shared" -DBUILD_SHARED_LIBS=ON \
  -DEXPECTED_TYPE=SHARED_LIBRARY "-DPARTS=${CENT_PARTS// /;}"
echo "$way: built, ran, and left its parent as it was"
