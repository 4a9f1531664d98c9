#!/usr/bin/env bash
# gate.sh NAME: holds one line of limits.txt against what the probes of the release build cost now.
# Exit 77: it cannot be measured here, which is also written to not-run.txt of the build.
set -uo pipefail
room=$(cd "$(dirname "$0")" && pwd)
source "$room/../../bench/lib/count.sh"

name=$1
read -r _ what probe base few many measured < <(grep -E "^$name " "$room/limits.txt")
[ -n "${measured:-}" ] || { echo "limits.txt has no gate $name" >&2; exit 1; }

not_here() {
  echo "not run: $1"
  echo "gate $name: $1" >>"$CENT_BUILD/not-run.txt"
  exit 77
}
tool=valgrind
case $what in syscalls | connections) tool=strace ;; esac
command -v $tool >/dev/null || not_here "$tool is not installed"
[ $tool = valgrind ] || strace -o /dev/null true 2>/dev/null || not_here "strace may not trace here"
# Other compilers and processors make other instructions.
if [[ $what = instructions || $what = compile || $what = bytes ]] && [ "$CENT_COMPILER" != "GNU 12 x86_64" ]; then
  not_here "the limits are of GNU 12 x86_64, this is $CENT_COMPILER"
fi

# unit PROBE: prints a source file.
unit() {
  echo '#include <cent/cent.hpp>'
  [ "$1" = header ] || cat <<'SOURCE'
void f(cent::Client& client) {
  client.publish("news", cent::Json::raw("{}"));
#ifdef ONE_MORE
  client.publish("others", cent::Json::raw("[]"));
#endif
}
SOURCE
}
# The instructions of the compiler proper, which do not flicker.
compile_cost() {
  valgrind --tool=callgrind --callgrind-out-file=/dev/null "$(g++ -print-prog-name=cc1plus)" -quiet -fsyntax-only -O2 \
    -std=gnu++17 -imultiarch x86_64-linux-gnu -D_GNU_SOURCE -I "$source/include" -I "$CENT_BUILD/include" "$1" 2>&1 |
    awk '/Collected/ { print $NF }'
}
compile_ratio() {
  local headers whole base
  headers=$(g++ -std=c++17 -MM -I "$source/include" -I "$CENT_BUILD/include" "$work/unit.cpp" | grep -oE '[^ ]*include/cent/[^ ]*')
  grep -hoE '^#include <[a-z_]+>' $headers | sort -u >"$work/base.cpp"
  whole=$(compile_cost "$work/unit.cpp") && base=$(compile_cost "$work/base.cpp") || return 1
  awk -v a="$whole" -v b="$base" 'BEGIN { if (b > 0) printf "%.3f\n", a / b; else exit 1 }'
}
object_bytes() {
  g++ -std=c++17 -Os "$@" -I "$source/include" -I "$CENT_BUILD/include" -c "$work/unit.cpp" -o "$work/unit.o" &&
    size "$work/unit.o" | awk 'NR == 2 { print $1 }'
}

measure() {
  if [ "$what" = compile ] || [ "$what" = bytes ]; then
    source=$room/../.. work=$(mktemp -d)
    unit "$probe" >"$work/unit.cpp"
    if [ "$what" = compile ]; then
      now=$(compile_ratio)
    else
      now=$(($(object_bytes -DONE_MORE) - $(object_bytes)))
    fi
    local status=$?
    rm -rf "$work"
    return $status
  elif [ "$what" = connections ]; then
    now=$(connections "$probe" "$many")
  elif [ "$base" = - ]; then
    now=$(a_unit "$what" "$probe" "$few" "$many")
  else
    local floor
    now=$(least "$what" "$probe" "$few" "$many") && floor=$(least "$what" "$base" "$few" "$many") || return 1
    now=$(awk -v a="$now" -v b="$floor" 'BEGIN { printf "%.2f\n", a - b }')
  fi
}
# 3 % over what was measured; a tenth of a call or a block may come from the start of a run.
judge() {
  awk -v now="$now" -v measured="$measured" -v what="$what" 'BEGIN {
    limit = measured * 1.03
    if (what != "instructions" && what != "compile" && limit < measured + 0.1) limit = measured + 0.1
    printf "%s %.2f\n", (now <= limit ? "good" : "FAILED"), limit }'
}
# A client that waits for replies looks for them more often while the machine does other things: that is given three chances.
for _ in 1 2 3; do
  measure || exit 1
  verdict=$(judge)
  if [ "${verdict% *}" = good ] || [ "$base" = - ]; then break; fi
done
over=$([ "$base" = - ] || echo " above $base")
echo "$name: $now $what a unit$over; measured $measured, limit ${verdict#* }"
[ "${verdict% *}" = good ] && exit 0

case $what in compile | bytes) exit 1 ;; esac
echo "What $probe spends most in:"
case $what in
  instructions)
    dump=$(mktemp)
    profile=$dump instructions "$probe" "$many" >/dev/null
    callgrind_annotate --threshold=95 "$dump" | grep -E '^ *[0-9,]+ \(' | grep -E 'cent::|TOTALS' | head -n 12
    rm -f "$dump" ;;
  allocations) valgrind --tool=dhat --dhat-out-file=/dev/null "$PROBE" "$probe" "$many" 2>&1 | tail -n 8 ;;
  *) strace -f -c -S calls "$PROBE" "$probe" "$many" 2>&1 | head -n 12 ;;
esac
exit 1
