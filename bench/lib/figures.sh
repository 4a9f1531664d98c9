# Sourced by the pages, in the folder of the raw figures: numbers out of them, and rows of tables.

# quantile Q: of the numbers on standard input.
quantile() { sort -g | awk -v q="$1" '{ x[NR] = $1 } END { if (NR) { i = int((NR - 1) * q + 1.5); if (i > NR) i = NR; print x[i] } }'; }
# ratios FILE COMPARISON VARIANT BASE COLUMN: paired, round by round. Column 4 is wall time, 5 CPU time.
ratios() {
  awk -v c="$2" -v v="$3" -v b="$4" -v col="$5" '$1 == c && $2 == v { x[$3] = $col } $1 == c && $2 == b { y[$3] = $col }
    END { for (round in x) if (y[round] > 0) print x[round] / y[round] }' "$1"
}
values() { awk -v c="$2" -v v="$3" -v col="$4" '$1 == c && $2 == v { print $col }' "$1"; }
# spread [DECIMALS]: median and quartiles of the numbers on standard input.
spread() {
  local all decimals=${1:-3}
  all=$(cat)
  [ -n "$all" ] || return 1
  awk -v m="$(quantile 0.5 <<<"$all")" -v a="$(quantile 0.25 <<<"$all")" -v b="$(quantile 0.75 <<<"$all")" \
    -v d="$decimals" 'BEGIN { f = "%." d "f"; printf f " [" f "–" f "]", m, a, b }'
}
counted() { awk -v w="$1" -v p="$2" '$2 == w && $3 == p { print $4 }' counts.txt; }
# row WHAT LIMIT MEASURED [TEXT]: the verdict compares MEASURED's first number with LIMIT, "<= x" or ">= x".
row() {
  local verdict
  verdict=$(awk -v limit="$2" -v text="$3" 'BEGIN {
    split(limit, l, " "); split(text, t, " ")
    if (limit == "–" || t[1] !~ /^-?[0-9]/) print "–"
    else if (l[1] == "≤") print (t[1] + 0 <= l[2] + 0 ? "reached" : "**missed**")
    else print (t[1] + 0 >= l[2] + 0 ? "reached" : "**missed**") }')
  echo "| $1 | $2 | ${3:-not measured} | $verdict |"
}
minus() { awk -v a="$(counted "$1" "$2")" -v b="$(counted "$1" "$3")" 'BEGIN { printf "%.2f", a - b }'; }
over() { awk -v a="$(counted "$1" "$2")" -v b="$(counted "$1" "$3")" 'BEGIN { if (b > 0) printf "%.2f", a / b }'; }
absolute() { printf '| %s | %.2f | %.2f |\n' "$3" "$(values "$1" "$2" "$3" 4 | quantile 0.5)" "$(values "$1" "$2" "$3" 5 | quantile 0.5)"; }
kib() { awk -v n="$1" '$2 == n { print $3 }' memory.txt; }
# lone FILE QUANTILE: a lone publish, AsyncClient against Client.
lone() { awk -v a="$(values "$1" latency async_future 4 | quantile "$2")" -v b="$(values "$1" latency client 4 | quantile "$2")" \
  'BEGIN { if (b > 0) printf "%.2f", a / b }'; }
# medians_of FILE COMPARISON VARIANT COLUMN: empty if it did not run.
medians_of() { values "$1" "$2" "$3" "$4" | quantile 0.5; }
# quotient A B: of two numbers, empty if one is.
quotient() { [ -n "$1" ] && [ -n "$2" ] && awk -v a="$1" -v b="$2" 'BEGIN { if (b > 0) printf "%.4f", a / b }'; }
# readable NUMBER: three digits or more, no exponent.
readable() { awk -v n="$1" 'BEGIN { printf (n >= 100 ? "%.0f" : n >= 10 ? "%.1f" : n >= 1 ? "%.2f" : "%.3f"), n }'; }
