#!/usr/bin/env bash
# Centrifugo 6.9.1. Expected: a batch command with two methods is rejected, or runs both. Seen: one method runs, the other
# is silently dropped, and the reply is success. A client that merges commands into one object loses some.
source "$(dirname "$0")/lib.sh"
install_centrifugo
start_centrifugo '"channel":{"without_namespace":{"history_size":10,"history_ttl":"60s"}}'
call batch '{"commands":[{"publish":{"channel":"a","data":1},"history":{"channel":"a","limit":10}}]}'
expect '{"replies":[{"publish":{"offset":1,' "the publication did not run"
expect_not '"history"' "both methods were answered"
expect_not '"error"' "the command was rejected"
echo "As found: one reply, the second method was dropped."
