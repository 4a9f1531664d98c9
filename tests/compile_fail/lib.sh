# Shared by the scripts of this folder. ctest sets the CENT_ variables.
set -euo pipefail
: "${CENT_TEST:?}" "${CENT_SOURCE:?}" "${CENT_BUILD:?}" "${CENT_INCLUDES:?}"
source "$CENT_SOURCE/tests/support/not-run.sh"
here=$CENT_SOURCE/tests/compile_fail
standards=(c++17 c++20)
warnings=(-Wall -Wextra -Wpedantic -Wconversion -Wshadow -Werror)
includes=()
IFS=: read -ra folders <<<"$CENT_INCLUDES"
for folder in "${folders[@]}"; do includes+=("-I$folder"); done
work=$CENT_BUILD/$CENT_TEST
failures=0

# One more thing that is wrong; the test goes on, so that one run shows all.
wrong() {
  echo "WRONG: $*" >&2
  failures=$((failures + 1))
}

need_compiler() {
  command -v "$1" >/dev/null || not_run "$1 is not installed"
}

# A folder of this test's own, gone afterwards.
fresh_work() {
  rm -rf "${work:?}"
  mkdir -p "$work"
  trap 'rm -rf "$work"' EXIT
}

finish() {
  ((failures == 0)) || { echo "$failures wrong"; exit 1; }
  echo "$*"
}
