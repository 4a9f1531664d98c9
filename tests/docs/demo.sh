#!/usr/bin/env bash
# demo.sh dev|real|cluster: the demo's essential lines, and its exit codes when something is wrong. CENT_PROGRAM is the program
# cent under test.
: "${CENT_TEST:?}" "${CENT_SOURCE:?}" "${CENT_BUILD:?}" "${CENT_PROGRAM:?}"
set -uo pipefail
source "$CENT_SOURCE/tests/support/not-run.sh"
demo=$CENT_SOURCE/scripts/demo
work=$(mktemp -d)
keeping=
trap '[ -z "$keeping" ] || kill $keeping; rm -rf "$work"' EXIT
failed=0
wrong() { echo "FAILED: $*"; failed=1; }

# expect STATUS LINE... -- ARGUMENT...: the demo ends so, and prints all these lines, extended regular expressions.
expect() {
  local status=$1 got=0 lines=()
  shift
  while [ "$1" != -- ]; do lines+=("$1") && shift; done
  shift
  timeout 300 "$demo" "$@" >"$work/said" 2>&1 </dev/null || got=$?
  [ $got -eq "$status" ] || wrong "demo $*: exit code $got, not $status"
  for line in "${lines[@]}"; do grep -qxE -- "$line" "$work/said" || wrong "demo $*: no line $line"; done
  [ $failed -eq 0 ] || cat "$work/said"
}

# Publications that arrive, a refusal, and the ledger; with a cluster, across the death of a node.
story=('\{"channel":"chat","offset":1,"data":\{"text":"hello"\}\}' '\{"channel":"chat","offset":2,"data":\{"text":"to both"\}\}'
  'cent: publish to "nobody:knows": unknown channel' '\(exit code 1\)' '\(cent tail ended with exit code 1\)'
  '\{"accepted":50000,"applied":50000,"refused":0,"not_sent":0,"unknown":0,"bad_lines":0\}' '50000 received' 'the same'
  'All steps succeeded\..*')

case $1 in
  dev)
    expect 0 "${story[@]}" '\$ cent publish burst - <numbers' "export CENT_URL=http://127\.0\.0\.1:[0-9]+" --
    # Twice with one key, published once.
    [ "$(grep -c '^{"channel":"chat","offset":3,"data":"paid"}$' "$work/said")" = 1 ] || wrong 'a key did not count'
    ! grep -q '^{"channel":"chat","offset":4' "$work/said" || wrong 'published twice with one key'
    [ "$(grep '^\$ ' "$work/said" | wc -L)" -le 80 ] || wrong 'a command of more than 80 columns'
    ! grep -q $'\e' "$work/said" || wrong 'colours without a terminal'
    # The texts of a newcomer.
    expect 0 '  \./scripts/demo --cluster .*' -- --help
    [ "$(wc -L <"$work/said")" -le 80 ] || wrong '--help of more than 80 columns'
    expect 2 'demo: unknown option: --nonsense' -- --nonsense
    expect 2 'demo: --server needs a URL' -- --server
    expect 2 'demo: --server needs CENT_API_KEY or CENT_API_KEY_FILE' -- --server http://127.0.0.1:1
    CENT_API_KEY=api_key expect 2 'demo: --server needs CENT_TOKEN_SECRET or .*' -- --server http://127.0.0.1:1

    # --keep: the server lives until the demo ends. It is also the running server of --server.
    "$demo" --keep >"$work/kept" 2>&1 </dev/null &
    keeping=$!
    for _ in $(seq 600); do
      grep -q '^The servers run until' "$work/kept" && break
      sleep 0.1
    done
    url=$(sed -n 's/^export CENT_URL=//p' "$work/kept" | tail -n 1)
    export CENT_API_KEY=api_key CENT_TOKEN_SECRET=secret
    expect 0 '\{"accepted":50000,"applied":50000,.*' '\$ cent disconnect demo-[0-9]+-ada' 'All steps .*' -- --server "$url"
    CENT_API_KEY=bad expect 1 '.*is the API key right\?.*' 'demo: this step .*: exit code 1, not 0' -- --server "$url"
    CENT_TOKEN_SECRET=bad expect 1 'cent: tail: .*invalid token.*' 'demo: this step .*: exit code 1.*' -- --server "$url"
    expect 3 'cent: .*127\.0\.0\.1:1.*' 'demo: this step .*: exit code 3, not 0' -- --server http://127.0.0.1:1
    kill $keeping
    wait $keeping
    keeping=
    "$CENT_PROGRAM" info --address "$url" >/dev/null 2>&1
    [ $? -eq 3 ] || wrong 'the server outlives the demo'
    ;;
  *)
    [ -n "${CENT_CENTRIFUGO:-}" ] || not_run "the demo on a real Centrifugo: there is none"
    [ "$1" != cluster ] || command -v redis-server >/dev/null || not_run "redis-server is not installed"
    export CENTRIFUGO_BIN=$CENT_CENTRIFUGO
    if [ "$1" = cluster ]; then story+=('cent: tail: connected again' '\$ \(head .* kill -9 [0-9]+; tail .*\) \|'); fi
    expect 0 "${story[@]}" 'Centrifugo v?[0-9.]+ .*' -- "--$1"
    ;;
esac
exit $failed
