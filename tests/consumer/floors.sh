# floors.sh TEST: the oldest tools and libraries that cent asks for, and one that few of its developers
# use. Each function is one test.
source "$(dirname "$0")/lib.sh"

# The oldest CMake that the project asks for configures cent with all its parts, and builds a consumer of the installed one.
# (The presets ask for more: they are for work on cent itself.)
cmake_floor() {
  need python3
  floor=$(sed -n 's/^cmake_minimum_required(VERSION \([0-9.]*\))$/\1/p' "$CENT_SOURCE/CMakeLists.txt")
  [[ -n $floor ]] || fail "CMakeLists.txt names no version of CMake"
  for file in examples tests/consumer/{app,parent,requests}; do
    grep -F "(VERSION $floor)" "$CENT_SOURCE/$file/CMakeLists.txt" >/dev/null || fail "$file asks for another CMake"
  done
  expect_equal "$(grep -oE 'CMake [0-9]\.[0-9]+ or later' "$CENT_SOURCE/docs/guide/install.md" | sort -u)" \
    "CMake $floor or later" "install.md"

  cmake=$work/cmake-venv/bin/cmake
  if [[ $("$cmake" --version 2>/dev/null) != "cmake version $floor."* ]]; then
    rm -rf "$work/cmake-venv"
    python3 -m venv "$work/cmake-venv" >/dev/null || not_run "python3 makes no virtual environment"
    timeout 300 "$work/cmake-venv/bin/pip" install --quiet --retries 1 "cmake==$floor.*" >"$work/cmake-pip.log" 2>&1 ||
      not_run "pip cannot install CMake $floor: $(tail -n 1 "$work/cmake-pip.log")"
  fi
  fresh cmake_floor
  folder=$work/cmake_floor
  for shared in OFF ON; do
    quietly "$cmake" -S "$CENT_SOURCE" -B "$folder/build-$shared" -DBUILD_SHARED_LIBS=$shared -DCENT_OUTBOX=ON -DCENT_TOKEN=ON -DCENT_TESTING=ON \
      -DCENT_HARDENING=ON -Werror=dev
  done
  for type in static shared; do
    quietly "$cmake" -S "$here/app" -B "$folder/app-$type" -DCMAKE_PREFIX_PATH="$work/prefix-$type" \
      -DEXPECTED_VERSION="$CENT_VERSION" "-DPARTS=${CENT_PARTS// /;}"
  done
  quietly "$cmake" --build "$folder/app-static"
  quietly "$work/cmake-venv/bin/ctest" --test-dir "$folder/app-static" --no-tests=error
  echo "CMake $floor: configures cent, builds its consumers"
}

# The oldest g++ that install.md names and Conan's recipe takes compiles the library and cent::token without a warning.
compiler_floor() {
  floor=$(sed -n 's/.*compiler for C++17 (g++ \([0-9]*\),.*/\1/p' "$CENT_SOURCE/docs/guide/install.md")
  [[ -n $floor ]] || fail "install.md names no oldest g++"
  grep -F "\"gcc\": \"$floor\"" "$CENT_SOURCE/conanfile.py" >/dev/null || fail "conanfile.py takes another gcc"
  need "g++-$floor"
  fresh compiler_floor
  # The headers that a build makes are those of the installed cent.
  count=0
  for source in $(cd "$CENT_SOURCE" && find src outbox/src token/src -name '*.cpp' | sort); do
    # shellcheck disable=SC2086
    quietly ${CMAKE_CXX_COMPILER_LAUNCHER:-} "g++-$floor" -std=c++17 $warnings -Werror -DCENT_STATIC_DEFINE \
      -DCENT_OUTBOX_STATIC_DEFINE -DCENT_TOKEN_STATIC_DEFINE -I"$CENT_SOURCE/include" -I"$CENT_SOURCE/outbox/include" -I"$CENT_SOURCE/token/include" -I"$CENT_SOURCE/src" \
      -I"$work/prefix-static/include" -c "$CENT_SOURCE/$source" -o "$work/compiler_floor/object.o"
    count=$((count + 1))
  done
  ((count > 50)) || fail "only $count sources were found"
  echo "g++ $floor: $count sources compile"
}

# A libcurl that is too old is refused by each way to get cent, and a libcurl that the parent project brings is used.
old_curl() {
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
}

# cent with LLVM's standard library, as on macOS, FreeBSD and Android: all of it compiles without a warning, and the unit
# tests of JSON run, in a locale whose decimal point is a comma, too.
libcxx() {
  need clang++ localedef
  echo '#include <version>' | clang++ -stdlib=libc++ -x c++ -E - &>/dev/null || not_run "libc++ is not installed"
  googletest=/usr/src/googletest
  [[ -e $googletest/CMakeLists.txt ]] || not_run "GoogleTest's source is not installed"
  folder=$work/libcxx
  mkdir -p "$folder"
  library=(-DCMAKE_CXX_COMPILER=clang++ -DCMAKE_CXX_FLAGS=-stdlib=libc++)

  # Its library of Debian is made for the other standard library.
  quietly cmake -S "$googletest" -B "$folder/googletest" "${library[@]}" -DBUILD_GMOCK=OFF \
    -DCMAKE_INSTALL_PREFIX="$folder/prefix"
  quietly cmake --build "$folder/googletest" --target install

  cd "$CENT_SOURCE"
  quietly cmake --preset clang -B "$folder/build" "${library[@]}" -DGTest_DIR="$folder/prefix/lib/cmake/GTest"
  quietly cmake --build "$folder/build" --target cent cent_outbox cent_token cent_testing cent-dev-server unit_json fuzz_replay
  defined=$(clang++ -stdlib=libc++ -std=c++17 -include charconv -x c++ -dM -E /dev/null | grep -c __cpp_lib_to_chars) || true

  mkdir -p "$folder/locales"
  for locale in de_DE fr_FR ps_AF; do
    [[ -e $folder/locales/$locale.UTF-8 ]] || quietly localedef -i "$locale" -f UTF-8 "$folder/locales/$locale.UTF-8"
  done
  export LOCPATH=$folder/locales
  said=$("$folder/build/tests/unit_json") || { echo "$said" | tail -n 100; fail "unit_json"; }
  [[ $said == *"locale de_DE.UTF-8: the decimal point is ,"* ]] || fail "no locale with a comma was tried"
  quietly "$folder/build/tests/fuzz/fuzz_replay"
  echo "libc++: compiled, $(sed -n 's/.*PASSED.* \([0-9]* tests\).*/\1/p' <<<"$said") of JSON ran, numbers by" \
    "$( ((defined)) && echo 'the standard library' || echo 'the C library')"
}

"$@"
