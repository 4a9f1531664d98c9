#!/usr/bin/env bash
# Centrifugo 6.9.1 with Debian's Redis 7.0.15. Expected: `version` is an unsigned 64-bit number, as documented, so each
# larger one is newer. Seen: Redis compares versions as floating point. Above 2^53 neighbours are equal, and the newer
# publication is dropped with success. A time in nanoseconds is that large. The memory engine compares exactly.
source "$(dirname "$0")/lib.sh"
install_centrifugo
start_redis
start_centrifugo '"channel":{"without_namespace":{"history_size":10,"history_ttl":"60s"}},
  "engine":{"type":"redis","redis":{"address":"redis://127.0.0.1:'"$redis_port"'"}}'
call publish '{"channel":"price","data":"older","version":9007199254740992}'
call publish '{"channel":"price","data":"newer","version":9007199254740993}'
call history '{"channel":"price","limit":10}'
expect_not newer "2^53 + 1 is newer than 2^53"
call publish '{"channel":"price","data":"much newer","version":9007199254740994}'
expect '"offset":2,' "2^53 + 2 is not newer than 2^53"
echo "As found: a newer version was dropped, and the answer was success."
