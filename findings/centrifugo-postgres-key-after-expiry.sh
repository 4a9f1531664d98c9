#!/usr/bin/env bash
# Centrifugo 6.9.1 with the PostgreSQL broker. Expected: an idempotency key that is used again after its lifetime is remembered
# again. Seen: it is not, until a worker has removed its old row (every minute, `cleanup_interval`): each repetition is published.
source "$(dirname "$0")/lib.sh"
install_centrifugo
start_postgres
start_centrifugo '"channel":{"without_namespace":{"history_size":10,"history_ttl":"60s"}},"broker":{"enabled":true,
  "type":"postgres","postgres":{"dsn":"postgresql://test@127.0.0.1:'"$postgres_port"'/postgres"}}'
# The server's own function, with a lifetime of 2 s in place of 5 minutes. Prints offset and suppression.
publish() {
  answer=$(sql "SELECT out_channel_offset, out_suppressed FROM cf_stream_publish('a', '1', p_idempotency_key => 'key',
    p_idempotency_ttl => interval '2 seconds')")
  echo "publish with the key: $answer"
}
publish
publish
expect '1|t' "the repetition is published at once"
sleep 3
publish
expect '2|f' "the key outlives its lifetime"
for offset in 3 4; do
  publish
  expect "$offset|f" "the key is remembered again"
done
call history '{"channel":"a","limit":10}'
expect '"offset":4}' "history does not have all four"
echo "As found: a key that was used again after its lifetime suppresses nothing."
