#!/usr/bin/env bash
# Centrifugo 6.9.1 with Debian's Redis 7.0.15. Expected: `version` is an unsigned 64-bit number, as documented, so each
# larger one is newer. Seen: Redis compares versions as floating point. Above 2^53 neighbours are equal, and the newer
# publication is dropped with success. A time in nanoseconds is that large. The memory engine compares exactly.
source "$(dirname "$0")/lib.sh"
install_centrifugo
install_debian redis-tools=5:7.0.15-1~deb12u10 libjemalloc2=5.3.0-1 liblzf1=3.6-3 libatomic1=12.2.0-14+deb12u1
port=$(free_port)
cp "$work/debian/usr/bin/redis-check-rdb" "$work/redis-server" # one program with two names
LD_LIBRARY_PATH=$(library_folder liblzf.so.1) "$work/redis-server" --bind 127.0.0.1 --port "$port" --save '' \
  --dir "$work" >"$work/redis.log" 2>&1 &
pids+=($!)
wait_for Redis bash -c "exec 3<>/dev/tcp/127.0.0.1/$port"
start_centrifugo '"channel":{"without_namespace":{"history_size":10,"history_ttl":"60s"}},
  "engine":{"type":"redis","redis":{"address":"redis://127.0.0.1:'"$port"'"}}'
call publish '{"channel":"price","data":"older","version":9007199254740992}'
call publish '{"channel":"price","data":"newer","version":9007199254740993}'
call history '{"channel":"price","limit":10}'
expect_not newer "2^53 + 1 is newer than 2^53"
call publish '{"channel":"price","data":"much newer","version":9007199254740994}'
expect '"offset":2,' "2^53 + 2 is not newer than 2^53"
echo "As found: a newer version was dropped, and the answer was success."
