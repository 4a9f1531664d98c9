#!/usr/bin/env bash
# not_run.sh WHY: stands for a test that cannot be built here. ctest sets the CENT_ variables.
: "${CENT_TEST:?}" "${CENT_SOURCE:?}" "${CENT_BUILD:?}"
source "$CENT_SOURCE/tests/support/not-run.sh"
not_run "$*"
