# Sourced: what a publish costs a real server with each of its engines, for the planning page.

unit_packages=(redis-server nats-server)

# start_broker NAME PORT: redis or nats, on the core of the server.
start_broker() {
  case $1 in
    redis) exec "${on_last[@]}" redis-server --bind 127.0.0.1 --port "$2" --save '' --appendonly no --daemonize no ;;
    nats) exec "${on_last[@]}" env PATH="$PATH:/usr/sbin" nats-server -a 127.0.0.1 -p "$2" ;;
  esac >"$real_broker_log" 2>&1 &
  broker_pid=$!
}

# units_with ENGINE ROUNDS BIN: memory, redis, nats, and memory_history, redis_history.
units_with() {
  local status=0 port=$((30000 + RANDOM % 2000))
  broker_pid=0 real_engine= real_history= real_broker_log=$(mktemp)
  case $1 in
    redis*) real_engine="\"engine\": {\"type\": \"redis\", \"redis\": {\"address\": \"127.0.0.1:$port\"}}," ;;
    nats) real_engine="\"broker\": {\"enabled\": true, \"type\": \"nats\", \"nats\": {\"url\": \"nats://127.0.0.1:$port\"}}," ;;
  esac
  case $1 in *_history) real_history='"history_size": 100, "history_ttl": "60s"' ;; esac
  [ -z "$real_engine" ] || { start_broker "${1%%_*}" $port; sleep 1; }
  if start_real_server "$3"; then
    "${on_first[@]}" python3 bench/planning/units.py "$1" $real_pid $broker_pid "$real_address" bench $driver "$2" ||
      status=1
    stop_real_server
  else
    status=1
  fi
  [ $broker_pid -eq 0 ] || { kill $broker_pid && wait $broker_pid 2>/dev/null; }
  rm -f "$real_broker_log"
  real_engine= real_history=
  return $status
}

# units: all engines; those that cannot run are named.
units() {
  local engine bin rounds=3
  bin=$(find_real_server) || return 1
  [ $scale = full ] || rounds=1
  echo "server $("$bin" version 2>/dev/null | grep -o 'v[0-9.]*' | head -n 1)"
  for engine in memory memory_history redis redis_history nats; do
    units_with $engine $rounds "$bin" || not_run "unit costs with $engine" "see the output above" >&2
  done
}
