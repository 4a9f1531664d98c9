#!/usr/bin/env bash
# headers.sh COMPILER: each public header compiles alone, twice in a row, without a warning, and leads to no header of
# curl, nlohmann, OpenSSL or Boost. The adapters for other libraries are compiled where these are installed.
source "$(dirname "$0")/lib.sh"
compiler=$1
need_compiler "$compiler"

headers=$(for folder in "$CENT_SOURCE"/{,token/,testing/*/}include "$CENT_BUILD/include"; do
  cd "$folder" && find cent -name '*.hpp'
done | sort)

# NAME of the adapter, and a header of its library, or of a later standard.
while read -r adapter library; do
  printf '#include <%s>\n' "$library" | "$compiler" -std=c++17 -fsyntax-only -x c++ - &>/dev/null ||
    headers=$(grep -vx "cent/$adapter" <<<"$headers")
done <<'ADAPTERS'
spdlog.hpp spdlog/logger.h
prometheus.hpp prometheus/collectable.h
opentelemetry.hpp opentelemetry/trace/tracer.h
fmt.hpp fmt/format.h
asio.hpp boost/asio/async_result.hpp
coroutine.hpp coroutine
ADAPTERS

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
read_files=$(grep -v '^cent/asio' <<<"$headers" | sed 's/.*/#include <&>/' | "$compiler" -std=c++17 -M "${includes[@]}" -x c++ -)
[[ $read_files == *include/cent/client.hpp* ]] || wrong "the list of files that were read is none: $read_files"
if foreign=$(grep -oE '[^ ]*/(curl|nlohmann|openssl|boost)/[^ ]*' <<<"$read_files"); then
  wrong "public headers lead to $foreign"
fi
count=$(wc -w <<<"$headers")
((count > 40)) || wrong "only $count headers were found"
finish "$count headers"
