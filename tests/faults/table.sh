#!/usr/bin/env bash
# Makes docs/faults.md from rows.txt and the tests' sources.
#
#   tests/faults/table.sh          writes the page
#   tests/faults/table.sh --check  fails if the page is not up to date, if a row has neither a test nor a reason, or if
#                                  rows.txt names a test, or a test names a row, that does not exist
set -euo pipefail
cd "$(dirname "$0")/../.."
page=docs/faults.md

# All tests of the sources, "Suite.Name file" a line. A name may stand on the line after its macro.
list_tests() {
  find tests token testing -name '*.cpp' | LC_ALL=C sort | xargs awk '
    FNR == 1 { held = "" }
    held != "" { $0 = held $0; held = "" }
    /^(TYPED_)?TEST(_F|_P)?\([^)]*$/ { held = $0; next }
    match($0, /^(TYPED_)?TEST(_F|_P)?\([A-Za-z0-9_]+, *[A-Za-z0-9_]+\)/) {
      name = substr($0, RSTART, RLENGTH - 1)
      sub(/^[A-Z_]*\(/, "", name)
      sub(/, */, ".", name)
      print name, FILENAME
    }'
}

write_page() {
  list_tests | awk -f tests/faults/table.awk - tests/faults/rows.txt
}

if [ "${1:-}" = --check ]; then
  write_page | diff -u "$page" - || { echo "docs/faults.md is not up to date: run tests/faults/table.sh" >&2; exit 1; }
else
  write_page >"$page.new" && mv "$page.new" "$page"
fi
