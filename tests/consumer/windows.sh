# Cross-compiles cent and a consumer for Windows. Debian packs no libcurl for it, so curl's headers are those of
# this machine and its import library holds names alone: all is compiled and linked, nothing is run.
source "$(dirname "$0")/lib.sh"
target=x86_64-w64-mingw32
need $target-g++-posix $target-dlltool pkg-config nm
fresh windows
folder=$work/windows
mkdir "$folder/include"
ln -s "$(pkg-config --variable=includedir libcurl)/curl" "$folder/include/curl"
{
  printf 'LIBRARY libcurl-4.dll\nEXPORTS\n'
  nm --dynamic --defined-only "$(g++ -print-file-name=libcurl.so)" | sed -n 's/.* \(curl_[a-z_]*\).*/\1/p'
} >"$folder/libcurl.def"
quietly $target-dlltool --def "$folder/libcurl.def" --output-lib "$folder/libcurl.dll.a"

cat >"$folder/toolchain.cmake" <<END
set(CMAKE_SYSTEM_NAME Windows)
set(CMAKE_SYSTEM_PROCESSOR x86_64)
set(CMAKE_CXX_COMPILER $target-g++-posix)
set(CMAKE_RC_COMPILER $target-windres)
set(CMAKE_FIND_ROOT_PATH /usr/$target)
set(CMAKE_FIND_ROOT_PATH_MODE_PROGRAM NEVER)
set(CMAKE_FIND_ROOT_PATH_MODE_LIBRARY ONLY)
set(CMAKE_FIND_ROOT_PATH_MODE_INCLUDE ONLY)
END
common=(-DCMAKE_TOOLCHAIN_FILE="$folder/toolchain.cmake" -DCMAKE_BUILD_TYPE=Release
  -DCMAKE_COMPILE_WARNING_AS_ERROR=ON "-DCMAKE_CXX_FLAGS=-Wall -Wextra")
# As a DLL: that finds each symbol that is missing, and each that is not exported.
quietly cmake "${common[@]}" -S "$CENT_SOURCE" -B "$folder/build" -DBUILD_SHARED_LIBS=ON \
  -DCURL_INCLUDE_DIR="$folder/include" -DCURL_LIBRARY="$folder/libcurl.dll.a" -DCMAKE_INSTALL_PREFIX="$folder/prefix"
quietly cmake --build "$folder/build"
quietly cmake --install "$folder/build"
quietly cmake "${common[@]}" -S "$here/app" -B "$folder/app" -Dcent_DIR="$folder/prefix/lib/cmake/cent" \
  -DEXPECTED_VERSION="$CENT_VERSION"
quietly cmake --build "$folder/app"
[[ -f $folder/prefix/bin/libcent.dll && -f $folder/app/plain_17.exe ]] || fail "no DLL or no program"
echo "Windows: cent's DLL and a program cross-compiled and linked, not run"
