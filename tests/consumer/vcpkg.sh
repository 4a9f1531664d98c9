# vcpkg.sh port|build: the overlay port in ports/cent. Each function is one test.
source "$(dirname "$0")/lib.sh"

# The form of both vcpkg ports, of the overlay and of the registry's, that scripts/vcpkg-port makes, looked at without vcpkg.
port() {
  need python3 tar gzip
  fresh vcpkg_port
  folder=$work/vcpkg_port

  quietly "$CENT_SOURCE/scripts/vcpkg-port" "$folder/overlay"
  expect_equal "$(ls "$folder/overlay" | xargs)" cent "the overlay's folder"
  expect_equal "$(ls "$folder/overlay/cent" | xargs)" "cent.tar.gz portfile.cmake usage vcpkg.json" "the port's files"
  hash=$(sha512sum "$folder/overlay/cent/cent.tar.gz" | cut -d' ' -f1)
  quietly "$CENT_SOURCE/scripts/vcpkg-port" --registry Owner/repo.x "v$CENT_VERSION" "$hash" "$folder/registry"
  expect_equal "$(ls "$folder/registry" | xargs)" owner-cent "the registry's folder"
  expect_equal "$(ls "$folder/registry/owner-cent" | xargs)" "portfile.cmake usage vcpkg.json" "the registry port's files"
  for wrong in "owner v1 $hash" "owner/repo v1/2 $hash" "owner/repo v1 ${hash^^}" "owner/repo v1 12"; do
    # shellcheck disable=SC2086
    ! "$CENT_SOURCE/scripts/vcpkg-port" --registry $wrong "$folder/wrong" &>/dev/null || fail "a port is made of: $wrong"
  done
  [[ ! -e $folder/wrong ]] || fail "a port that is refused leaves files"

  # vcpkg.json as `vcpkg format-manifest` writes it, with no feature but those of the portfile, and none that is missing.
  for made in overlay/cent registry/owner-cent; do
    python3 - "$folder/$made" "$CENT_VERSION" "$hash" <<'END' || fail "the port $made"
import json, os, re, sys
folder, version, hash = sys.argv[1:]
text, portfile, usage = (open(f"{folder}/{name}", encoding="utf-8").read() for name in ("vcpkg.json", "portfile.cmake", "usage"))
port = json.loads(text)
order = ["name", "version", "description", "homepage", "license", "supports", "dependencies", "features"]
faults = []
def expect(good, fault):
    if not good:
        faults.append(fault)
def sorted_names(dependencies):
    names = [d if isinstance(d, str) else d["name"] for d in dependencies]
    return names == sorted(names)
expect(text == json.dumps(port, indent=2, ensure_ascii=False) + "\n", "is not formatted")
expect(list(port) == [key for key in order if key in port], f"its keys are not in the order {order}")
expect(port["name"] == os.path.basename(folder), "its name is not that of its folder")
expect(port["version"] == version, "its version is not the project's")
expect(port["license"] == "MIT", "its licence is not the project's")
expect(sorted_names(port["dependencies"]), "its dependencies are not sorted")
expect(list(port["features"]) == sorted(port["features"]), "its features are not sorted")
for name, feature in port["features"].items():
    part = {"dev-server": "testing"}.get(name, name)
    expect(re.fullmatch("[a-z0-9]+(-[a-z0-9]+)*", name) and "test" not in name, f"{name} is no name of a feature")
    expect(sorted_names(feature.get("dependencies", [])), f"dependencies of {name} are not sorted")
    expect(f"cent::{part}" in feature["description"], f"the description of {name} does not name its target")
    expect(re.search(rf"\b{name} CENT_{part.upper()}\b", portfile), f"the portfile does not know {name}")
    expect(f'"{name}"' in usage and f"PRIVATE cent::{part})" in usage, f"the usage does not name {name}")
for name in ("vcpkg_install_copyright", "vcpkg_fixup_pkgconfig", "vcpkg_cmake_config_fixup(PACKAGE_NAME cent ", "/usage\""):
    expect(name in portfile, f"the portfile does not say {name}")
for command in re.findall(r"^ *([a-z_]+)\(", portfile, re.MULTILINE):
    expect(command.startswith("vcpkg_") or command in ("set", "if", "endif", "file", "message"), f"the portfile calls {command}")
if port["name"] == "cent":
    expect("homepage" not in port, "the overlay has an address")
    expect("vcpkg_from_github" not in portfile, "the overlay downloads")
else:
    expect(port["homepage"] == "https://github.com/Owner/repo.x", "its homepage is not the repository")
    for line in ("REPO Owner/repo.x", 'REF "v${VERSION}"', f"SHA512 {hash}", "HEAD_REF main"):
        expect(portfile.startswith("vcpkg_from_github(") and f"    {line}\n" in portfile, f"the portfile does not say {line}")
    expect("cent.tar.gz" not in portfile and "#" not in portfile, "the portfile has the overlay's lines")
for fault in faults:
    print(fault)
sys.exit(len(faults) > 0)
END
  done
  expect_equal "$(sed '1,/^)$/d' "$folder/registry/owner-cent/portfile.cmake")" \
    "$(sed '1,/^vcpkg_extract_source_archive/d' "$folder/overlay/cent/portfile.cmake")" "what both ports do with the source"

  # The overlay changes with the source and with nothing else: not with time, umask, or place.
  hash_of() { (cd "$1/cent" && sha256sum ./*) | sha256sum; }
  clone() {
    mkdir -p "$folder/$1"
    (cd "$CENT_SOURCE" && tar --create CMakeLists.txt LICENSE cmake include outbox src token testing ports scripts) |
      tar --extract --directory "$folder/$1" --touch
  }
  (umask 077 && clone elsewhere)
  (umask 077 && quietly "$folder/elsewhere/scripts/vcpkg-port" "$folder/again")
  expect_equal "$(hash_of "$folder/again")" "$(hash_of "$folder/overlay")" "the same source elsewhere"
  for changed in src/client.cpp include/cent/cent.hpp cmake/install.cmake CMakeLists.txt; do
    before=$(hash_of "$folder/again")
    echo >>"$folder/elsewhere/$changed"
    quietly "$folder/elsewhere/scripts/vcpkg-port" "$folder/again"
    [[ $(hash_of "$folder/again") != "$before" ]] || fail "the overlay does not change with $changed"
  done

  # The archive holds all that a build takes.
  mkdir "$folder/unpacked"
  tar --extract --gzip --file "$folder/overlay/cent/cent.tar.gz" --directory "$folder/unpacked"
  options=()
  for part in $CENT_PARTS; do options+=("-DCENT_${part^^}=ON"); done
  quietly cmake -S "$folder/unpacked" -B "$folder/build" "${options[@]}"
  for file in CMakeLists.txt LICENSE cmake include outbox src token testing; do
    quietly diff -r --exclude=tests "$folder/unpacked/$file" "$CENT_SOURCE/$file"
  done
  echo "vcpkg's ports: their form, and an overlay that changes exactly with the source"
}

# Both vcpkg ports, built by vcpkg with all their features, and consumers by vcpkg's toolchain, the overlay's in classic and in
# manifest mode; it is built again exactly when the source has changed. Empty ports stand in for curl, OpenSSL and Boost, so the
# system's are used and nothing is downloaded.
build() {
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
  for port in openssl boost-asio boost-beast cli11 nlohmann-json tomlplusplus; do stand_in "$port" ''; done

  # A copy of the source, since one file will be changed.
  mkdir "$folder/source"
  (cd "$CENT_SOURCE" && tar --create CMakeLists.txt LICENSE cmake include outbox src token testing ports scripts) |
    tar --extract --directory "$folder/source"
  pack() { quietly "$folder/source/scripts/vcpkg-port" "$folder/overlay"; }
  pack

  features=core
  for part in $CENT_PARTS; do features+=,$(feature "$part"); done
  cd "$folder" # away from any manifest
  mkdir "$folder/cache" "$folder/downloads"
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

  # The registry's port, with an archive of this source where vcpkg would put GitHub's.
  archive=$folder/downloads/Owner-repo.x-v$CENT_VERSION.tar.gz
  tar --create --gzip --directory "$folder" --transform="s,^source,repo.x-$CENT_VERSION," source >"$archive"
  quietly "$CENT_SOURCE/scripts/vcpkg-port" --registry Owner/repo.x "v$CENT_VERSION" "$(sha512sum "$archive" | cut -d' ' -f1)" \
    "$folder/registry"
  for port in "$folder/overlay/cent" "$folder/registry/owner-cent"; do
    before=$(sha256sum "$port/vcpkg.json")
    quietly vcpkg format-manifest "$port/vcpkg.json"
    expect_equal "$(sha256sum "$port/vcpkg.json")" "$before" "what vcpkg format-manifest makes of $port"
  done
  said=$(vcpkg install "owner-cent[$features]" --triplet x64-linux --x-install-root="$folder/registry-installed" \
    --overlay-ports="$folder/registry" 2>&1) || { echo "$said"; fail "the registry's port"; }
  [[ $said != *[Ww]"arning: "* && $said == *"PRIVATE cent::testing)"* ]] || { echo "$said"; fail "a warning, or no usage"; }
  quietly cmake -S "$here/app" -B "$folder/app-registry" -DVCPKG_MANIFEST_MODE=OFF \
    -DCMAKE_TOOLCHAIN_FILE="$VCPKG_ROOT/scripts/buildsystems/vcpkg.cmake" -DVCPKG_TARGET_TRIPLET=x64-linux \
    -DVCPKG_INSTALLED_DIR="$folder/registry-installed" -DEXPECTED_VERSION="$CENT_VERSION" "-DPARTS=${CENT_PARTS// /;}"
  quietly cmake --build "$folder/app-registry"
  quietly ctest --test-dir "$folder/app-registry" --no-tests=error
  rm -rf "$folder/buildtrees" "$folder/packages"

  # Manifest mode, from the very text of the page.
  project=$folder/manifest
  mkdir "$project"
  install_block "json vcpkg.json" | sed '/"nlohmann-json"/d; s/},$/}/' >"$project/vcpkg.json"
  install_block "json vcpkg-configuration.json" >"$project/vcpkg-configuration.json"
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
}

"$@"
