#!/usr/bin/env bash
# Centrifugo 6.9.1, memory engine. Expected: an idempotency key applies to its channel only. Seen: the server joins channel and
# key with "_", so the key "17_paid" in "orders" equals "paid" in "orders_17"; the second publication is answered with
# success, with the first one's offset and epoch, and is never published. (Redis joins with "."; the PostgreSQL broker keeps
# channels apart.)
source "$(dirname "$0")/lib.sh"
install_centrifugo
start_centrifugo '"channel":{"without_namespace":{"history_size":10,"history_ttl":"60s"}}'
call publish '{"channel":"orders","data":"first","idempotency_key":"17_paid"}'
first=$answer
call publish '{"channel":"orders_17","data":"second","idempotency_key":"paid"}'
[ "$answer" = "$first" ] || { echo "CHANGED: the second publication has its own result"; exit 1; }
call history '{"channel":"orders_17","limit":10}'
expect '"publications":[]' "the second publication is in the history"
call publish '{"channel":"orders_17","data":"third","idempotency_key":"paid_late"}'
expect '"offset":1,' "a publication with a key that does not collide was not the first in its channel"
echo "As found: a key of one channel suppressed a publication to another, and the answer was success."
