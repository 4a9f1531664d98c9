#!/usr/bin/env bash
# calls.sh COMPILER: what must compile does, and what must not does not (calls.txt).
source "$(dirname "$0")/lib.sh"
compiler=$1
need_compiler "$compiler"
calls=$here/calls.txt

compiles() {
  { echo '#include "prelude.hpp"'; cat; } |
    "$compiler" "-std=$std" -fsyntax-only "$unlimited" "-I$here" "${includes[@]}" "$@" -x c++ - 2>&1
}

# Lines of one kind, a function each, between functions in which nothing is wrong: a line that swallows its neighbour
# would show there. Messages name the line in calls.txt.
functions() {
  awk -v kind="$1" '
    $0 ~ "^" kind "(:[A-Za-z_]+)?[|]" {
      code = substr($0, index($0, "|") + 1)
      printf "#line %d \"calls.txt\"\nvoid call%d(WITH_EVERYTHING) { %s }\n", NR, NR, code
      printf "#line %d \"between.txt\"\nvoid between%d(WITH_EVERYTHING) { client.info(); }\n", NR, NR
    }' "$calls"
}

unlimited=-fmax-errors=0
[[ $compiler != *clang* ]] || unlimited=-ferror-limit=0
oks=$(grep -c '^ok|' "$calls")
nos=0
for std in "${standards[@]}"; do
  said=$(functions ok | compiles -Wall -Wextra -Werror) ||
    wrong "a call that must compile does not with $compiler $std:"$'\n'"$said"

  # No warnings: then a line that is mentioned has an error.
  said=$(functions no | compiles -w) && wrong "all calls compile with $compiler $std"
  [[ $said != *between.txt:* ]] || wrong "a line spoils its neighbour with $compiler $std:"$'\n'"$said"
  while IFS=: read -r line call; do
    nos=$((nos + 1))
    about=$(grep -B3 -A8 "calls.txt:$line:" <<<"$said") || { wrong "compiles with $compiler $std: ${call#*|}"; continue; }
    kind=${call%%|*}
    [[ $kind == no || $about == *"${kind#no:}"* ]] ||
      wrong "the message does not hold ${kind#no:} with $compiler $std: ${call#*|}"$'\n'"$about"
  done < <(grep -nE '^no(:[A-Za-z_]+)?\|' "$calls")
done
if stray=$(grep -vnE '^(ok\||no(:[A-Za-z_]+)?\||#|$)' "$calls"); then wrong "lines that are none: $stray"; fi
((oks > 0 && nos > 0)) || wrong "calls.txt holds no calls"
finish "$oks lines compile, $((nos / ${#standards[@]})) do not"
