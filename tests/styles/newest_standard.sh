#!/usr/bin/env bash
# newest_standard.sh: newest_standard.cpp with Zig's compiler, a clang with a newer standard library than Debian's. Zig comes from
# PyPI (ziglang), scripts/test puts it into the cache.
: "${CENT_TEST:?}" "${CENT_SOURCE:?}" "${CENT_BUILD:?}"
set -euo pipefail
source "$CENT_SOURCE/tests/support/not-run.sh"
cache=${XDG_CACHE_HOME:-${HOME:-/tmp}/.cache}/cent
zig=$(compgen -G "$cache/zig-*/ziglang/zig" | sort -V | tail -n 1) || not_run "Zig is not in $cache (ziglang of PyPI)"
export ZIG_GLOBAL_CACHE_DIR=$cache/zig-cache ZIG_LOCAL_CACHE_DIR=$cache/zig-cache
work=$CENT_BUILD/newest-standard
mkdir -p "$work"
cd "$CENT_SOURCE"
# Zig keeps what it has compiled, and compiles all files that its own library needs.
objects=()
for source in src/errors.cpp src/api/*.cpp src/json/*.cpp tests/styles/newest_standard.cpp; do
  object=$work/$(tr / _ <<<"$source").o
  "$zig" c++ -std=c++23 -Wall -Wextra -Werror -DCENT_STATIC_DEFINE -Iinclude -Isrc -I"$CENT_BUILD/include" -c "$source" -o "$object"
  objects+=("$object")
done
"$zig" c++ "${objects[@]}" -o "$work/newest_standard"
said=$("$work/newest_standard")
echo "$said"
[[ $said == $'std::expected works\nstd::format works' ]]
