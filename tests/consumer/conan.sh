# The Conan recipe, run by Conan: with defaults, and shared with all parts. What stands in for Conan Center's
# packages takes the system's libraries, so nothing is downloaded but Conan itself.
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
for stand_in in "libcurl $(pkg-config --modversion libcurl)" "openssl $(pkg-config --modversion libcrypto)" \
  "boost $boost"; do
  quietly "$conan" create "$here/conan" --name "${stand_in% *}" --version "${stand_in#* }"
done

# inspect tells what the recipe makes of CMakeLists.txt.
expect_equal "$("$conan" inspect "$CENT_SOURCE" | sed -n 's/^version: //p')" "$CENT_VERSION" "the recipe's version"

create() {
  quietly "$conan" create "$CENT_SOURCE" --settings build_type=Release \
    --conf tools.cmake.cmake_layout:test_folder="$work/conan/test" \
    --conf tools.cmake.cmaketoolchain:user_presets= --conf tools.cmake.cmaketoolchain:generator=Ninja "$@"
}
create
parts=()
for part in $CENT_PARTS; do parts+=(--options "&:$part=True"); done
create --options '&:shared=True' "${parts[@]}"
expect_equal "$("$conan" list 'cent/*:*' --format=compact 2>/dev/null | grep -c 'shared=')" 2 "packages made"
echo "Conan ${wanted#*==}: cent/$CENT_VERSION made and tested, static and shared with: $CENT_PARTS"
