#!/usr/bin/env bash
# newest_standard.sh: newest_standard.cpp with the Zig of scripts/lib/cross.sh, a clang with a newer standard library than
# Debian's.
: "${CENT_TEST:?}" "${CENT_SOURCE:?}" "${CENT_BUILD:?}"
set -euo pipefail
source "$CENT_SOURCE/tests/support/not-run.sh"
source "$CENT_SOURCE/scripts/lib/cross.sh"
[[ -x $zig ]] || not_run "Zig $zig_version is not in ${zig_folder%/*} (ziglang of PyPI)"
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
