# Sourced by scripts/test: one function for each stage, and counters of their results.

source scripts/lib/centrifugo.sh
source scripts/lib/coverage.sh
source scripts/lib/cross.sh
source scripts/lib/tidy.sh
source scripts/lib/version.sh

export CCACHE_BASEDIR=$PWD CCACHE_NOHASHDIR=1 CCACHE_SLOPPINESS=pch_defines,time_macros
jobs=$(nproc)
passed=0
failed=0
failures=()
not_run=$PWD/build/not-run.txt
mkdir -p build
rm -f "$not_run"
touch "$not_run"

run_stage() {
  local name=$1 start=$SECONDS status=0
  printf '\n== %s\n' "$name"
  "stage_$name" || status=$?
  printf '== %s: %s, %d s\n' "$name" "$([ $status -eq 0 ] && echo good || echo FAILED)" $((SECONDS - start))
  [ $status -eq 0 ] || failures+=("$name")
}

# one NAME COMMAND...: runs a check outside ctest, which counts as one test.
one() {
  local name=$1
  shift
  if "$@"; then
    passed=$((passed + 1))
  else
    failed=$((failed + 1))
    failures+=("$name")
    return 1
  fi
}

# failed_build LOG: prints what matters of it, and fails.
failed_build() {
  grep -nE 'error|warning|FAILED' "$1" | head -n 40
  tail -n 20 "$1"
  echo "this build failed, see $1"
  return 1
}

# logged LOG COMMAND...: a build that prints nothing unless it fails.
logged() {
  local log=$1
  shift
  "$@" >"$log" 2>&1 || failed_build "$log"
}

# build PRESET [TARGET...]
build_preset() {
  local preset=$1
  shift
  cmake --preset "$preset" -DCMAKE_CXX_COMPILER_LAUNCHER=ccache &&
    cmake --build --preset "$preset" -j "$jobs" ${1+--target "$@"}
}
build() {
  logged "build/$1.log" build_preset "$@" || {
    failed=$((failed + 1))
    return 1
  }
}

# The API key of clients under test. No output of the tests may show it; no_canary searches all of it.
canary=$(sed -n 's/.*kCanary = "\(.*\)";/\1/p' tests/support/canary.hpp)

# no_canary FILE...: fails with the place if one of them contains the key.
no_canary() {
  local found
  [ -n "$canary" ] || { echo "tests/support/canary.hpp contains no key to search for"; return 1; }
  if found=$(grep -anF -- "$canary" "$@" /dev/null); then
    echo "The API key was shown:"
    head -n 20 <<<"$found"
    return 1
  fi
}

# cases_in FOLDER: prints how many GoogleTest cases ran and how many were skipped, from the programs' reports.
cases_in() {
  find "$1" -name '*.xml' -exec grep -h '<testcase ' {} + 2>/dev/null | awk '
    / status="run"/ { ++ran }
    / result="skipped"/ { ++skipped }
    END { print ran - skipped + 0, skipped + 0 }'
}

# run_tests PRESET [CTEST OPTION...]: runs ctest and adds its results to the counters.
run_tests() {
  local preset=$1 log=build/$1-tests.log status=0 reports=$PWD/build/$1/gtest-reports
  shift
  rm -f "build/$preset/not-run.txt"
  rm -rf "$reports"
  GTEST_OUTPUT=xml:$reports/ ctest --test-dir "build/$preset" --output-on-failure --no-tests=error -j "$jobs" "$@" >"$log" 2>&1 || status=$?
  if [ $status -ne 0 ]; then
    # The output of the failed tests only.
    grep -vE '^ *[0-9]+/[0-9]+ Test .*Passed|^ +Start +[0-9]+:' "$log" | tail -n 300
  fi
  local total bad
  total=$(sed -n 's/.*tests passed, \([0-9]*\) tests failed out of \([0-9]*\).*/\2/p' "$log")
  bad=$(sed -n 's/.*tests passed, \([0-9]*\) tests failed out of \([0-9]*\).*/\1/p' "$log")
  local skipped cases left_out
  skipped=$(grep -c '\*\*\*Skipped' "$log")
  passed=$((passed + ${total:-0} - ${bad:-0} - skipped))
  failed=$((failed + ${bad:-1}))
  read -r cases left_out < <(cases_in "$reports")
  echo "$preset: $((${total:-0} - ${bad:-0} - skipped)) of ${total:-0} test programs and checks passed, with $cases cases of" \
    "GoogleTest ($left_out more skipped)"
  one "no key in the output of $preset" no_canary "$log" "build/$preset/Testing/Temporary/LastTest.log" || status=1
  [ -f "build/$preset/not-run.txt" ] && sed "s/^/$preset: /" "build/$preset/not-run.txt" >>"$not_run"
  return $status
}

