#!/usr/bin/env bash
# Centrifugo 6.9.1 with Debian's nats-server 2.9.10. Expected: a channel name that is too long for NATS fails by itself. Seen:
# the publication is answered with success, nats-server closes the node's connection because its control line is above 4 kB,
# and the node never connects again: each later publication to any channel gets error 100, its subscribers stay connected
# and get nothing, and /health still says that all is well. Only a restart of the node helps.
source "$(dirname "$0")/lib.sh"
install_centrifugo
install_debian nats-server=2.9.10-1+b3
port=$(free_port)
"$work/debian/usr/sbin/nats-server" -a 127.0.0.1 -p "$port" >"$work/nats.log" 2>&1 &
pids+=($!)
wait_for NATS bash -c "exec 3<>/dev/tcp/127.0.0.1/$port"
start_centrifugo '"broker":{"enabled":true,"type":"nats","nats":{"url":"nats://127.0.0.1:'"$port"'"}}'
call publish '{"channel":"news","data":1}'
expect '{"result":{}}' "a publication does not succeed"
call publish "{\"channel\":\"$(printf 'x%.0s' {1..5000})\",\"data\":1}" | cut -c 1-60
for seconds in 1 10 30; do
  sleep $seconds
  call publish '{"channel":"news","data":2}'
  expect '"code":100' "the node publishes again"
done
grep -o 'maximum control line exceeded[^,]*, max_control_line [0-9]*' "$work/nats.log"
answer=$(curl -s "${api%/api}/health")
echo "/health: $answer"
expect '{}' "/health reports it"
echo "As found: one publication has disabled the node."
