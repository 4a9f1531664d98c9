# The vcpkg overlay port, built by vcpkg with all its features, and a consumer by vcpkg's toolchain, in classic and in
# manifest mode; built again exactly when the source has changed. Empty ports stand in for curl, OpenSSL and Boost, so the
# system's are used and nothing is downloaded.
source "$(dirname "$0")/lib.sh"
[[ -n ${VCPKG_ROOT:-} ]] || not_run "VCPKG_ROOT is not set, the port in ports/cent was not built"
[[ -x $VCPKG_ROOT/vcpkg ]] || not_run "there is no vcpkg in VCPKG_ROOT"
need patchelf # else vcpkg downloads it
fresh vcpkg
folder=$work/vcpkg
export VCPKG_FORCE_SYSTEM_BINARIES=1 VCPKG_DISABLE_METRICS=1
export VCPKG_KEEP_ENV_VARS="CMAKE_CXX_COMPILER_LAUNCHER;CCACHE_DIR;CCACHE_BASEDIR;CCACHE_NOHASHDIR"

stand_in() {
  mkdir -p "$folder/system/$1"
  echo "{\"name\": \"$1\", \"version\": \"0\", \"features\": {$2}}" >"$folder/system/$1/vcpkg.json"
  echo 'set(VCPKG_POLICY_EMPTY_PACKAGE enabled)' >"$folder/system/$1/portfile.cmake"
}
stand_in curl '"ssl": {"description": "TLS"}'
for port in openssl boost-asio boost-beast; do stand_in "$port" ''; done

# A copy of the source, since one file will be changed.
mkdir "$folder/source"
(cd "$CENT_SOURCE" && tar --create CMakeLists.txt LICENSE cmake include src token testing ports scripts) |
  tar --extract --directory "$folder/source"
pack() { quietly "$folder/source/scripts/vcpkg-port" "$folder/overlay"; }
pack

features=core
for part in $CENT_PARTS; do features+=,$part; done
cd "$folder" # away from any manifest
mkdir "$folder/cache"
vcpkg() {
  "$VCPKG_ROOT/vcpkg" "$@" --host-triplet x64-linux --overlay-ports="$folder/system" \
    --binarysource="clear;files,$folder/cache,readwrite" --x-buildtrees-root="$folder/buildtrees" \
    --x-packages-root="$folder/packages" --downloads-root="$folder/downloads"
}
for triplet in x64-linux x64-linux-dynamic; do
  quietly vcpkg install "cent[$features]" --triplet "$triplet" --x-install-root="$folder/installed" \
    --overlay-ports="$folder/overlay"
  quietly cmake -S "$here/app" -B "$folder/app-$triplet" -DVCPKG_MANIFEST_MODE=OFF \
    -DCMAKE_TOOLCHAIN_FILE="$VCPKG_ROOT/scripts/buildsystems/vcpkg.cmake" -DVCPKG_TARGET_TRIPLET="$triplet" \
    -DVCPKG_INSTALLED_DIR="$folder/installed" -DEXPECTED_VERSION="$CENT_VERSION" "-DPARTS=${CENT_PARTS// /;}"
  quietly cmake --build "$folder/app-$triplet"
  quietly ctest --test-dir "$folder/app-$triplet" --no-tests=error
  rm -rf "$folder/buildtrees" "$folder/packages"
done

# Manifest mode, from the very text of the page.
page=$CENT_SOURCE/docs/guide/install.md project=$folder/manifest
mkdir "$project"
block() { awk -v info="$1" '$0 == "```" info { inside = 1; next } /^```/ { inside = 0 } inside' "$page"; }
block "json vcpkg.json" | sed '/"nlohmann-json"/d; s/},$/}/' >"$project/vcpkg.json"
block "json vcpkg-configuration.json" >"$project/vcpkg-configuration.json"
grep -F '"token"' "$project/vcpkg.json" >/dev/null || fail "the page's manifest has no feature token"
grep -F '"../cent-overlay"' "$project/vcpkg-configuration.json" >/dev/null || fail "the page names another overlay"
ln -s overlay "$folder/cent-overlay"
manifest() { (cd "$project" && vcpkg install --triplet x64-linux --x-install-root="$folder/manifest-installed" 2>&1); }
first=$(manifest) || { echo "$first"; fail "manifest mode"; }
[[ $first == *"Building cent"* ]] || { echo "$first"; fail "nothing was built"; }
again=$(manifest) || { echo "$again"; fail "manifest mode again"; }
[[ $again != *"Building cent"* ]] || { echo "$again"; fail "the same source was built again"; }

# A change in the source alone, without another version, is built, in a fresh folder, too.
installed_text() { grep -c 'changed for the test' "$folder/manifest-installed/x64-linux/include/cent/cent.hpp" || true; }
expect_equal "$(installed_text)" 0 "the unchanged header"
echo '// changed for the test' >>"$folder/source/include/cent/cent.hpp"
pack
changed=$(manifest) || { echo "$changed"; fail "manifest mode after a change"; }
expect_equal "$(installed_text)" 1 "the changed header after an install"
rm -rf "$folder/manifest-installed"
changed=$(manifest) || { echo "$changed"; fail "manifest mode in a fresh folder"; }
expect_equal "$(installed_text)" 1 "the changed header in a fresh folder"
echo "vcpkg: cent[$features] built static and shared, its programs ran; a manifest's too, and each change of the source is built"
