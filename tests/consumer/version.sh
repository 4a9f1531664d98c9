# The version stands in CMakeLists.txt alone; whoever repeats it must agree. So with the list of parts.
source "$(dirname "$0")/lib.sh"
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
! grep -nF "$home" "$CENT_SOURCE/conanfile.py" || fail "conanfile.py repeats the version instead of reading it"

features=$(sed -n '/^  "features"/,$s/^    "\([a-z]*\)": {.*/\1/p' "$CENT_SOURCE/ports/cent/vcpkg.json" | sort | xargs)
expect_equal "$features" "$(tr ' ' '\n' <<<"$CENT_PARTS" | sort | xargs)" "features of the vcpkg port"
for part in $CENT_PARTS; do
  grep "\"$part\": \[True, False\]" "$CENT_SOURCE/conanfile.py" >/dev/null || fail "conanfile.py has no option $part"
done
echo "version $home, parts $CENT_PARTS: the same everywhere"
