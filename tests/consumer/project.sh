# project.sh TEST: the project's own files and scripts agree, and notice what they are for. Each function is one test.
source "$(dirname "$0")/lib.sh"

# The version stands in CMakeLists.txt alone; whoever repeats it must agree. So with the list of parts.
version() {
  home=$(sed -n 's/^ *VERSION \([0-9.]*\)$/\1/p' "$CENT_SOURCE/CMakeLists.txt")
  expect_equal "$home" "$CENT_VERSION" "CMakeLists.txt"
  for prefix in "$work/prefix-static" "$work/prefix-shared"; do
    for module in cent ${CENT_PARTS:+$(printf 'cent-%s ' $CENT_PARTS)}; do
      file=$(find "$prefix" -name "$module.pc")
      expect_equal "$(sed -n 's/^Version: //p' "$file")" "$home" "$module.pc"
    done
    expect_equal "$(sed -n 's/.*kVersion = "\(.*\)";/\1/p' "$prefix/include/cent/version.hpp")" "$home" version.hpp
    expect_equal "$(sed -n 's/^set(PACKAGE_VERSION "\(.*\)")$/\1/p' \
      "$(find "$prefix" -name cent-config-version.cmake)")" "$home" cent-config-version.cmake
  done
  expect_equal "$(sed -n 's/.*"version": "\(.*\)".*/\1/p' "$CENT_SOURCE/ports/cent/vcpkg.json")" "$home" vcpkg.json
  expect_equal "$(sed -n 's/.*\(cent-\|"versionInfo": "\)\([0-9]*\.[0-9]*\.[0-9]*\)[-"].*/\2/p' "$CENT_SOURCE/sbom.spdx.json" | sort -u)" "$home" \
    sbom.spdx.json
  ! grep -nF "$home" "$CENT_SOURCE/conanfile.py" || fail "conanfile.py repeats the version instead of reading it"

  features=$(sed -n '/^  "features"/,$s/^    "\([a-z-]*\)": {.*/\1/p' "$CENT_SOURCE/ports/cent/vcpkg.json" | sort | xargs)
  expect_equal "$features" "$(for part in $CENT_PARTS; do feature "$part"; done | sort | xargs)" "features of the vcpkg port"
  for part in $CENT_PARTS; do
    option=with_$(feature "$part" | tr - _)
    grep "\"$option\": \[True, False\]" "$CENT_SOURCE/conanfile.py" >/dev/null || fail "conanfile.py has no option $option"
  done
  echo "version $home, parts $CENT_PARTS: the same everywhere"
}

# The workflow's jobs and those of scripts/ci are the same, and each runs that script.
workflow() {
  need python3
  python3 -c 'import yaml' 2>/dev/null || not_run "python3-yaml is not installed"
  listed=$("$CENT_SOURCE/scripts/ci" --list | sort | xargs)
  in_workflow=$(python3 - "$CENT_SOURCE/.github/workflows/ci.yml" <<'END'
import sys, yaml
names = []
for job in yaml.safe_load(open(sys.argv[1], encoding="utf-8"))["jobs"].values():
    commands = [step["run"] for step in job["steps"] if "run" in step]
    assert commands[-1] == "scripts/ci ${{ matrix.job }}", commands
    names += [entry["job"] for entry in job["strategy"]["matrix"]["include"]]
print(*sorted(names))
END
  ) || fail "ci.yml is not as it should be"
  expect_equal "$in_workflow" "$listed" "jobs of the workflow"
  for stage in $(sed -n 's,.*\./scripts/test \([a-z ]*\);.*,\1,p; s,^  \./scripts/test \([a-z ]*\)$,\1,p' "$CENT_SOURCE/scripts/ci"); do
    grep -q "^stage_$stage()" "$CENT_SOURCE"/scripts/lib/*.sh || fail "scripts/test has no stage $stage"
  done
  bash -n "$CENT_SOURCE/scripts/ci"
  ! "$CENT_SOURCE/scripts/ci" nonsense &>/dev/null || fail "scripts/ci runs a job that it has not"
  echo "workflow: $listed"
}

# A release compares its ABI with the last tag: here is proved that the comparison notices what it is for.
abi() {
  need abidw abidiff g++
  fresh abi
  abi=$CENT_SOURCE/scripts/abi
  quietly "$abi" dump "$work/abi/now"
  cp -r "$work/abi/now" "$work/abi/more"
  quietly "$abi" compare "$work/abi/now" "$work/abi/more"

  # A function that only the older library has.
  lost=_ZN4cent6Client5resetEv
  grep -q "$lost" "$work/abi/now/libcent.abi" || fail "the dump has no Client::reset(), this test needs another function"
  sed -i "/<elf-symbol name='$lost'/d; s/ elf-symbol-id='$lost'//" "$work/abi/more/libcent.abi"
  if said=$("$abi" compare "$work/abi/now" "$work/abi/more"); then fail "a lost function was not noticed"; fi
  [[ $said == *libcent.abi* ]] || fail "the report does not name the library: $said"
  quietly "$abi" compare "$work/abi/more" "$work/abi/now" # a function more is no break
  echo "ABI: a lost function is noticed, a new one is no break"
}

"$@"
