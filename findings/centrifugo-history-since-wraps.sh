#!/usr/bin/env bash
# Centrifugo 6.9.1, memory engine. Guess: `history` since a position beyond the top is an error, as one of another epoch is.
# Seen: it is success and empty, so a reader that lost its place looks as if nothing were new; and since the greatest
# offset, 2^64 - 1, it is everything, as the server adds one and wraps.
source "$(dirname "$0")/lib.sh"
install_centrifugo
start_centrifugo '"channel":{"without_namespace":{"history_size":10,"history_ttl":"60s"}}'
for n in 1 2 3; do call publish '{"channel":"a","data":'$n'}'; done
epoch=$(sed -n 's/.*"epoch":"\([^"]*\)".*/\1/p' <<<"$answer")
call history '{"channel":"a","limit":10,"since":{"offset":99,"epoch":"'"$epoch"'"}}'
expect '"publications":[]' "a position beyond the top gives publications"
expect_not '"error"' "a position beyond the top is an error"
expect '"offset":3}' "the top is not told"
call history '{"channel":"a","limit":10,"since":{"offset":99,"epoch":"another"}}'
expect '"code":112' "another epoch is no error"
call history '{"channel":"a","limit":10,"since":{"offset":18446744073709551615,"epoch":"'"$epoch"'"}}'
expect '{"data":1,"offset":1}' "the greatest offset gives nothing"
echo "As found: beyond the top is success, and the greatest offset is everything."
