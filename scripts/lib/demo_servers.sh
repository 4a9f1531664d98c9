# Sourced by scripts/demo: starts the demo's servers on free ports of loopback, in a temporary folder. They are stopped with
# the script, each by its pid.

demo_folder=$(mktemp -d)
demo_pids=()
demo_address=   # of the server started last
demo_arguments=() # for cent-demo

end_servers() {
  local pid
  for pid in "${demo_pids[@]}"; do kill "$pid" 2>/dev/null || true; done
  for _ in $(seq 100); do
    kill -0 "${demo_pids[@]}" 2>/dev/null || break
    sleep 0.05
  done
  rm -rf "$demo_folder"
}
trap end_servers EXIT

# begin LOG COMMAND...: starts it in the background; its pid is demo_pids[-1].
begin() {
  local log=$1
  shift
  "$@" >"$log" 2>&1 &
  demo_pids+=($!)
  disown # otherwise bash would report the node that the demo kills
}

# wait_for LOG COMMAND...: runs the command until it succeeds. Shows the log if the server exits first or takes too long.
wait_for() {
  local log=$1
  shift
  for _ in $(seq 600); do
    "$@" >/dev/null 2>&1 && return 0
    kill -0 "${demo_pids[-1]}" 2>/dev/null || break
    sleep 0.05
  done
  echo "The server did not start:" >&2
  tail -n 5 "$log" >&2
  return 1
}

free_port() { # outside the range of the system's ephemeral ports
  local port
  while port=$((20000 + RANDOM % 10000)); (: <"/dev/tcp/127.0.0.1/$port") 2>/dev/null; do :; done
  echo "$port"
}
listens() { (: <"/dev/tcp/127.0.0.1/$1"); }

start_dev_server() {
  local log=$demo_folder/log
  begin "$log" build/demo/testing/dev_server/cent-dev-server
  wait_for "$log" grep -o 'http://[0-9.:]*' "$log"
  demo_address=$(grep -o 'http://[0-9.:]*' "$log" | head -n 1)
  echo "cent's dev server (for development only) runs at $demo_address; its page shows a channel live in a browser."
}

# start_node [REDIS-PORT]: starts a real Centrifugo with secrets for this run only.
start_node() {
  local port engine=
  port=$(free_port)
  [ -z "${1:-}" ] || engine="\"engine\": {\"type\": \"redis\", \"redis\": {\"address\": \"redis://127.0.0.1:$1\"}},"
  cat >"$demo_folder/$port.json" <<CONFIGURATION
{
  "http_server": {"address": "127.0.0.1", "port": $port},
  "http_api": {"key": "$demo_key"},
  "client": {"token": {"hmac_secret_key": "$demo_secret"}, "queue_max_size": 67108864},
  "channel": {"without_namespace": {"presence": true, "history_size": 100, "history_ttl": "300s"}},
  "uni_http_stream": {"enabled": true},
  $engine
  "usage_stats": {"disabled": true}
}
CONFIGURATION
  begin "$demo_folder/$port.log" "$CENT_CENTRIFUGO" -c "$demo_folder/$port.json"
  wait_for "$demo_folder/$port.log" listens "$port"
  demo_address=http://127.0.0.1:$port
}

start_real_server() {
  start_node
  echo "$("$CENT_CENTRIFUGO" version | head -n 1) runs at $demo_address."
}

start_cluster() {
  local redis first
  redis=$(free_port)
  begin "$demo_folder/redis.log" redis-server --bind 127.0.0.1 --port "$redis" --save '' --dir "$demo_folder"
  wait_for "$demo_folder/redis.log" listens "$redis"
  start_node "$redis"
  first=$demo_address
  demo_arguments=(--node "$first" --kill "${demo_pids[-1]}")
  start_node "$redis"
  echo "$("$CENT_CENTRIFUGO" version | head -n 1) runs at $first and $demo_address, with Redis on port $redis."
}
