#!/usr/bin/env bash
# Centrifugo 6.9.1. Guess: a batch command that names two methods is refused, or runs both. Seen: one of them runs, the
# other is dropped in silence, and the reply is success. Whoever merges commands into one object loses some.
source "$(dirname "$0")/lib.sh"
install_centrifugo
start_centrifugo '"channel":{"without_namespace":{"history_size":10,"history_ttl":"60s"}}'
call batch '{"commands":[{"publish":{"channel":"a","data":1},"history":{"channel":"a","limit":10}}]}'
expect '{"replies":[{"publish":{"offset":1,' "the publication was not the one that ran"
expect_not '"history"' "both methods were answered"
expect_not '"error"' "the command was refused"
echo "As found: one reply, the second method was dropped."
