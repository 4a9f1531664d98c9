# Sourced by scripts/test: Zig's compiler builds cent for other systems and processors. Zig comes from PyPI, once, and brings
# a standard library for each.

# Not 0.16.0, whose own strtoull() for musl does not reach the end of a number that is too large: nlohmann/json aborts.
zig_version=0.15.2
zig_folder=${XDG_CACHE_HOME:-${HOME:-/tmp}/.cache}/cent/zig-$zig_version
zig=$zig_folder/ziglang/zig
# For the standard library of each target, which Zig compiles itself, once.
export ZIG_GLOBAL_CACHE_DIR=${zig_folder%/*}/zig-cache ZIG_LOCAL_CACHE_DIR=${zig_folder%/*}/zig-cache
# Targets whose tests run, here or in Debian's emulator with Debian's C library, and those that are compiled only. The first
# takes longest, so it starts first.
run_targets=(x86_64-linux-musl s390x-linux-gnu aarch64-linux-gnu)
compiled_targets=(aarch64-macos x86_64-windows-gnu riscv64-linux-gnu)
# Of tests/portable.cmake the rooms below curl, for arm64. musl and the big-endian target, whose `char` is unsigned as on arm64,
# run all of it.
below_curl=(own_transport_test unit_json unit_api protocol_test)
# A thread that starts in a forked child ends the emulator by an assertion of its own (qemu 7.2).
not_in_emulator=Resolved.AForkedChildLooksUpAnew
cross_warnings='-Wall -Wextra -Wpedantic -Wconversion -Wshadow -Werror'

# portable_programs: prints the names of the test programs of tests/portable.cmake.
portable_programs() { tr -s '\n ' ' ' <tests/portable.cmake | grep -oE 'cent_test\( ?[a-z_]+' | grep -oE '[a-z_]+$'; }

# need_zig: installs $zig if it is missing.
need_zig() {
  local work
  [ ! -x "$zig" ] || return 0
  echo "Installing Zig $zig_version from PyPI into $zig_folder"
  mkdir -p "${zig_folder%/*}"
  work=$(mktemp -d "$zig_folder.XXXXXX") || return 1
  if python3 -m venv "$work/venv" && timeout 600 "$work/venv/bin/pip" install --quiet --retries 2 --no-deps \
    --target "$work/zig" "ziglang==$zig_version"; then
    rm -rf "$zig_folder"
    mv "$work/zig" "$zig_folder"
  fi >build/zig-install.log 2>&1
  rm -rf "$work"
  [ -x "$zig" ]
}

# cross_tools TARGET: Zig's tools under the names of a compiler, and the prefix of headers that cent includes. They are headers
# of this machine, and true for every system; Debian has the libraries for this machine only, so the file of libcurl has
# functions that end the program, and that of OpenSSL is empty.
cross_tools() {
  local target=$1 tools=$PWD/build/$1-tools include tool
  include=$(pkg-config --variable=includedir libcurl)
  # Neither CMake nor ninja would notice another Zig. ccache does.
  rm -rf "$tools" "build/$target"
  mkdir -p "$tools/prefix"/{include,lib,share/cmake}
  # Zig adds debug information and a sanitizer by itself, which double the time. Headers of libc++ that include others only for
  # old programs take a third of it, and hide what cent forgot to include.
  for tool in c++ cc; do
    printf '#!/bin/sh\nexec "%s" %s --target=%s -g0 -fno-sanitize=undefined -D_LIBCPP_REMOVE_TRANSITIVE_INCLUDES "$@"\n' \
      "$zig" "$tool" "$target" >"$tools/$tool"
  done
  for tool in ar ranlib rc; do printf '#!/bin/sh\nexec "%s" %s "$@"\n' "$zig" "$tool" >"$tools/$tool"; done
  chmod +x "$tools"/{c++,cc,ar,ranlib,rc}
  cp -rL "$include/curl" /usr/include/nlohmann /usr/include/openssl "$tools/prefix/include/"
  cp -L "$include"/openssl/* "$tools/prefix/include/openssl/"
  cp -r /usr/share/cmake/nlohmann_json "$tools/prefix/share/cmake/"
  nm --dynamic --defined-only "$(g++ -print-file-name=libcurl.so)" |
    sed -n 's/.* \(curl_[a-z_]*\)@.*/void \1(void) { __builtin_trap(); }/p' >"$tools/libcurl.c"
  "$tools/cc" -c "$tools/libcurl.c" -o "$tools/libcurl.o" && "$tools/ar" rcs "$tools/prefix/lib/libcurl.a" "$tools/libcurl.o" &&
    "$tools/ar" rcs "$tools/prefix/lib/libcrypto.a"
}

# cross_configure TARGET SOURCE FOLDER CMAKE_OPTION...
cross_configure() {
  local target=$1 source=$2 folder=$3
  shift 3
  cmake -S "$source" -B "$folder" -G Ninja -DCMAKE_TOOLCHAIN_FILE="$PWD/cmake/zig.cmake" -DCENT_ZIG_TARGET="$target" \
    -DCENT_ZIG_TOOLS="$PWD/build/$target-tools" -DCMAKE_CXX_COMPILER_LAUNCHER=ccache "$@"
}

