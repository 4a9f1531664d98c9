# Sourced by page.sh: cent beside the other clients.

clients=(cent unkeyed curl gocent pycent3 pycent5 pycent5_async gRPC wrk)

# against WHAT LIMIT COMPARISON CLIENT [FILE]: CPU of cent by default against a client's, paired.
against() { row "$1" "$2" "$(ratios "${5:-others.txt}" "$3" cent "$4" 5 | spread 4)"; }
# instead WHAT LIMIT CLIENT: CPU of AsyncClient against that of one call a publish: medians, since these are two works.
instead() {
  row "$1" "$2" "$(quotient "$(medians_of others.txt others.events cent 5)" "$(medians_of others.txt others.publish "$3" 5)")"
}

# table FILE PREFIX COLUMN WORK...: medians, in brackets cent's paired ratio to each.
table() {
  local file=$1 prefix=$2 column=$3 work client cell ratio
  shift 3
  echo "| |$(printf ' %s |' "${clients[@]}")"
  echo "| --- |$(printf ' --- |%.0s' "${clients[@]}")"
  for work in "$@"; do
    printf '| %s |' "$work"
    for client in "${clients[@]}"; do
      cell=$(medians_of "$file" "$prefix.$work" "$client" "$column")
      ratio=
      [ "$client" = cent ] || ratio=$(ratios "$file" "$prefix.$work" cent "$client" "$column" | quantile 0.5)
      [ -z "$ratio" ] || ratio=" ($(awk -v r="$ratio" 'BEGIN { printf "%.2g", r }'))"
      [ -n "$cell" ] && cell=$(readable "$cell")
      printf ' %s%s |' "${cell:-–}" "$ratio"
    done
    echo
  done
}

others_section() {
  [ -f others.txt ] || return
  echo
  echo '## Beside other clients'
  echo
  echo 'The same work on the same counting server, in turn in each round, client and server on one core; each client a process of its'
  echo 'own, with its connections kept. CPU is that of the client'"'"'s process. gocent and pycent are what their registries or a checkout'
  echo 'gave, see the top. AsyncClient has its defaults, idempotency keys included.'
  echo
  echo '| CPU time of cent against | number to reach | measured | |'
  echo '| --- | --- | --- | --- |'
  against 'gocent, sequential publish' '≤ 0.62' others.publish gocent
  against 'pycent 3, sequential publish' '≤ 0.03' others.publish pycent3
  against 'pycent 5, sequential publish' '≤ 0.03' others.publish pycent5
  against 'pycent 5 with asyncio, sequential publish' '–' others.publish pycent5_async
  instead '10,000 publishes by AsyncClient, against a call for each with gocent' '≤ 0.05' gocent
  instead '… with pycent 3' '≤ 0.003' pycent3
  instead '… with pycent 5' '≤ 0.003' pycent5
  against '10,000 publishes by AsyncClient, against one Pipe of gocent made by hand' '≤ 0.05' others.events gocent
  against '… one buffer of pycent 3 (add, send)' '≤ 0.003' others.events pycent3
  against '… one batch of pycent 5' '≤ 0.003' others.events pycent5
  against 'bare curl over TLS, sequential publish' '–' tls.publish curl
  against '… gocent over TLS' '–' tls.publish gocent
  against '… pycent 3 over TLS' '–' tls.publish pycent3
  against '… pycent 5 over TLS' '–' tls.publish pycent5
  row 'publishes a second, AsyncClient without keys against wrk with 64 connections, a core for the server' '≥ 10' \
    "$(ratios others.txt apart.events wrk unkeyed 4 | spread)"
  row '… with keys' '–' "$(ratios others.txt apart.events wrk cent 4 | spread)"
  echo
  echo 'CPU µs of the client for one publish, command, publication or channel; in brackets, what cent takes of that (below 1: cent takes'
  echo 'less). `unkeyed`: AsyncClient without idempotency keys. `curl`: bare curl with bodies made before, of no use to anybody but as'
  echo 'the floor. `events`: 10,000 publishes as a user batches them. `producers`: 2,000 publishes by 1, 2, 8 threads, gathered by cent'
  echo 'alone. `channels`: to so many distinct ones. wrk: 1, 2, 8 connections, 64 for `events`.'
  echo
  table others.txt others 5 publish batch1 batch10 batch100 batch1000 batch10000 history10 history1000 history10000 \
    broadcast1000 events producers1 producers2 producers8 channels1 channels1000 channels1000000
  if grep -q '^others_real' real.txt 2>/dev/null; then
    echo
    echo "The same on Centrifugo $(sed -n 's/^version //p' real.txt), which has a core of its own. Wall time, µs each:"
    echo
    table real.txt others_real 4 publish batch1000 batch10000 events producers8
    echo
    echo 'CPU µs of the client:'
    echo
    table real.txt others_real 5 publish batch1000 batch10000 events producers8
  fi
}

not_run_section() {
  local file failed
  failed=$(grep -h '^failed ' ./*.txt | sed 's/^failed \([^ ]*\) \(.*\)/\2 ended at \1/')
  echo '## Not run'
  echo
  if [ ! -s notrun.txt ] && [ -z "$failed" ]; then
    echo 'Everything ran.'
  else
    { cat notrun.txt 2>/dev/null; [ -z "$failed" ] || echo "$failed"; } | sed 's/^/- /'
  fi
  echo
}
