# Sourced by scripts/demo: starts the demo's servers on free ports of loopback, in a temporary folder. They are stopped with
# the script, each by its pid.

demo_folder=$(mktemp -d)
demo_pids=()
killed_node= # the pid of the node that the demo kills

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

random_text() { od -An -N16 -tx1 /dev/urandom | tr -d ' \n'; }

# own_settings KEY SECRET: settings of the user are for other servers.
own_settings() {
  unset CENT_API_KEY_FILE CENT_TOKEN_SECRET_FILE CENT_PROTOCOL CENT_TIMEOUT
  export CENT_API_KEY=$1 CENT_TOKEN_SECRET=$2 XDG_CONFIG_HOME=$demo_folder
  CENT_URL=
}

start_dev_server() {
  local log=$demo_folder/log
  own_settings api_key secret # its defaults
  begin "$log" "$CENT_PROGRAM" dev
  wait_for "$log" grep -o 'http://[0-9.:]*' "$log"
  CENT_URL=$(grep -o 'http://[0-9.:]*' "$log" | head -n 1)
  echo "cent's dev server, for development only, runs at $CENT_URL."
  echo "In a browser, this address shows what the demo does."
}

# start_node [REDIS-PORT]: starts a real Centrifugo with secrets for this run only, and adds it to CENT_URL.
start_node() {
  local port engine=
  port=$(free_port)
  [ -z "${1:-}" ] || engine="\"engine\": {\"type\": \"redis\", \"redis\": {\"address\": \"redis://127.0.0.1:$1\"}},"
  cat >"$demo_folder/$port.json" <<CONFIGURATION
{
  "http_server": {"address": "127.0.0.1", "port": $port},
  "http_api": {"key": "$CENT_API_KEY"},
  "client": {"token": {"hmac_secret_key": "$CENT_TOKEN_SECRET"}, "queue_max_size": 67108864},
  "channel": {"without_namespace": {"presence": true, "history_size": 100000, "history_ttl": "300s"}},
  "uni_http_stream": {"enabled": true},
  $engine
  "usage_stats": {"disabled": true}
}
CONFIGURATION
  begin "$demo_folder/$port.log" "$CENT_CENTRIFUGO" -c "$demo_folder/$port.json"
  wait_for "$demo_folder/$port.log" listens "$port"
  CENT_URL=${CENT_URL:+$CENT_URL,}http://127.0.0.1:$port
}

start_cluster() {
  local redis
  redis=$(free_port)
  begin "$demo_folder/redis.log" redis-server --bind 127.0.0.1 --port "$redis" --save '' --dir "$demo_folder"
  wait_for "$demo_folder/redis.log" listens "$redis"
  start_node "$redis"
  killed_node=${demo_pids[-1]}
  start_node "$redis"
}

start_real() {
  own_settings "$(random_text)" "$(random_text)"
  if [ $where = cluster ]; then start_cluster; else start_node; fi
  echo "$("$CENT_CENTRIFUGO" version | head -n 1) runs at ${CENT_URL//,/ and }."
}
