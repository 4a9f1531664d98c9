#!/usr/bin/env bash
# Centrifugo 6.9.1, memory engine. Expected: `history` since a position beyond the top is an error, like one of another
# epoch. Seen: it returns success and nothing, so a reader that lost its position seems up to date. Since the greatest offset,
# 2^64 - 1, it returns everything, because the server adds one and wraps around.
source "$(dirname "$0")/lib.sh"
install_centrifugo
start_centrifugo '"channel":{"without_namespace":{"history_size":10,"history_ttl":"60s"}}'
for n in 1 2 3; do call publish '{"channel":"a","data":'$n'}'; done
epoch=$(sed -n 's/.*"epoch":"\([^"]*\)".*/\1/p' <<<"$answer")
call history '{"channel":"a","limit":10,"since":{"offset":99,"epoch":"'"$epoch"'"}}'
expect '"publications":[]' "a position beyond the top returns publications"
expect_not '"error"' "a position beyond the top is an error"
expect '"offset":3}' "the top is missing in the answer"
call history '{"channel":"a","limit":10,"since":{"offset":99,"epoch":"another"}}'
expect '"code":112' "another epoch is not an error"
call history '{"channel":"a","limit":10,"since":{"offset":18446744073709551615,"epoch":"'"$epoch"'"}}'
expect '{"data":1,"offset":1}' "the greatest offset returns nothing"
echo "As found: a position beyond the top returns success, and the greatest offset returns everything."
