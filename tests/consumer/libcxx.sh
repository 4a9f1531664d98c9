# cent with LLVM's standard library, as on macOS, FreeBSD and Android: all of it compiles without a warning, and the unit
# tests of JSON run, in a locale whose decimal point is a comma, too.
source "$(dirname "$0")/lib.sh"
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
quietly cmake --build "$folder/build" --target cent cent_token cent_testing cent-dev-server unit_json fuzz_replay
defined=$(clang++ -stdlib=libc++ -std=c++17 -include charconv -x c++ -dM -E /dev/null | grep -c __cpp_lib_to_chars) || true

mkdir -p "$folder/locales"
for locale in de_DE fr_FR ps_AF; do
  [[ -e $folder/locales/$locale.UTF-8 ]] || quietly localedef -i "$locale" -f UTF-8 "$folder/locales/$locale.UTF-8"
done
export LOCPATH=$folder/locales
said=$("$folder/build/tests/json/unit_json") || { echo "$said" | tail -n 100; fail "unit_json"; }
[[ $said == *"locale de_DE.UTF-8: the decimal point is ,"* ]] || fail "no locale with a comma was tried"
quietly "$folder/build/tests/fuzz/fuzz_replay"
echo "libc++: compiled, $(sed -n 's/.*PASSED.* \([0-9]* tests\).*/\1/p' <<<"$said") of JSON ran, numbers by" \
  "$( ((defined)) && echo 'the standard library' || echo 'the C library')"
