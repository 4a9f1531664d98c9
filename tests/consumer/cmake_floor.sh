# The oldest CMake that the project asks for configures cent with all its parts, and builds a consumer of the installed one.
# (The presets ask for more: they are for work on cent itself.)
source "$(dirname "$0")/lib.sh"
need python3
floor=$(sed -n 's/^cmake_minimum_required(VERSION \([0-9.]*\))$/\1/p' "$CENT_SOURCE/CMakeLists.txt")
[[ -n $floor ]] || fail "CMakeLists.txt names no version of CMake"
for file in examples tests/consumer/{app,parent,requests} test_package; do
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
  quietly "$cmake" -S "$CENT_SOURCE" -B "$folder/build-$shared" -DBUILD_SHARED_LIBS=$shared -DCENT_TOKEN=ON -DCENT_TESTING=ON \
    -DCENT_HARDENING=ON -Werror=dev
done
for type in static shared; do
  quietly "$cmake" -S "$here/app" -B "$folder/app-$type" -DCMAKE_PREFIX_PATH="$work/prefix-$type" \
    -DEXPECTED_VERSION="$CENT_VERSION" "-DPARTS=${CENT_PARTS// /;}"
done
quietly "$cmake" --build "$folder/app-static"
quietly "$work/cmake-venv/bin/ctest" --test-dir "$folder/app-static" --no-tests=error
echo "CMake $floor: configures cent, builds its consumers"
