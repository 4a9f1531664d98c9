#!/usr/bin/env bash
# rows.sh COMPILER: a forgotten or doubled field in a row does not compile, and the message names the type and what is
# wrong, whether it is written or read.
source "$(dirname "$0")/lib.sh"
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
