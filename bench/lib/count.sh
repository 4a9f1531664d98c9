# Sourced: what a probe costs a unit of work, as the difference of two runs. Needs PROBE, the program.

# Client and server on one core, neither interrupting the other: else it is chance how often the client looks for a
# reply before it is there.
usable=$(taskset -pc $$ | sed 's,.*: ,,')
on_first=(taskset -c "${usable%%[-,]*}" chrt -b 0)
on_last=(taskset -c "${usable##*[-,]}" chrt -b 0)
one_core() { "${on_first[@]}" "$@"; }

# instructions NAME COUNT: user instructions of COUNT units, libcurl and the C library included.
instructions() {
  one_core valgrind --tool=callgrind --callgrind-out-file="${profile:-/dev/null}" "$PROBE" "$1" "$2" 2>&1 |
    sed -n 's/.*Collected : //p'
}
# allocations NAME COUNT: blocks that the heap was asked for.
allocations() {
  one_core valgrind --tool=memcheck --leak-check=no --undef-value-errors=no "$PROBE" "$1" "$2" 2>&1 |
    sed -n 's/.*total heap usage: \([0-9,]*\) allocs.*/\1/p' | tr -d ,
}
# syscalls NAME COUNT: system calls of the client alone, in all its threads, but for looking whether something came:
# how often it does that depends on what else the machine does. The server is another process.
syscalls() {
  local trace
  trace=$(mktemp)
  # Threads are followed, the server is not: its lines begin behind its execve.
  one_core strace -f -o "$trace" "$PROBE" "$1" "$2"
  awk '/ execve\(/ && $1 != first && first { server[$1] = 1 } !first { first = $1 }
       !($1 in server) && !/resumed>|^[0-9]+ [+-]| poll\(| EAGAIN / { n++ } END { print n + 0 }' "$trace"
  rm -f "$trace"
}
# connections NAME COUNT: connections that were opened.
connections() {
  local trace
  trace=$(mktemp)
  one_core strace -f -e trace=connect -o "$trace" "$PROBE" "$1" "$2"
  grep -c 'connect(.*AF_INET' "$trace"
  rm -f "$trace"
}

# a_unit WHAT NAME FEW MANY: the cost of one unit, with two decimals.
a_unit() {
  local few many
  few=$("$1" "$2" "$3")
  many=$("$1" "$2" "$4")
  [ -n "$few" ] && [ -n "$many" ] || { echo "$1 of $2 could not be counted" >&2; return 1; }
  awk -v a="$few" -v b="$many" -v n=$(($4 - $3)) 'BEGIN { printf "%.2f\n", (b - a) / n }'
}

# least WHAT NAME FEW MANY: of three measurements the least, for what waits for replies.
least() {
  local i
  for i in 1 2 3; do a_unit "$@" || return 1; done | sort -n | head -n 1
}