# cross_cent TARGET CMAKE_OPTION...: configures cent and its components that need no Boost, in build/TARGET.
cross_cent() {
  local target=$1 prefix=$PWD/build/$1-tools/prefix precompiled=()
  shift
  [ "$target" = "${run_targets[0]}" ] || precompiled=("-DCMAKE_PROJECT_cent_INCLUDE=$PWD/cmake/zig-precompiled.cmake")
  cross_configure "$target" . "build/$target" -DCENT_TOKEN=ON -DCENT_OUTBOX=ON -DOPENSSL_INCLUDE_DIR="$prefix/include" \
    -DOPENSSL_CRYPTO_LIBRARY="$prefix/lib/libcrypto.a" "${precompiled[@]}" "$@"
}

# cross_compile TARGET: without a warning. cross_compile_tests TARGET PROGRAM...: with GoogleTest, too.
cross_compile() {
  cross_tools "$1" && cross_cent "$1" "-DCMAKE_CXX_FLAGS=$cross_warnings" && cmake --build "build/$1" -j "$cross_jobs"
}
cross_compile_tests() {
  local target=$1 tools=$PWD/build/$1-tools emulator=
  shift
  [[ $target == x86_64-* ]] || emulator="qemu-${target%%-*};-L;/usr/$target"
  cross_tools "$target" &&
    cross_configure "$target" /usr/src/googletest "$tools/googletest" -DBUILD_GMOCK=OFF -DCMAKE_INSTALL_PREFIX="$tools/prefix" &&
    cmake --build "$tools/googletest" -j "$cross_jobs" --target install &&
    cross_cent "$target" -DCENT_DEVELOPER_MODE=ON -DCENT_WARNINGS_AS_ERRORS=ON -DCENT_CLI=OFF \
      "-DCMAKE_CROSSCOMPILING_EMULATOR=$emulator" &&
    cmake --build "build/$target" -j "$cross_jobs" --target cent cent_token cent_outbox "$@"
}

# cross_programs TARGET: prints the names of the test programs that run for it.
cross_programs() {
  case $1 in
    aarch64-linux-gnu) printf '%s\n' "${below_curl[@]}" ;;
    *) portable_programs ;;
  esac
}

# cross_build TARGET: compiles all that is for this target, and leaves build/TARGET.log, and build/TARGET.built if it is good.
cross_build() {
  local target=$1 programs
  # Objects in Zig's own cache, besides those in ccache's, are of no use to the next run.
  local -x ZIG_LOCAL_CACHE_DIR=$PWD/build/$target-zig
  rm -f "build/$target.built"
  mapfile -t programs < <(cross_programs "$target")
  if [[ " ${run_targets[*]} " == *" $target "* ]]; then
    cross_compile_tests "$target" "${programs[@]}"
  else
    cross_compile "$target"
  fi >"build/$target.log" 2>&1 && touch "build/$target.built"
  rm -rf "$ZIG_LOCAL_CACHE_DIR"
}
cross_built() { [ -e "build/$1.built" ] || failed_build "build/$1.log"; }

# cross_left_out: prints what no run of this stage tests.
cross_left_out() {
  local target left_out
  echo "cross: cent for ${compiled_targets[*]} is only compiled; with MSVC, not even that"
  echo "cross: the tests of cent::token, as there is no OpenSSL for these targets"
  echo "cross: $not_in_emulator in the emulator, which a thread in a forked child ends"
  for target in "${run_targets[@]}"; do
    left_out=$(portable_programs | grep -vxFf <(cross_programs "$target") | xargs)
    [ -z "$left_out" ] || echo "cross: $left_out for $target"
  done
}

# Two targets at once: Zig compiles a standard library, and ninja the last files of a target, with one processor.
stage_cross() {
  local target programs status=0 cross_jobs=$(((jobs + 1) / 2))
  # ccache takes the compiler, a script, for the one whose name and version it contains. What it has not seen it compiles without
  # a preprocessor's run of its own, which takes a third of the time.
  local -x CCACHE_COMPILERTYPE=clang CCACHE_COMPILERCHECK=content CCACHE_DEPEND=1
  need_packages "${cross_packages[@]}" || return 1
  need_zig || {
    echo "cross: cent for ${run_targets[*]} ${compiled_targets[*]}: Zig $zig_version cannot be had from PyPI" >>"$not_run"
    return 0
  }
  for target in "${run_targets[@]}" "${compiled_targets[@]}"; do
    while [ "$(jobs -rp | wc -l)" -ge 2 ]; do wait -n; done
    cross_build "$target" &
  done
  wait
  for target in "${run_targets[@]}" "${compiled_targets[@]}"; do
    one "compiling for $target" cross_built "$target" || status=1
  done
  for target in "${run_targets[@]}"; do
    [ -e "build/$target.built" ] || continue
    mapfile -t programs < <(cross_programs "$target")
    GTEST_FILTER="*$([[ $target == x86_64-* ]] || echo ":-$not_in_emulator")" \
      run_tests "$target" -R "$(only "${programs[@]}")" || status=1
  done
  cross_left_out >>"$not_run"
  return $status
}
