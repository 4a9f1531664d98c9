# The form of the vcpkg port and the overlay that scripts/vcpkg-port makes of it, looked at without vcpkg.
source "$(dirname "$0")/lib.sh"
need python3 tar gzip
fresh vcpkg_port
folder=$work/vcpkg_port
port=$CENT_SOURCE/ports/cent

# vcpkg.json as `vcpkg format-manifest` writes it, with no feature but those of the portfile, and none that is missing.
python3 - "$port/vcpkg.json" "$port/portfile.cmake" <<'END' || fail "ports/cent/vcpkg.json"
import json, re, sys
text, portfile = (open(name, encoding="utf-8").read() for name in sys.argv[1:])
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
expect(port["license"] == "MIT", "its licence is not the project's")
expect(sorted_names(port["dependencies"]), "its dependencies are not sorted")
expect(list(port["features"]) == sorted(port["features"]), "its features are not sorted")
for name, feature in port["features"].items():
    expect(sorted_names(feature["dependencies"]), f"dependencies of {name} are not sorted")
    expect(f"cent::{name}" in feature["description"], f"the description of {name} does not name its target")
    expect(re.search(rf"\b{name} CENT_{name.upper()}\b", portfile), f"the portfile does not know {name}")
expect("homepage" not in port or port["homepage"].startswith("https://"), "its homepage is no address")
for name in ("vcpkg_install_copyright", "vcpkg_fixup_pkgconfig", "vcpkg_cmake_config_fixup", "usage"):
    expect(name in portfile, f"the portfile does not say {name}")
for fault in faults:
    print(fault)
sys.exit(len(faults) > 0)
END
for target in cent $CENT_PARTS; do
  grep -F "PRIVATE cent::$target)" "$port/usage" >/dev/null || fail "the usage does not name cent::$target"
done

# The overlay changes with the source and with nothing else: not with time, umask, or place.
hash_of() { (cd "$1/cent" && sha256sum ./*) | sha256sum; }
clone() {
  mkdir -p "$folder/$1"
  (cd "$CENT_SOURCE" && tar --create CMakeLists.txt LICENSE cmake include src token testing ports scripts) |
    tar --extract --directory "$folder/$1" --touch
}
quietly "$CENT_SOURCE/scripts/vcpkg-port" "$folder/overlay"
expect_equal "$(ls "$folder/overlay" | xargs)" cent "the overlay's folder"
expect_equal "$(ls "$folder/overlay/cent" | xargs)" "cent.tar.gz portfile.cmake usage vcpkg.json" "the port's files"
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
for file in CMakeLists.txt LICENSE cmake include src token testing; do
  quietly diff -r --exclude=tests "$folder/unpacked/$file" "$CENT_SOURCE/$file"
done
echo "vcpkg's port: its form, and an overlay that changes exactly with the source"
