# The vcpkg overlay port, built by vcpkg with all its features, and a consumer by vcpkg's toolchain. Empty ports
# stand in for curl, OpenSSL and Boost, so the system's are used and nothing is downloaded.
source "$(dirname "$0")/lib.sh"
[[ -n ${VCPKG_ROOT:-} ]] || not_run "VCPKG_ROOT is not set, the port in ports/cent was not built"
[[ -x $VCPKG_ROOT/vcpkg ]] || not_run "there is no vcpkg in VCPKG_ROOT"
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

features=core
for part in $CENT_PARTS; do features+=,$part; done
cd "$folder" # away from any manifest
for triplet in x64-linux x64-linux-dynamic; do
  quietly "$VCPKG_ROOT/vcpkg" install "cent[$features]" --triplet "$triplet" --host-triplet x64-linux \
    --overlay-ports="$CENT_SOURCE/ports" --overlay-ports="$folder/system" --binarysource=clear \
    --x-install-root="$folder/installed" --x-buildtrees-root="$folder/buildtrees" \
    --x-packages-root="$folder/packages" --downloads-root="$folder/downloads"
  quietly cmake -S "$here/app" -B "$folder/app-$triplet" -DVCPKG_MANIFEST_MODE=OFF \
    -DCMAKE_TOOLCHAIN_FILE="$VCPKG_ROOT/scripts/buildsystems/vcpkg.cmake" -DVCPKG_TARGET_TRIPLET="$triplet" \
    -DVCPKG_INSTALLED_DIR="$folder/installed" -DEXPECTED_VERSION="$CENT_VERSION" "-DPARTS=${CENT_PARTS// /;}"
  quietly cmake --build "$folder/app-$triplet"
  quietly ctest --test-dir "$folder/app-$triplet" --no-tests=error
  rm -rf "$folder/buildtrees" "$folder/packages"
done
echo "vcpkg: cent[$features] built static and shared, its programs built and ran"
