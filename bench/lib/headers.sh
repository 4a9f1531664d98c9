# Sourced: measures the compile time of <cent/cent.hpp>, in turn with the headers that it is compared to.

# headers BUILD ROUNDS: prints `headers variant round user-ms`. BUILD contains the generated headers.
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
