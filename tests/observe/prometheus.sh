#!/usr/bin/env bash
# prometheus.sh SCRAPE_TARGET: a real Prometheus takes what cent writes for it: promtool accepts metrics and alert rules,
# the rules fire when they must, a server scrapes a program, and all expressions of the dashboard find its figures.
: "${CENT_TEST:?}" "${CENT_SOURCE:?}" "${CENT_BUILD:?}"
set -euo pipefail
source "$CENT_SOURCE/tests/support/not-run.sh"
for tool in promtool prometheus curl python3; do
  command -v "$tool" >/dev/null || not_run "$tool is not installed (Debian's packages prometheus, curl, python3)"
done
target=$1
here=$CENT_SOURCE/tests/observe
examples=$CENT_SOURCE/examples/observe
work=$(mktemp -d)
pids=()
end() {
  for pid in ${pids[@]+"${pids[@]}"}; do
    kill "$pid" 2>/dev/null || true
    wait "$pid" 2>/dev/null || true
  done
  rm -rf "$work"
}
trap end EXIT

promtool check rules "$examples/alerts.yml"
promtool test rules "$here/alerts_test.yml"
# It fails for text that is not in the format, and prints advice on names, which is refused here as well.
"$target" --print >"$work/metrics.txt"
advice=$(promtool check metrics <"$work/metrics.txt" 2>&1) || { echo "promtool check metrics: $advice"; exit 1; }
[[ -z $advice ]] || { echo "promtool check metrics: $advice"; exit 1; }

"$target" >"$work/port" &
pids+=($!)
for ((i = 0; i < 100; ++i)); do
  [[ -s $work/port ]] && break
  sleep 0.1
done
port=$(<"$work/port")
cat >"$work/prometheus.yml" <<YML
global:
  scrape_interval: 1s
rule_files: ["$examples/alerts.yml"]
scrape_configs:
  - job_name: app
    static_configs:
      - targets: ["127.0.0.1:$port"]
YML
promtool check config "$work/prometheus.yml" >/dev/null
# Another program may take the free port meanwhile: a few tries.
for attempt in 1 2 3; do
  listen=$(python3 -c 'import socket; s = socket.socket(); s.bind(("127.0.0.1", 0)); print(s.getsockname()[1])')
  prometheus --config.file="$work/prometheus.yml" --storage.tsdb.path="$work/data" \
    --web.listen-address="127.0.0.1:$listen" --log.level=warn &>"$work/prometheus.log" &
  server=$!
  pids+=("$server")
  for ((i = 0; i < 300; ++i)); do
    curl -sf "http://127.0.0.1:$listen/-/ready" >/dev/null && break 2
    kill -0 "$server" 2>/dev/null || break
    sleep 0.1
  done
  [[ $attempt != 3 ]] || { echo "prometheus does not start:"; cat "$work/prometheus.log"; exit 1; }
done
python3 "$here/scrape.py" "http://127.0.0.1:$listen" "127.0.0.1:$port" "$examples/dashboard.json" ||
  { cat "$work/prometheus.log"; exit 1; }
