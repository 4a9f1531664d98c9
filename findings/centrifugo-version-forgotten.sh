#!/usr/bin/env bash
# Centrifugo 6.9.1, memory engine. Expected: a channel that holds version 5 ignores version 5 from then on. Seen: a
# publication without a version makes the channel forget it, and version 5 is published again. A publication of another
# epoch has the same effect. (With Redis an unversioned publication does not change the version.)
source "$(dirname "$0")/lib.sh"
install_centrifugo
start_centrifugo '"channel":{"without_namespace":{"history_size":10,"history_ttl":"60s"}}'
call publish '{"channel":"price","data":5,"version":5}'
call publish '{"channel":"price","data":5,"version":5}'
call history '{"channel":"price","limit":10}'
expect '"offset":1}' "a repeated version is published although nothing came between"
call publish '{"channel":"price","data":"no version"}'
call publish '{"channel":"price","data":5,"version":5}'
expect '"offset":3,' "version 5 is ignored after an unversioned publication"
call publish '{"channel":"rate","data":"x5","version":5,"version_epoch":"x"}'
call publish '{"channel":"rate","data":"y1","version":1,"version_epoch":"y"}'
call publish '{"channel":"rate","data":"x5","version":5,"version_epoch":"x"}'
expect '"offset":3,' "version 5 of epoch x is ignored after another epoch"
echo "As found: the same version was published twice."