# only NAME...: prints a ctest pattern that matches exactly these tests.
only() { (IFS='|' && printf '^(%s)$' "$*"); }

# Only the g++ build runs tests that measure, build consumers or only compile.
runs_cent=(-LE 'consumer|gates|compile_fail|tree|docs|plain_only')

is_formatted() { git ls-files -z '*.hpp' '*.cpp' | xargs -0 clang-format --dry-run -Werror; }
stage_format() { one format is_formatted; }
# dev_tests CTEST OPTION...: builds the debug build and runs those of its tests. Only it runs conformance on a real server,
# behind TLS and proxies, and kills nodes of a cluster. Other compilers and sanitizers build the same client, which they test
# on the dev server.
dev_tests() {
  need_centrifugo ||
    echo "dev: Centrifugo v$centrifugo_version: conformance on it, behind TLS, a Unix socket, nginx and HAProxy; clusters" >>"$not_run"
  rm -f build/dev/{conformance,cluster,dns,outbox,large}-table.txt
  build dev && run_tests dev "$@"
  local status=$?
  unset CENT_CENTRIFUGO
  cat build/dev/{conformance,cluster,dns,outbox,large}-table.txt 2>/dev/null
  if [ -f build/dev/conformance-table.txt ]; then
    sed -n 's/^!!! /dev: conformance: /p' build/dev/conformance-table.txt >>"$not_run"
  fi
  return $status
}
stage_dev() {
  need_zig # without it, the test that uses it says that it did not run
  dev_tests -LE gates
}
# The debug build without tests that build consumers, without compilations that must fail, and without clusters. The closing
# list names all of these, so that the run does not look like a whole one.
quick_leaves_out=(consumer compile_fail cluster large gates)
stage_quick() {
  local label count stage others=() status=0
  dev_tests -LE "$(only "${quick_leaves_out[@]}")" || status=$?
  for label in "${quick_leaves_out[@]}"; do
    count=$(ctest --test-dir build/dev -N -L "$(only "$label")" | sed -n 's/^Total Tests: //p')
    echo "quick: tests of the debug build with the label $label: $count" >>"$not_run"
  done
  for stage in "${all_stages[@]}"; do
    [[ $stage == format || $stage == dev ]] || others+=("$stage")
  done
  echo "quick: the stages ${others[*]}" >>"$not_run"
  return $status
}
# clang without sanitizers, for those who work with clang. Not part of "everything", as clang's sanitizers build the same.
stage_clang() { build clang && run_tests clang "${runs_cent[@]}"; }
# All GoogleTest programs, also new ones, except those that cmake/test.cmake leaves out.
stage_asan() { build asan sanitized_tests && run_tests asan -L sanitized; }
# Programs with several threads: ThreadSanitizer finds nothing in a single thread.
threaded_programs=(observe_test observe_clients_test dev_server_test http_transport_test http_kept_test http_fork_test
  async_client_test async_fork_test async_process_test async_threads_test own_transport_test async_nothing_lost_test
  async_long_run_test fault_exit_test)
