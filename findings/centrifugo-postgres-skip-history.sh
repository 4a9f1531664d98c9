#!/usr/bin/env bash
# Centrifugo 6.9.1 with the PostgreSQL broker. Expected: a publication with `skip_history` is not kept in the history, as with
# memory and Redis. Seen: it has an offset, and `history` returns it; only the reply has no position.
source "$(dirname "$0")/lib.sh"
install_centrifugo
start_postgres
start_centrifugo '"channel":{"without_namespace":{"history_size":10,"history_ttl":"60s"}},"broker":{"enabled":true,
  "type":"postgres","postgres":{"dsn":"postgresql://test@127.0.0.1:'"$postgres_port"'/postgres"}}'
call publish '{"channel":"a","data":"kept"}'
call publish '{"channel":"a","data":"skipped","skip_history":true}'
expect '{"result":{}}' "the reply has a position"
call history '{"channel":"a","limit":10}'
expect '{"data":"skipped","offset":2}' "the publication is not in the history"
echo "As found: a publication with skip_history is in the history."
