# Sourced by scripts/test: Zig's compiler builds cent for other systems and processors. Zig comes from PyPI, once, and brings
# a standard library for each.

zig_version=0.16.0
# Targets that are compiled only, and those whose tests also run: on this machine, or in an emulator of Debian.
compiled_targets=(aarch64-macos x86_64-windows-gnu riscv64-linux-gnu)
run_targets=(x86_64-linux-musl aarch64-linux-gnu s390x-linux-gnu)
cross_warnings='-Wall -Wextra -Wpedantic -Wconversion -Wshadow -Werror'

# need_zig: sets $zig.
need_zig() {
  local cache=${XDG_CACHE_HOME:-${HOME:-/tmp}/.cache}/cent folder work
  folder=$cache/zig-$zig_version
  zig=$folder/ziglang/zig
  # What Zig compiles for itself: each target's standard library.
  export ZIG_GLOBAL_CACHE_DIR=$cache/zig-cache ZIG_LOCAL_CACHE_DIR=$cache/zig-cache
  [ ! -x "$zig" ] || return 0
  echo "Installing Zig $zig_version from PyPI into $folder"
  mkdir -p "$cache"
  work=$(mktemp -d "$cache/zig.XXXXXX") || return 1
  if python3 -m venv "$work/venv" && timeout 600 "$work/venv/bin/pip" install --quiet --retries 2 --no-deps \
    --target "$work/zig" "ziglang==$zig_version"; then
    rm -rf "$folder"
    mv "$work/zig" "$folder"
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
  mkdir -p "$tools/prefix"/{include,lib,share/cmake}
  for tool in c++ cc; do printf '#!/bin/sh\nexec "%s" %s -target %s "$@"\n' "$zig" "$tool" "$target" >"$tools/$tool"; done
  for tool in ar ranlib rc; do printf '#!/bin/sh\nexec "%s" %s "$@"\n' "$zig" "$tool" >"$tools/$tool"; done
  chmod +x "$tools"/{c++,cc,ar,ranlib,rc}
  cp -rL "$include/curl" /usr/include/nlohmann /usr/include/openssl "$tools/prefix/include/"
  cp -L "$include"/openssl/* "$tools/prefix/include/openssl/"
  cp -r /usr/share/cmake/nlohmann_json "$tools/prefix/share/cmake/"
  nm --dynamic --defined-only "$(g++ -print-file-name=libcurl.so)" |
    sed -n 's/.* \(curl_[a-z_]*\)@.*/void \1(void) { __builtin_trap(); }/p' >"$tools/libcurl.c"
  rm -f "$tools"/prefix/lib/*.a
  "$tools/cc" -c "$tools/libcurl.c" -o "$tools/libcurl.o" && "$tools/ar" rcs "$tools/prefix/lib/libcurl.a" "$tools/libcurl.o" &&
    "$tools/ar" rcs "$tools/prefix/lib/libcrypto.a"
}

# cross_configure TARGET CMAKE_OPTION...: configures cent for the target in build/TARGET.
cross_configure() {
  local target=$1 tools=$PWD/build/$1-tools
  shift
  cmake -S . -B "build/$target" -G Ninja -DCMAKE_TOOLCHAIN_FILE=cmake/zig.cmake -DCENT_ZIG_TARGET="$target" \
    -DCENT_ZIG_TOOLS="$tools" -DCMAKE_CXX_COMPILER_LAUNCHER=ccache -DCENT_TOKEN=ON -DCENT_OUTBOX=ON \
    -DOPENSSL_INCLUDE_DIR="$tools/prefix/include" -DOPENSSL_CRYPTO_LIBRARY="$tools/prefix/lib/libcrypto.a" "$@"
}

# cross_compile TARGET: the libraries, without a warning.
cross_compile() {
  cross_configure "$1" "-DCMAKE_CXX_FLAGS=$cross_warnings" && cmake --build "build/$1" -j "$jobs"
}

# cross_tests TARGET: the libraries, and the tests of tests/portable.cmake.
cross_tests() {
  local target=$1 tools=$PWD/build/$1-tools emulator=
  case $target in
    aarch64-linux-gnu | s390x-linux-gnu) emulator="qemu-${target%%-*};-L;/usr/$target" ;;
  esac
  cmake -S /usr/src/googletest -B "$tools/googletest" -G Ninja -DCMAKE_TOOLCHAIN_FILE="$PWD/cmake/zig.cmake" -DCENT_ZIG_TARGET="$target" \
    -DCENT_ZIG_TOOLS="$tools" -DCMAKE_CXX_COMPILER_LAUNCHER=ccache -DBUILD_GMOCK=OFF -DCMAKE_INSTALL_PREFIX="$tools/prefix" &&
    cmake --build "$tools/googletest" -j "$jobs" --target install &&
    cross_configure "$target" -DCENT_DEVELOPER_MODE=ON -DCENT_WARNINGS_AS_ERRORS=ON -DCENT_CLI=OFF -DCENT_DEMO=OFF \
      "-DCMAKE_CROSSCOMPILING_EMULATOR=$emulator" && cmake --build "build/$target" -j "$jobs"
}
