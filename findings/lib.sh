# Sourced by each finding: a temporary folder with pinned packages, servers on loopback, and checks of the answers.
set -euo pipefail
export LC_ALL=C CENTRIFUGO_USAGE_STATS_DISABLED=true
work=$(mktemp -d)
pids=()
finish() {
  local pid
  for pid in "${pids[@]}"; do kill "$pid" 2>/dev/null || true; done
  wait 2>/dev/null || true
  rm -rf "$work"
}
trap finish EXIT

# Builds the tests' version of Centrifugo in the temporary folder.
source "$(dirname "${BASH_SOURCE[0]}")/../scripts/lib/centrifugo.sh"
install_centrifugo() {
  echo "Building Centrifugo v$centrifugo_version (two to four minutes without Go's build cache) ..."
  centrifugo_build go "$work" "$work/build.log"
  "$work/centrifugo" version
}

# install_debian NAME=VERSION...: unpacks Debian packages into $work/debian, without installing them.
install_debian() {
  local package
  mkdir -p "$work/debian"
  for package in "$@"; do
    (cd "$work" && apt-get -o APT::Sandbox::User=root download -q "$package" >/dev/null && dpkg-deb -x ./*.deb debian && rm ./*.deb)
    echo "Debian $package"
  done
}

# start_postgres: Debian's PostgreSQL 15. Sets postgres_port; then `sql TEXT` prints rows.
start_postgres() {
  install_debian postgresql-15=15.20-0+deb12u1 postgresql-client-15=15.20-0+deb12u1 libpq5=15.20-0+deb12u1
  chmod 755 "$work"
  postgres=$work/debian/usr/lib/postgresql/15/bin
  postgres_libraries=$(library_folder libpq.so.5)
  "$postgres/postgres" --version
  mkdir "$work/data" && chmod 777 "$work/data"
  as_postgres "$postgres/initdb" -D "$work/data/db" -U test -A trust --no-sync >"$work/initdb.log"
  postgres_port=$(free_port)
  as_postgres "$postgres/postgres" -D "$work/data/db" -p "$postgres_port" -c listen_addresses=127.0.0.1 \
    -c unix_socket_directories= -c fsync=off -c jit=off >"$work/postgres.log" 2>&1 &
  pids+=($!)
  wait_for PostgreSQL sql 'SELECT 1'
}
# PostgreSQL refuses to run as root.
as_postgres() {
  if [ "$(id -u)" -eq 0 ]; then set -- setpriv --reuid=nobody --regid=nogroup --clear-groups "$@"; fi
  LD_LIBRARY_PATH=$postgres_libraries "$@"
}
sql() { LD_LIBRARY_PATH=$postgres_libraries "$postgres/psql" -h 127.0.0.1 -p "$postgres_port" -U test -d postgres -Atqc "$1"; }

# start_redis: Debian's Redis 7.0. Sets redis_port.
start_redis() {
  install_debian redis-tools=5:7.0.15-1~deb12u10 libjemalloc2=5.3.0-1 liblzf1=3.6-3 libatomic1=12.2.0-14+deb12u1
  redis_port=$(free_port)
  cp "$work/debian/usr/bin/redis-check-rdb" "$work/redis-server" # one program with two names
  LD_LIBRARY_PATH=$(library_folder liblzf.so.1) "$work/redis-server" --bind 127.0.0.1 --port "$redis_port" --save '' \
    --dir "$work" >"$work/redis.log" 2>&1 &
  pids+=($!)
  wait_for Redis bash -c "exec 3<>/dev/tcp/127.0.0.1/$redis_port"
}

# library_folder NAME: prints the folder of this library in the unpacked packages.
library_folder() { dirname "$(find "$work/debian" -name "$1" | head -n 1)"; }

free_port() { python3 -c 'import socket; s = socket.socket(); s.bind(("127.0.0.1", 0)); print(s.getsockname()[1])'; }

# wait_for NAME COMMAND...: runs the command until it succeeds, at most 30 s.
wait_for() {
  local name=$1 end=$((SECONDS + 30))
  shift
  until "$@" >/dev/null 2>&1; do
    [ $SECONDS -lt $end ] || { echo "$name: not ready after 30 s"; exit 1; }
    sleep 0.1
  done
}

# start_centrifugo MEMBERS: starts it with these members of its JSON configuration added. Sets api.
start_centrifugo() {
  local port
  port=$(free_port)
  printf '{"http_server":{"address":"127.0.0.1","port":"%s"},"http_api":{"insecure":true},"health":{"enabled":true},%s}' \
    "$port" "$1" >"$work/config.json"
  "$work/centrifugo" -c "$work/config.json" >"$work/centrifugo.log" 2>&1 &
  pids+=($!)
  api=http://127.0.0.1:$port/api
  wait_for Centrifugo curl -fs "http://127.0.0.1:$port/health"
}

# call METHOD PARAMS: prints the answer and stores it in $answer.
call() {
  answer=$(curl -s --max-time 10 -d "$2" "$api/$1")
  echo "$1 $2"
  echo "  $answer"
}

# expect TEXT REPORT: fails with REPORT unless the last answer contains TEXT; expect_not: if it does.
expect() { [[ $answer == *"$1"* ]] || { echo "CHANGED: $2"; exit 1; }; }
expect_not() { [[ $answer != *"$1"* ]] || { echo "CHANGED: $2"; exit 1; }; }
