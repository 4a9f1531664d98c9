# A debug library with a postfix of its own (CMAKE_DEBUG_POSTFIX, as many set it) is named so by pkg-config and CMake.
source "$(dirname "$0")/lib.sh"
need pkg-config g++
fresh postfix
folder=$work/postfix
quietly cmake -S "$CENT_SOURCE" -B "$folder/build" -DCMAKE_BUILD_TYPE=Debug -DCMAKE_CXX_FLAGS=-O0 -DCMAKE_DEBUG_POSTFIX=_d \
  -DCENT_TOKEN=ON -DCMAKE_INSTALL_PREFIX="$folder/prefix"
quietly cmake --build "$folder/build"
quietly cmake --install "$folder/build"
libs=$(libdir "$folder/prefix")
[[ -e $libs/libcent_d.a && -e $libs/libcent_token_d.a ]] || fail "no libraries of that name: $(ls "$libs")"
export PKG_CONFIG_PATH=$libs/pkgconfig
for module in cent cent-token; do
  program=plain
  [[ $module == cent ]] || program=token
  # shellcheck disable=SC2046
  quietly g++ -std=c++17 -DEXPECTED_VERSION="\"$CENT_VERSION\"" "$here/app/$program.cpp" \
    -o "$folder/$program" $(pkg-config --cflags --libs $module)
  quietly "$folder/$program"
done
echo "postfix: linked by pkg-config under the library's own name"
