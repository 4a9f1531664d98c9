#!/usr/bin/env bash
# newest_standard.sh: newest_standard.cpp with Zig's compiler, a clang with a newer standard library than Debian's. Zig comes from
# PyPI (ziglang==0.16.0), unpacked into zig-0.16.0 in the cache.
: "${CENT_TEST:?}" "${CENT_SOURCE:?}" "${CENT_BUILD:?}"
set -euo pipefail
source "$CENT_SOURCE/tests/support/not-run.sh"
cache=${XDG_CACHE_HOME:-${HOME:-/tmp}/.cache}/cent
zig=$(compgen -G "$cache/zig-*/ziglang/zig" | sort -V | tail -n 1) || not_run "Zig is not in $cache (ziglang of PyPI)"
# Zig keeps there what it has compiled.
export ZIG_GLOBAL_CACHE_DIR=$cache/zig-cache ZIG_LOCAL_CACHE_DIR=$cache/zig-cache
work=$CENT_BUILD/newest-standard
mkdir -p "$work"
cd "$CENT_SOURCE"
# The libraries of C++ here do not fit together, so it is built with the part of cent that needs no libcurl.
objects=()
for source in src/errors.cpp src/{api,json,protocol,system}/*.cpp tests/styles/newest_standard.cpp; do
  object=$work/${source//\//_}.o
  "$zig" c++ -std=c++23 -Wall -Wextra -Werror -DCENT_STATIC_DEFINE -Iinclude -Isrc -I"$CENT_BUILD/include" \
    -c "$source" -o "$object"
  objects+=("$object")
done
"$zig" c++ "${objects[@]}" -o "$work/newest_standard"
said=$("$work/newest_standard")
echo "$said"
[[ $said == $'std::expected works\nstd::format works' ]]
