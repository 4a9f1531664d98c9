#!/usr/bin/env bash
# styles.sh: 20,000 messages in each style of calling, by an installed cent, to a real Centrifugo.
source "$(dirname "$0")/lib.sh"
source "$CENT_SOURCE/scripts/lib/centrifugo.sh"
need g++
[[ -e /usr/include/boost/asio.hpp ]] || not_run "Boost.Asio is not installed (libboost-dev)"
server=
for program in $(tr : " " <<<"${CENTRIFUGO_BIN:-}") "$centrifugo_cache/centrifugo-$centrifugo_version" "$(command -v centrifugo || true)"; do
  ! centrifugo_is "$program" || { server=$program && break; }
done
[[ -n $server ]] || not_run "there is no Centrifugo v$centrifugo_version"

fresh styles
quietly cmake -S "$here/styles" -B "$work/styles/build" -DCMAKE_PREFIX_PATH="$work/prefix-shared" \
  -DCMAKE_COMPILE_WARNING_AS_ERROR=ON -DCMAKE_CXX_FLAGS="$warnings"
quietly cmake --build "$work/styles/build"

folder=$(mktemp -d) pid=
trap '[[ -z $pid ]] || kill "$pid"; rm -rf "$folder"' EXIT
for _ in $(seq 10); do # another program may take the port first
  port=$((20000 + RANDOM % 10000))
  cat >"$folder/config.json" <<CONFIGURATION
{
  "http_server": {"address": "127.0.0.1", "port": $port},
  "http_api": {"key": "key-of-styles"},
  "channel": {"without_namespace": {"history_size": 30000, "history_ttl": "600s"}},
  "usage_stats": {"disabled": true}
}
CONFIGURATION
  "$server" -c "$folder/config.json" >"$folder/log" 2>&1 &
  pid=$!
  for _ in $(seq 200); do
    ! (: <"/dev/tcp/127.0.0.1/$port") 2>/dev/null || break
    kill -0 "$pid" 2>/dev/null || break
    sleep 0.05
  done
  if kill -0 "$pid" 2>/dev/null; then break; fi
  pid=
done
[[ -n $pid ]] || fail "the server did not start: $(tail -n 3 "$folder/log")"
LD_LIBRARY_PATH=$(libdir "$work/prefix-shared") timeout 600 "$work/styles/build/styles" "http://127.0.0.1:$port" key-of-styles ||
  fail "a style lost messages, or doubled them"
