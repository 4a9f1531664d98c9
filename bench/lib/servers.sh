# Sourced: the servers of the comparisons.

# listens PID PORT: waits until this child process accepts connections there; ends it if it does not.
listens() {
  for _ in $(seq 50); do
    sleep 0.1
    kill -0 "$1" 2>/dev/null || break
    (: >/dev/tcp/127.0.0.1/"$2") 2>/dev/null && return 0
  done
  kill "$1" 2>/dev/null
  wait "$1" 2>/dev/null
  return 1
}

# start_counting_server [COMMAND...]: starts it through COMMAND; sets counting_address.
start_counting_server() {
  local port
  counting_room=$(mktemp -d)
  mkfifo "$counting_room/in"
  "$@" build/release/bench/cent-bench-server <"$counting_room/in" >"$counting_room/port" &
  counting_pid=$!
  exec {counting_in}>"$counting_room/in"
  for _ in $(seq 50); do
    port=$(cat "$counting_room/port")
    [ -n "$port" ] && break
    sleep 0.1
  done
  counting_address=http://127.0.0.1:$port
  [ -n "$port" ]
}
stop_counting_server() {
  exec {counting_in}>&-
  wait $counting_pid
  rm -rf "$counting_room"
}

# start_dev_server: starts cent's dev server, whose key is api_key, on the first core; sets dev_address.
start_dev_server() {
  dev_log=$(mktemp)
  "${on_first[@]}" build/release/testing/dev_server/cent-dev-server >"$dev_log" &
  dev_pid=$!
  for _ in $(seq 100); do
    dev_address=$(grep -o 'http://[0-9.:]*' "$dev_log") && return 0
    sleep 0.1
  done
  kill $dev_pid
  return 1
}
stop_dev_server() {
  kill $dev_pid
  wait $dev_pid 2>/dev/null
  rm -f "$dev_log"
  return 0
}

# start_tls_server: starts nginx, which answers every request with a short reply; sets tls_address and tls_ca.
start_tls_server() {
  local port kind
  tls_room=$(mktemp -d)
  tls_ca=$tls_room/cert.pem
  openssl req -x509 -newkey ec -pkeyopt ec_paramgen_curve:P-256 -nodes -days 30 -subj /CN=127.0.0.1 \
    -addext subjectAltName=IP:127.0.0.1 -keyout "$tls_room/key.pem" -out "$tls_ca" 2>/dev/null || return 1
  for _ in 1 2 3; do
    port=$((20000 + RANDOM % 10000))
    { echo "daemon off; master_process off; pid $tls_room/pid; events { worker_connections 256; }"
      echo "http { access_log off; default_type application/json;"
      for kind in client_body proxy fastcgi uwsgi scgi; do echo "${kind}_temp_path $tls_room/$kind;"; done
      echo "server { listen 127.0.0.1:$port ssl; keepalive_requests 1000000000; keepalive_time 1d;"
      echo "ssl_certificate $tls_ca; ssl_certificate_key $tls_room/key.pem;"
      echo "location / { return 200 '{\"result\":{}}'; } } }"
    } >"$tls_room/conf"
    "${on_first[@]}" env PATH="$PATH:/usr/sbin" nginx -p "$tls_room" -c "$tls_room/conf" -e "$tls_room/log" &
    tls_pid=$!
    tls_address=https://127.0.0.1:$port
    listens $tls_pid "$port" && return 0
  done
  cat "$tls_room/log" >&2
  return 1
}
stop_tls_server() {
  kill $tls_pid
  wait $tls_pid 2>/dev/null
  rm -rf "$tls_room"
  return 0
}

# start_postgres: starts Debian's PostgreSQL in a folder of its own, without waiting for the disk; sets postgres_address. It
# refuses to run as root, and then runs as nobody.
start_postgres() {
  local port programs as_user=()
  programs=$(find /usr/lib/postgresql/*/bin -name initdb -printf '%h\n' 2>/dev/null | sort -V | tail -n 1)
  [ -n "$programs" ] || return 1
  postgres_room=$(mktemp -d)
  mkdir "$postgres_room/data" && chmod 755 "$postgres_room"
  if [ "$(id -u)" -eq 0 ]; then
    as_user=(setpriv --reuid=nobody --regid=nogroup --clear-groups)
    chown nobody:nogroup "$postgres_room/data"
  fi
  (cd "$postgres_room/data" && "${as_user[@]}" "$programs/initdb" -D db -U bench -A trust --no-sync) >"$postgres_room/log" ||
    return 1
  for _ in 1 2 3; do
    port=$((20000 + RANDOM % 10000))
    "${on_first[@]}" "${as_user[@]}" "$programs/postgres" -D "$postgres_room/data/db" -p $port -c listen_addresses=127.0.0.1 \
      -c unix_socket_directories= -c fsync=off -c jit=off >>"$postgres_room/log" 2>&1 &
    postgres_pid=$!
    postgres_address=postgresql://bench@127.0.0.1:$port/postgres
    listens $postgres_pid $port && sleep 1 && return 0
  done
  cat "$postgres_room/log" >&2
  return 1
}
stop_postgres() {
  kill -QUIT $postgres_pid
  wait $postgres_pid 2>/dev/null
  rm -rf "$postgres_room"
  return 0
}

# A real Centrifugo for the benchmarks, on a free port of loopback, with the memory engine.

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