stage_tsan() {
  build tsan "${threaded_programs[@]}" && TSAN_OPTIONS="suppressions=$PWD/tests/tsan-suppressions.txt" \
    run_tests tsan -R "$(only "${threaded_programs[@]}")"
}

# The tests of everything that uses libcurl, with the one in $CENT_LIBCURL instead of the one that cent is built with.
libcurl_rooms=(curl system async faults)
uses_libcurl_of() {
  local folder=$1 said file program
  said=$(LD_LIBRARY_PATH=$folder build/dev/tests/cent-libcurl-version) || return 1
  file=$(realpath "${said#*$'\t'}")
  echo "libcurl: ${said%$'\t'*}, $file"
  case $file in
    "$folder"/*) ;;
    *) echo "$folder contains no libcurl that these programs load"; return 1 ;;
  esac
  # A program with its own library path would load another libcurl.
  while read -r program; do
    if LD_LIBRARY_PATH=$folder ldd "$program" | grep 'libcurl' | grep -qvF " $folder/"; then
      echo "$program does not use it"
      return 1
    fi
  done < <(find build/dev/tests -type f -executable -name '*_test')
}
stage_libcurl() {
  local folder
  folder=$(realpath -e "${CENT_LIBCURL:?a folder with a libcurl.so.4}") || return 1
  build dev libcurl_tests || return 1
  one 'the other libcurl' uses_libcurl_of "$folder" || return 1
  LD_LIBRARY_PATH=$folder run_tests dev -L "$(only "${libcurl_rooms[@]}")" -LE gates
}

# Costs that can be counted: those of the release build, and the counts of the dev build's own tests.
stage_gates() {
  need_packages valgrind strace || return 1
  local status=0
  { build release gates && run_tests release -L gates -R '^gate\.' -V; } || status=1
  grep -ohE '^[0-9]+: [a-z_]+: [-0-9.]+ .*limit .*' build/release-tests.log | sed 's/^[0-9]*: /  /'
  { build dev async_limits_test && run_tests dev -L gates; } || status=1
  return $status
}

# Each fuzzer runs for CENT_FUZZ_SECONDS. Its findings are kept in build/fuzz/tests/fuzz/findings.
fuzz_one() {
  local name=$1 room=build/fuzz/tests/fuzz log
  log=build/fuzz/$name.log
  mkdir -p "$room/findings" "$room/corpus/$name"
  "$room/unfold_corpus" "tests/fuzz/corpus/$name.txt" "$room/seeds/$name" || return 1
  if "$room/fuzz_$name" -max_total_time="${CENT_FUZZ_SECONDS:-20}" -timeout=10 -rss_limit_mb=4096 -print_final_stats=1 \
    -artifact_prefix="$room/findings/$name-" "$room/corpus/$name" "$room/seeds/$name" >"$log" 2>&1; then
    sed -n "s/^stat::number_of_executed_units: */$name: /p" "$log"
  else
    tail -n 40 "$log"
    return 1
  fi
}
export -f fuzz_one
stage_fuzz() {
  build fuzz fuzzers || return 1
  local target status=0 names=()
  for target in build/fuzz/tests/fuzz/fuzz_*; do
    [ -x "$target" ] && [ -f "$target" ] && [ "${target##*/}" != fuzz_replay ] && names+=("${target##*/fuzz_}")
  done
  printf '%s\n' "${names[@]}" | xargs -P "$jobs" -I{} bash -c 'fuzz_one {}' || status=1
  if [ $status -eq 0 ]; then passed=$((passed + ${#names[@]})); else failed=$((failed + 1)); fi
  return $status
}

# Test programs of the library alone.
integer_programs=(unit_json unit_api protocol_test delivery_parts_test delivery_client_test http_rows_test lanes_test
  delivery_run_test async_client_test fuzz_replay outbox_test)

# Finds numbers that wrap around or lose bits in a conversion, and null where it is not allowed. It also builds all delivered
# sources, to prove that clang has no warning for them.
stage_integer() { build integer {src,outbox,token,testing,examples}/all "${integer_programs[@]}" && run_tests integer -R "$(only "${integer_programs[@]}")"; }

# Finds reads of uninitialized memory, which none of the sanitizers here detects. Each entry is a test program and a filter
# for its tests. Tests with time limits are left to faster builds.
valgrind_tests=(
  "unit_json -*Generated*"
  "delivery_client_test *"
  "http_transport_test Connection.*:Transport.*"
  "async_client_test Answers.*"
)
valgrind_one() {
  local program=$1 filter=$2
  valgrind -q --error-exitcode=9 --leak-check=full --errors-for-leak-kinds=definite --fair-sched=yes \
    "build/dev/tests/$program" --gtest_brief=1 --gtest_filter="$filter" &&
    echo "$program" >>build/valgrind.txt
}
export -f valgrind_one
stage_valgrind() {
  need_packages valgrind || return 1
  build dev "${valgrind_tests[@]%% *}" || return 1
  local test status=0
  rm -f build/valgrind.txt
  touch build/valgrind.txt
  # Each runs in a single thread, so as many at once as there are cores.
  for test in "${valgrind_tests[@]}"; do printf '%s\0' "${test%% *}" "${test#* }"; done |
    xargs -0 -n 2 -P "$jobs" bash -c 'valgrind_one "$@"' valgrind_one
  for test in "${valgrind_tests[@]}"; do
    one "valgrind ${test%% *}" grep -qx "${test%% *}" build/valgrind.txt || status=1
  done
  return $status
}

# Lines and branches that the tests reach. Tests that build or compile other things, docs and examples are left out.
stage_coverage() {
  need_packages gcovr || return 1
  local folder=build/coverage/report status=0
  build coverage || return 1
  find build/coverage -name '*.gcda' -delete
  run_tests coverage -LE 'consumer|gates|compile_fail|tree|docs|examples' || status=1
  one 'coverage measured' coverage_table build/coverage "$folder" || return 1
  one coverage coverage_verdict "$folder/files.csv" tests/coverage/whole.txt || status=1
  echo "coverage: each file in $folder/lines.txt and branches.txt"
  return $status
}

# Runs clang-tidy with the checks of .clang-tidy over the delivered sources: those that a build without tests compiles.
stage_tidy() {
  if ! cmake --preset clang -B build/tidy -DCENT_DEVELOPER_MODE=OFF -DCENT_OUTBOX=ON -DCENT_TOKEN=ON -DCENT_TESTING=ON \
    -DCMAKE_EXPORT_COMPILE_COMMANDS=ON >build/tidy-configure.log 2>&1 ||
    ! cmake --build build/tidy --target cent_cli_docs >>build/tidy-configure.log 2>&1; then
    tail -n 20 build/tidy-configure.log
    failed=$((failed + 1))
    return 1
  fi
  one tidy tidy_sources build/tidy
}

# The reference: no warnings, and the methods on the page of each client.
has_methods() {
  local face method
  for face in Client AsyncClient Batch; do
    for method in publish history cancel_push; do
      grep -q ">$method<" "build/reference/html/classcent_1_1$face.html" || { echo "the page of $face has no $method"; return 1; }
    done
  done
}
# Makes the site in build/reference/html, with the version from CMakeLists.txt.
make_site() {
  { cat docs/Doxyfile; echo "PROJECT_NUMBER = $(cent_version)"; } | doxygen -
}
stage_docs() {
  need_packages doxygen doxygen-awesome-css && one docs make_site && one reference has_methods
}

summarize() {
  printf '\nDid not run:\n'
  if [ -s "$not_run" ]; then sort -u "$not_run" | sed 's/^/  /'; else echo '  nothing was left out'; fi
  if [ ${#failures[@]} -gt 0 ]; then printf '\nFailed: %s\n' "${failures[*]}"; fi
  printf '\n%d passed, %d failed\n' "$passed" "$failed"
  [ "$failed" -eq 0 ] && [ ${#failures[@]} -eq 0 ]
}
