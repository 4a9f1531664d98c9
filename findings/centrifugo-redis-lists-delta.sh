#!/usr/bin/env bash
# Centrifugo 6.9.1 with Debian's Redis 7.0.15 and `history_use_lists`. Expected: `delta` lets the server send only the
# difference to subscribers that ask for it, and changes nothing for others. Seen: of the publications with `delta` only the
# first reaches the subscribers, whether they ask for deltas or not. All are answered with success and are in the history. The
# server's log has an error of the decoder. (Without `history_use_lists` all of them arrive.)
source "$(dirname "$0")/lib.sh"
install_centrifugo
start_redis
start_centrifugo '"channel":{"without_namespace":{"history_size":10,"history_ttl":"60s","allow_subscribe_for_client":true,
  "allow_subscribe_for_anonymous":true}},"client":{"allow_anonymous_connect_without_token":true},"uni_http_stream":
  {"enabled":true},"engine":{"type":"redis","redis":{"address":"redis://127.0.0.1:'"$redis_port"'","history_use_lists":true}}'
curl -sN -d '{"subs":{"price":{}}}' "${api%/api}/connection/uni_http_stream" >"$work/subscriber" &
pids+=($!)
wait_for "The subscriber" grep -q connect "$work/subscriber"
for n in 1 2 3; do call publish '{"channel":"price","data":"delta '$n'","delta":true}'; done
call publish '{"channel":"price","data":"plain 4"}'
wait_for "The last publication" grep -q 'plain 4' "$work/subscriber"
call history '{"channel":"price","limit":10}'
expect 'delta 3' "the history does not have it"
echo "the subscriber got:"
grep '"pub"' "$work/subscriber"
answer=$(cat "$work/subscriber")
expect 'delta 1' "the first does not arrive"
expect_not 'delta 2' "the second arrives"
expect_not 'delta 3' "the third arrives"
grep '"level":"error"' "$work/centrifugo.log"
echo "As found: two publications that were answered with success reached nobody."
