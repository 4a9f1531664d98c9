# The files of a release by scripts/release: two clones make the same bytes, everything that quotes a hash quotes that of the
# archive, and the archive's SBOM names what cent depends on.
source "$(dirname "$0")/lib.sh"
need git python3 tar gzip
git -C "$CENT_SOURCE" rev-parse --git-dir >/dev/null 2>&1 || not_run "the source is no git repository"
fresh release
folder=$work/release
# Nothing of the user's settings.
export GIT_CONFIG_GLOBAL=/dev/null GIT_CONFIG_NOSYSTEM=1 GIT_COMMITTER_DATE=2026-11-30T12:00:00Z GIT_AUTHOR_DATE=2026-11-30T12:00:00Z
unset GIT_DIR GIT_WORK_TREE

# A repository with the files of this tree as they are now, committed or not.
mkdir "$folder/first"
(cd "$CENT_SOURCE" && git ls-files -z --cached --others --exclude-standard | while IFS= read -r -d '' file; do
  [[ ! -e $file ]] || printf '%s\0' "$file"
done | tar --create --null --files-from=-) | tar --extract --directory "$folder/first"
cd "$folder/first"
commit() {
  git add --all
  quietly git -c user.name=Nobody -c user.email=nobody@example.com commit --quiet --message "$1"
}
quietly git init --quiet --initial-branch=main
commit first
quietly scripts/release Owner/repo.x "$folder/one"

# Another clone, with another umask and git settings, makes the same.
(umask 077 && quietly git clone --quiet "$folder/first" "$folder/second of all")
git -C "$folder/second of all" config tar.umask 0077
(umask 077 && quietly "$folder/second of all/scripts/release" Owner/repo.x "$folder/two")
quietly diff -r "$folder/one" "$folder/two"
name=repo.x-$CENT_VERSION
expect_equal "$(ls "$folder/one" | sort | xargs)" "SHA256SUMS SHA512SUMS conan-center fetch-content.cmake $name.tar.gz vcpkg" "files"

# The hashes, and who quotes them.
sha256=$(sha256sum "$folder/one/$name.tar.gz" | cut -d' ' -f1)
sha512=$(sha512sum "$folder/one/$name.tar.gz" | cut -d' ' -f1)
(cd "$folder/one" && quietly sha256sum --check SHA256SUMS && quietly sha512sum --check SHA512SUMS)
grep -F "URL_HASH SHA256=$sha256)" "$folder/one/fetch-content.cmake" >/dev/null || fail "FetchContent has another hash"
grep -F "sha256: \"$sha256\"" "$folder/one/conan-center/cent/all/conandata.yml" >/dev/null || fail "Conan has another hash"
grep -F "    SHA512 $sha512" "$folder/one/vcpkg/owner-cent/portfile.cmake" >/dev/null || fail "vcpkg has another hash"

# FetchContent takes the archive by that hash, here from this folder.
mkdir "$folder/project"
{
  printf 'cmake_minimum_required(VERSION 3.22)\nproject(fetched LANGUAGES CXX)\n'
  sed "s,https://github.com/Owner/repo.x/archive/v$CENT_VERSION.tar.gz,file://$folder/one/$name.tar.gz," "$folder/one/fetch-content.cmake"
  printf 'if(NOT TARGET cent::cent)\n  message(FATAL_ERROR "no target")\nendif()\n'
} >"$folder/project/CMakeLists.txt"
quietly cmake -S "$folder/project" -B "$folder/project/build"

# The archive has all of the commit's files below one folder.
mkdir "$folder/unpacked"
tar --extract --gzip --file "$folder/one/$name.tar.gz" --directory "$folder/unpacked"
expect_equal "$(ls -A "$folder/unpacked")" "$name" "the archive's folder"
expect_equal "$(cd "$folder/unpacked/$name" && find . ! -type d | LC_ALL=C sort)" \
  "$(git ls-files | sed 's,^,./,' | LC_ALL=C sort)" "the archive's files"

# The SBOM: SPDX 2.3, this version and commit, a licence each, and exactly the dependencies of the Conan recipe.
python3 - "$folder/unpacked/$name" "$CENT_VERSION" "$(git rev-parse HEAD)" <<'END' || fail "the SBOM"
import json, re, sys
folder, version, commit = sys.argv[1:]
sbom = json.load(open(f"{folder}/sbom.spdx.json", encoding="utf-8"))
recipe = open(f"{folder}/conanfile.py", encoding="utf-8").read()
faults = []
def expect(good, fault):
    if not good:
        faults.append(fault)
expect(sbom["spdxVersion"] == "SPDX-2.3" and sbom["dataLicense"] == "CC0-1.0" and sbom["SPDXID"] == "SPDXRef-DOCUMENT", "no SPDX 2.3")
expect(sbom["name"] == f"cent-{version}", "its name is not that of this version")
expect(sbom["documentNamespace"] == f"https://spdx.org/spdxdocs/cent-{version}-{commit}", "its namespace is not that of this commit")
expect(sbom["creationInfo"]["created"] == "2026-11-30T00:00:00Z", "its date is not the commit's")
expect(sbom["creationInfo"]["creators"], "nobody made it")
packages = {package["name"]: package for package in sbom["packages"]}
for name, package in packages.items():
    expect(re.fullmatch(r"SPDXRef-[A-Za-z0-9.-]+", package["SPDXID"]), f"the identifier of {name}")
    expect(package["licenseDeclared"] == package["licenseConcluded"] != "NOASSERTION", f"the licence of {name}")
    expect(package["downloadLocation"] and package["copyrightText"] and not package["filesAnalyzed"], f"the fields of {name}")
cent = packages.pop("cent")
expect(cent["versionInfo"] == version and cent["licenseDeclared"] == "MIT", "cent's version or licence")
expect(cent["copyrightText"] in open(f"{folder}/LICENSE", encoding="utf-8").read(), "cent's copyright")
needed = dict(re.findall(r'"([a-z0-9_]+)/\[(>=[0-9.]+) <', recipe))
expect({name: package["versionInfo"] for name, package in packages.items()} == needed, f"its dependencies are not {needed}")
related = set()
for relation in sbom["relationships"]:
    related |= {relation["spdxElementId"], relation["relatedSpdxElement"]}
expect(related == {"SPDXRef-DOCUMENT"} | {package["SPDXID"] for package in sbom["packages"]}, "a package is related to none")
for fault in faults:
    print(fault)
sys.exit(len(faults) > 0)
END

# A file that is not committed is in no release, and another source has another hash.
echo "// changed" >>include/cent/cent.hpp
if scripts/release Owner/repo.x "$folder/three" >/dev/null 2>"$folder/refused.txt"; then fail "a changed tree is released"; fi
grep -F include/cent/cent.hpp "$folder/refused.txt" >/dev/null || fail "the refusal does not name the file"
commit second
quietly scripts/release Owner/repo.x "$folder/three"
! cmp -s "$folder/one/SHA256SUMS" "$folder/three/SHA256SUMS" || fail "another source has the same hash"
! scripts/release no-repository "$folder/four" &>/dev/null || fail "a release without a repository"
echo "release: $name.tar.gz, made twice with the same bytes; FetchContent, vcpkg and Conan quote its hashes"
