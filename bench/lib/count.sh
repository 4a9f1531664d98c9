# Sourced: measures a probe's cost for a unit of work, as the difference of two runs. Needs PROBE, the program.

# Client and server share a core and do not interrupt each other: otherwise the number of times that the client polls for a
# reply would be random.
usable=$(taskset -pc $$ | sed 's,.*: ,,')
on_first=(taskset -c "${usable%%[-,]*}" chrt -b 0)
on_last=(taskset -c "${usable##*[-,]}" chrt -b 0)
one_core() { "${on_first[@]}" "$@"; }

# instructions NAME COUNT: prints the user instructions for COUNT units, libcurl and the C library included.
instructions() {
  one_core valgrind --tool=callgrind --callgrind-out-file="${profile:-/dev/null}" "$PROBE" "$1" "$2" 2>&1 |
    sed -n 's/.*Collected : //p'
}
# allocations NAME COUNT: prints the number of heap allocations.
allocations() {
  one_core valgrind --tool=memcheck --leak-check=no --undef-value-errors=no "$PROBE" "$1" "$2" 2>&1 |
    sed -n 's/.*total heap usage: \([0-9,]*\) allocs.*/\1/p' | tr -d ,
}
# syscalls NAME COUNT: prints the client's system calls, in all its threads, except polling for input, whose number depends
# on the machine's load. The server is another process.
syscalls() {
  local trace
  trace=$(mktemp)
  # Threads are counted, the server is not: its lines begin after its execve.
  one_core strace -f -o "$trace" "$PROBE" "$1" "$2"
  awk '/ execve\(/ && $1 != first && first { server[$1] = 1 } !first { first = $1 }
       !($1 in server) && !/resumed>|^[0-9]+ [+-]| poll\(| EAGAIN / { n++ } END { print n + 0 }' "$trace"
  rm -f "$trace"
}
# connections NAME COUNT: prints the number of opened connections.
connections() {
  local trace
  trace=$(mktemp)
  one_core strace -f -e trace=connect -o "$trace" "$PROBE" "$1" "$2"
  grep -c 'connect(.*AF_INET' "$trace"
  rm -f "$trace"
}

# a_unit KIND NAME FEW MANY: prints the cost of one unit, with two decimals.
a_unit() {
  local few many
  few=$("$1" "$2" "$3")
  many=$("$1" "$2" "$4")
  [ -n "$few" ] && [ -n "$many" ] || { echo "$1 of $2 could not be counted" >&2; return 1; }
  awk -v a="$few" -v b="$many" -v n=$(($4 - $3)) 'BEGIN { printf "%.2f\n", (b - a) / n }'
}

# least KIND NAME FEW MANY: prints the least of three measurements, for probes that wait for replies.
least() {
  local i
  for i in 1 2 3; do a_unit "$@" || return 1; done | sort -n | head -n 1
}

# headers BUILD ROUNDS: prints `headers variant round user-ms`, the compile time of <cent/cent.hpp> in turn with the headers
# that it is compared to. BUILD contains the generated headers.
headers() {
  local rounds=$2 room round variant milliseconds
  local flags=(-std=c++17 -O0 -I include -I "$1/include")
  room=$(mktemp -d)
  echo '#include <cent/cent.hpp>' >"$room/cent.cpp"
  echo '#include <nlohmann/json.hpp>' >"$room/nlohmann.cpp"
  # The standard headers that it includes, directly or through cent's headers.
  g++ "${flags[@]}" -MM "$room/cent.cpp" | tr ' \\' '\n\n' | grep '/cent/' |
    xargs grep -hoE '^#include <[a-z_]+>' | sort -u >"$room/standard.cpp"
  for round in $(seq 0 "$rounds"); do
    for variant in standard cent nlohmann; do
      milliseconds=$(TIMEFORMAT=%U && { time g++ "${flags[@]}" -c "$room/$variant.cpp" -o "$room/out.o"; } 2>&1) || return 1
      [ "$round" -eq 0 ] || echo "headers $variant $round $(awk -v s="${milliseconds/,/.}" 'BEGIN { print s * 1000 }')"
    done
  done
  rm -rf "$room"
}
