#!/usr/bin/env bash
# Centrifugo 6.9.1 with Debian's PostgreSQL 15. Expected: the PostgreSQL outbox consumer keeps a row that it cannot execute,
# or logs a row that it drops. Seen: it deletes a row with an unknown method ("batch", "map_publish", "PUBLISH" in capitals)
# like an executed one, and logs one info line that names neither method nor row.
source "$(dirname "$0")/lib.sh"
install_centrifugo
install_debian postgresql-15=15.20-0+deb12u1 postgresql-client-15=15.20-0+deb12u1 libpq5=15.20-0+deb12u1
chmod 755 "$work"
bin=$work/debian/usr/lib/postgresql/15/bin
libraries=$(library_folder libpq.so.5)
"$bin/postgres" --version
# PostgreSQL refuses to run as root.
as_user() {
  if [ "$(id -u)" -eq 0 ]; then set -- setpriv --reuid=nobody --regid=nogroup --clear-groups "$@"; fi
  LD_LIBRARY_PATH=$libraries "$@"
}
mkdir "$work/data" && chmod 777 "$work/data"
as_user "$bin/initdb" -D "$work/data/db" -U test -A trust --no-sync >"$work/initdb.log"
port=$(free_port)
as_user "$bin/postgres" -D "$work/data/db" -p "$port" -c listen_addresses=127.0.0.1 -c unix_socket_directories= \
  -c fsync=off -c jit=off >"$work/postgres.log" 2>&1 &
pids+=($!)
sql() { LD_LIBRARY_PATH=$libraries "$bin/psql" -h 127.0.0.1 -p "$port" -U test -d postgres -Atqc "$1"; }
wait_for PostgreSQL sql 'SELECT 1'
sql 'CREATE TABLE outbox (id bigserial PRIMARY KEY, method text NOT NULL, payload jsonb NOT NULL,
  partition bigint NOT NULL DEFAULT 0, created_at timestamptz NOT NULL DEFAULT now())'
start_centrifugo '"channel":{"without_namespace":{"history_size":10,"history_ttl":"60s"}},
  "consumers":[{"enabled":true,"name":"outbox","type":"postgresql","postgresql":{
    "dsn":"postgresql://test@127.0.0.1:'"$port"'/postgres","outbox_table_name":"outbox","num_partitions":1,
    "partition_select_limit":100,"partition_poll_interval":"100ms"}}]'
for method in PUBLISH batch map_publish publish; do
  sql "INSERT INTO outbox (method, payload) VALUES ('$method', '{\"channel\":\"a\",\"data\":\"by $method\"}')"
done
emptied() { [ "$(sql 'SELECT count(*) FROM outbox')" = 0 ]; }
wait_for "the consumer's last row" emptied
call history '{"channel":"a","limit":10}'
expect '"offset":1}' "not exactly one row was executed"
expect 'by publish' "the row with a known method was not executed"
echo "The server's log about the other three rows:"
grep -i 'method' "$work/centrifugo.log" | sed 's/,"time":"[^"]*"//' | sort | uniq -c
if grep -E 'PUBLISH|map_publish' "$work/centrifugo.log"; then echo "CHANGED: the log names the method"; exit 1; fi
echo "As found: three rows were deleted without effect, and the log names none of them."
