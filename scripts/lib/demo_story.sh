# Sourced by scripts/demo: the commands that it shows.

# On a running server, other names than those of its users and channels.
demo_mark=
[ $where != running ] || demo_mark=demo-$RANDOM-
chat=${demo_mark}chat lobby=${demo_mark}lobby burst=${demo_mark}burst user=${demo_mark}ada
publications=50000

bold= plain=
[ ! -t 1 ] || [ -n "${NO_COLOR:-}" ] || { bold=$'\e[1m' plain=$'\e[0m'; }
say() { echo && printf "%s\n" "$@"; }

# expect STATUS COMMAND: prints a command and runs it. Another exit code than STATUS ends the demo with that code.
expect() {
  local status=0
  printf '\n%s$ %s%s\n' "$bold" "$2" "$plain"
  (eval "$2") || status=$?
  [ $status -eq 0 ] || echo "(exit code $status)"
  ended_as "$1" $status
}
run() { expect 0 "$1"; }
ended_as() { # EXPECTED STATUS
  [ "$1" -ne "$2" ] || return 0
  echo "demo: this step failed: exit code $2, not $1" >&2
  [ "$2" -eq 0 ] && exit 1 || exit "$2"
}

# follow CHANNEL COMMAND: runs `cent tail` in the background; returns when it is subscribed.
follow() {
  local stats
  printf '\n%s$ %s &%s\n' "$bold" "$2" "$plain"
  eval "$2 &"
  tail_pid=$!
  demo_pids+=($tail_pid)
  for _ in $(seq 200); do
    stats=$(cent presence-stats "$1" --output json)
    [[ $stats != *'"num_clients":'[1-9]* ]] || return 0
    kill -0 $tail_pid 2>/dev/null || break
    sleep 0.1
  done
  expect_tail 0
}
# expect_tail STATUS: waits until `cent tail` ends, at most a minute.
expect_tail() {
  local status=0
  for _ in $(seq 600); do
    kill -0 $tail_pid 2>/dev/null || break
    sleep 0.1
  done
  kill $tail_pid 2>/dev/null && echo 'demo: cent tail did not end by itself' >&2 && exit 1
  wait $tail_pid || status=$?
  [ $status -eq 0 ] || echo "(cent tail ended with exit code $status)"
  ended_as "$1" $status
}

tell_story() {
  say 'Address and key come from the environment, as in your shell:'
  echo
  say_environment
  run 'cent watch --once'

  say 'A subscriber in the background shows what arrives while commands publish:'
  follow "$chat" "cent tail $chat --user $user"
  run "cent publish $chat '{\"text\":\"hello\"}'"
  run "cent broadcast '{\"text\":\"to both\"}' $chat $lobby"
  say 'Sent twice with the same key, published once (the same offset):'
  run "cent publish $chat '\"paid\"' --idempotency-key order-17"
  run "cent publish $chat '\"paid\"' --idempotency-key order-17"
  run "cent history $chat --all"
  run "cent presence $chat"
  run 'cent channels'
  say 'The exit code is the outcome: 0 applied, 1 refused, 3 not sent, 4 unknown.'
  expect 1 "cent publish nobody:knows '\"lost\"'"
  say 'The server closes the connections of the user, which ends the subscriber:'
  run "cent disconnect $user"
  expect_tail 1
  run "cent history-remove $chat"

  tell_burst
  say 'All steps succeeded. Where to go on:' \
    '  docs/guide/command-line.md     all that cent can do in a shell, and cent --help' \
    '  docs/guide/getting-started.md  the C++ library, which cent is made with' \
    '  cent dev --port 8000           a dev server of your own, with a page to look at'
}

tell_burst() {
  local count input="cent publish $burst - <numbers"
  count=$(sed 's/...$/,&/' <<<$publications)
  if [ -z "$killed_node" ]; then
    say "$count publications to one channel, each with an outcome of its own:"
  else
    say "$count publications to one channel, while the node of the first address is killed:"
    input="(head -n 25000 numbers; kill -9 $killed_node; tail -n +25001 numbers) |
    cent publish $burst -"
  fi
  run "seq $publications >numbers"
  follow "$burst" "cent tail $burst --count $publications >received"
  run "$input"
  expect_tail 0
  say 'The subscriber has every line once and in order:'
  run 'wc -l received'
  run "sed 's/.*\"data\"://; s/[^0-9].*//' received | cmp - numbers && echo the same"
}

say_environment() {
  echo "export PATH=${CENT_PROGRAM%/*}:\$PATH"
  if [ $where = running ]; then
    echo "export CENT_URL=$CENT_URL  # and the key and the secret that you set"
  else
    printf 'export %s\n' "CENT_URL=$CENT_URL" "CENT_API_KEY=$CENT_API_KEY" "CENT_TOKEN_SECRET=$CENT_TOKEN_SECRET"
  fi
}
