# cent as a folder of another project: it builds, runs, and changes nothing of its parent.
source "$(dirname "$0")/lib.sh"
fresh add_subdirectory
common=(-S "$here/parent" -DSOURCE="$CENT_SOURCE" -DCMAKE_BUILD_TYPE=Debug -DEXPECTED_VERSION="$CENT_VERSION")

quietly cmake "${common[@]}" -B "$work/add_subdirectory"
quietly cmake --build "$work/add_subdirectory"
quietly ctest --test-dir "$work/add_subdirectory" --no-tests=error
quietly cmake --install "$work/add_subdirectory" --prefix "$work/add_subdirectory/prefix"
[[ ! -e $work/add_subdirectory/prefix ]] || fail "installing the parent installs cent"

# The parent says what kind of library it wants, and which parts.
quietly cmake "${common[@]}" -B "$work/add_subdirectory/shared" -DBUILD_SHARED_LIBS=ON \
  -DEXPECTED_TYPE=SHARED_LIBRARY "-DPARTS=${CENT_PARTS// /;}"
echo "add_subdirectory: built, ran, and left its parent as it was"
