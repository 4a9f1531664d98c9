# Sourced by tests that are scripts, and started with a reason by those that cannot be built here. ctest sets the CENT_ variables.

# Says loudly that this test proves nothing here, and leaves a line for the end of the whole run.
not_run() {
  local line="$CENT_TEST: $*"
  echo "NOT RUN: $line"
  grep -qxF "$line" "$CENT_BUILD/not-run.txt" 2>/dev/null || echo "$line" >>"$CENT_BUILD/not-run.txt"
  exit 77
}
[ "${BASH_SOURCE[0]}" != "$0" ] || not_run "$*"
