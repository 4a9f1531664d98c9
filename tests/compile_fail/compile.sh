#!/usr/bin/env bash
# compile.sh TEST COMPILER: what a compiler must accept, and what it must reject. Each function is one test.
source "$(dirname "$0")/lib.sh"

# Calls that must compile do, and those that must not do not (calls.txt).
calls() {
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
      about=$(grep -B8 -A8 "calls.txt:$line:" <<<"$said") || { wrong "compiles with $compiler $std: ${call#*|}"; continue; }
      kind=${call%%|*}
      [[ $kind == no || $about == *"${kind#no:}"* ]] ||
        wrong "the message does not hold ${kind#no:} with $compiler $std: ${call#*|}"$'\n'"$about"
    done < <(grep -nE '^no(:[A-Za-z_]+)?\|' "$calls")
  done
  if stray=$(grep -vnE '^(ok\||no(:[A-Za-z_]+)?\||#|$)' "$calls"); then wrong "lines that are none: $stray"; fi
  ((oks > 0 && nos > 0)) || wrong "calls.txt holds no calls"
  finish "$oks lines compile, $((nos / ${#standards[@]})) do not"
}

# A forgotten or doubled field in a row does not compile, and the message names the type and what is
# wrong, whether it is written or read.
rows() {
  compiler=$1
  need_compiler "$compiler"

  missing="a member of this type is missing in its row, or stands there twice"
  same_name="two entries of this type's row have the same name"
  says=("" "$missing" "$missing" "$missing" "$missing" "$same_name" "more")

  cases=0
  try_case() {
    local std=$1 way=$2 i=$3 said
    cases=$((cases + 1))
    if said=$("$compiler" "-std=$std" -fsyntax-only "${includes[@]}" "-I$CENT_SOURCE/src" "-DCASE=$i" "$way" \
      "$here/rows.cpp" 2>&1); then
      ((i == 0)) || wrong "case $i compiles with $compiler $std $way"
    elif ((i == 0)); then
      wrong "the right row does not compile with $compiler $std $way:"$'\n'"$said"
    elif [[ $said != *"${says[i]}"* || $said != *Sample* ]]; then
      wrong "case $i does not say '${says[i]}' of Sample with $compiler $std $way:"$'\n'"$said"
    fi
  }
  for i in "${!says[@]}"; do try_case c++17 -DWRITE "$i"; done
  for i in 0 3 5; do try_case c++17 -DREAD "$i"; done
  for i in 0 3 5; do try_case c++20 -DWRITE "$i"; done
  finish "$cases rows"
}

# Each public header compiles alone, twice in a row, without a warning, and leads to no header of
# curl, nlohmann, OpenSSL or Boost. The adapters for other libraries are compiled where these are installed.
headers() {
  compiler=$1
  need_compiler "$compiler"

  headers=$(for folder in "$CENT_SOURCE"/{,outbox/,token/,testing/*/}include "$CENT_BUILD/include"; do
    cd "$folder" && find cent -name '*.hpp'
  done | sort)

  for folder in "${XDG_CACHE_HOME:-${HOME:-}/.cache}/cent/boost-1.81/usr/include" /usr/include/{jsoncpp,postgresql}; do
    [[ ! -d $folder ]] || includes+=(-isystem "$folder")
  done
  while read -r adapter library; do
    printf '#include <%s>\n' "$library" | "$compiler" -std=c++17 "${includes[@]}" -fsyntax-only -x c++ - &>/dev/null ||
      headers=$(grep -vx "cent/$adapter" <<<"$headers")
  done < <(grep -v '^#' "$CENT_SOURCE/scripts/lib/adapters.txt")

  # compiles STANDARD HEADER...: in one source, with the compiler cache of the build. A cache takes only sources that are files.
  fresh_work
  compiles() {
    local std=$1 said
    shift
    printf '#include <%s>\n' "$@" >"$work/headers.cpp"
    said=$(${CMAKE_CXX_COMPILER_LAUNCHER:-} "$compiler" "-std=$std" "${warnings[@]}" "${includes[@]}" -c "$work/headers.cpp" \
      -o "$work/headers.o" 2>&1) ||
      wrong "does not compile with $compiler $std: $1 and so on"$'\n'"$said"
  }

  # Alone, twice in a row. Missing includes differ with the standard, not with the compiler: one tries both.
  alone=(c++20)
  [[ $compiler == *clang* ]] || alone=("${standards[@]}")
  for std in "${alone[@]}"; do
    for header in $headers; do compiles "$std" "$header" "$header"; done
  done
  # All together, in both orders.
  for std in "${standards[@]}"; do compiles "$std" $headers $(sort -r <<<"$headers"); done

  # All that is read when all are included that need no other library.
  read_files=$(grep -vE '^cent/(asio|json/)' <<<"$headers" | sed 's/.*/#include <&>/' | "$compiler" -std=c++17 -M "${includes[@]}" -x c++ -)
  [[ $read_files == *include/cent/client.hpp* ]] || wrong "the list of files that were read is none: $read_files"
  if foreign=$(grep -oE '[^ ]*/(curl|nlohmann|openssl|boost)/[^ ]*' <<<"$read_files"); then
    wrong "public headers lead to $foreign"
  fi
  count=$(wc -w <<<"$headers")
  ((count > 40)) || wrong "only $count headers were found"
  finish "$count headers"
}

"$@"
