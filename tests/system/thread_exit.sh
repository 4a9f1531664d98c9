#!/usr/bin/env bash
# thread_exit.sh NM LIBRARY…: no library registers a destructor of a thread. The object that it would destroy could still be used:
# by the destructor of a static object, or by code that was loaded as a plugin.
set -euo pipefail
nm=$1
shift
for library in "$@"; do
  [ -n "$("$nm" -C "$library" | grep -m1 'cent::')" ] || { echo "$library: no symbols to look at" >&2; exit 1; }
  if "$nm" "$library" | grep -E '__(cxa_)?(thread_atexit|tlv_atexit)'; then
    echo "$library registers a destructor of a thread: it has a thread_local object with a destructor" >&2
    exit 1
  fi
done
