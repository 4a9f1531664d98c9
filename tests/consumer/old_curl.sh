# A libcurl that is too old is refused by each way to get cent, and a libcurl that the parent project brings is used.
source "$(dirname "$0")/lib.sh"
need pkg-config
fresh old_curl
folder=$work/old_curl
oldest=$(sed -n 's/^set(cent_oldest_curl \([0-9.]*\))$/\1/p' "$CENT_SOURCE/CMakeLists.txt")
[[ -n $oldest ]] || fail "CMakeLists.txt names no oldest libcurl"
older=${oldest%.*}.$((${oldest#*.} - 1)).9

mkdir -p "$folder/include/curl" "$folder/pkgconfig"
echo "#define LIBCURL_VERSION \"$older\"" | tee "$folder/include/curl/curlver.h" >"$folder/include/curl/curl.h"
printf 'Name: libcurl\nDescription: of another age\nVersion: %s\n' "$older" >"$folder/pkgconfig/libcurl.pc"
too_old=(-DCURL_NO_CURL_CMAKE=ON -DCURL_INCLUDE_DIR="$folder/include")

refused() {
  local said
  ! said=$("$@" 2>&1) || fail "libcurl $older is taken by: $*"
  said=$(tr -s ' \n' ' ' <<<"$said")
  [[ $said == *"$oldest"* && $said == *"$older"* ]] || { echo "$said"; fail "$older and $oldest are not named by: $*"; }
}
project() { printf 'cmake_minimum_required(VERSION 3.22)\nproject(p LANGUAGES CXX)\n%s\n' "$1"; }
mkdir "$folder/installed" "$folder/parent"
project 'find_package(cent REQUIRED)' >"$folder/installed/CMakeLists.txt"
{
  project 'add_library(mine INTERFACE)
target_link_libraries(mine INTERFACE curl)
add_library(CURL::libcurl ALIAS mine)
find_package(cent REQUIRED)'
  echo "add_executable(plain $here/app/plain.cpp)
target_compile_definitions(plain PRIVATE EXPECTED_VERSION=\"$CENT_VERSION\")
target_link_libraries(plain PRIVATE cent::cent)"
} >"$folder/parent/CMakeLists.txt"

refused cmake -S "$CENT_SOURCE" -B "$folder/source-build" "${too_old[@]}"
refused cmake -S "$folder/installed" -B "$folder/installed-build" -DCMAKE_PREFIX_PATH="$work/prefix-static" "${too_old[@]}"
PKG_CONFIG_LIBDIR=$folder/pkgconfig:$(libdir "$work/prefix-static")/pkgconfig PKG_CONFIG_PATH='' \
  refused pkg-config --print-errors --libs cent

# The machine has no other libcurl for CMake.
quietly cmake -S "$folder/parent" -B "$folder/parent-build" -DCMAKE_PREFIX_PATH="$work/prefix-static" \
  -DCMAKE_DISABLE_FIND_PACKAGE_CURL=ON
quietly cmake --build "$folder/parent-build"
quietly "$folder/parent-build/plain"

# Whoever repeats the number agrees.
grep -F "libcurl/[>=$oldest <9]" "$CENT_SOURCE/conanfile.py" >/dev/null || fail "conanfile.py asks for another libcurl"
grep -F "cent needs libcurl $oldest.0 or later" "$CENT_SOURCE/src/curl/options.cpp" >/dev/null ||
  fail "src/curl/options.cpp asks for another libcurl at run time"
for page in README.md docs/guide/install.md; do
  expect_equal "$(grep -oE 'libcurl [0-9.]+ or later' "$CENT_SOURCE/$page" | sort -u)" "libcurl $oldest or later" "$page"
done
echo "libcurl before $oldest: refused by CMake, the installed package and pkg-config; a parent's own is used"
