# Sourced: a real Centrifugo for the benchmarks, on a free port of loopback, with the memory engine. Needs servers.sh.

# find_real_server: prints the last v6 of CENTRIFUGO_BIN, else the one on the PATH.
find_real_server() {
  local bin found=
  IFS=: read -ra bins <<<"${CENTRIFUGO_BIN:-$(command -v centrifugo)}"
  for bin in "${bins[@]}"; do
    [ -x "$bin" ] && "$bin" version 2>/dev/null | grep -q 'v6\.' && found=$bin
  done
  [ -n "$found" ] && echo "$found"
}

# real_engine: more members of its configuration. real_history: of its channel options.
real_engine=
real_history=
# start_real_server BIN: starts it on the last core; sets real_address, real_grpc and real_version.
start_real_server() {
  local try port
  real_room=$(mktemp -d)
  real_version=$("$1" version 2>/dev/null | grep -o 'v[0-9.]*' | head -n 1)
  for try in 1 2 3; do
    port=$((20000 + RANDOM % 10000))
    cat >"$real_room/config.json" <<JSON
{"http_server": {"address": "127.0.0.1", "port": $port}, "http_api": {"key": "bench"},
 "grpc_api": {"enabled": true, "address": "127.0.0.1", "port": $((port + 1)), "key": "bench"},
 "channel": {"without_namespace": {$real_history}}, $real_engine
 "client": {"insecure": true}, "uni_http_stream": {"enabled": true}, "usage_stats": {"disabled": true}, "log": {"level": "error"}}
JSON
    "${on_last[@]}" "$1" --config "$real_room/config.json" >"$real_room/log" 2>&1 &
    real_pid=$!
    real_address=http://127.0.0.1:$port
    real_grpc=127.0.0.1:$((port + 1))
    listens $real_pid "$port" && return 0
  done
  cat "$real_room/log" >&2
  return 1
}

stop_real_server() {
  kill $real_pid
  wait $real_pid 2>/dev/null
  rm -rf "$real_room"
  return 0
}
