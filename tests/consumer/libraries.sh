# libraries.sh TEST: the libraries that were installed, as files: their symbols, names, flags and bytes. Each function is one test.
source "$(dirname "$0")/lib.sh"

# Exports and dependencies of the shared libraries: symbols of cent alone, none that names a type of curl, nlohmann,
# Boost or OpenSSL; a name and version after the rule; no library that was not asked for.
symbols() {
  need nm readelf c++filt
  prefix=$work/prefix-shared
  libs=$(libdir "$prefix")

  check_symbols() {
    local library=$1 symbols count
    symbols=$(nm --dynamic --defined-only --format=posix "$library" | cut -d' ' -f1 | c++filt | sort -u)
    count=$(wc -l <<<"$symbols")
    ((count > 3)) || fail "$library shows only $count symbols"
    ! grep -vE '^((virtual|non-virtual) thunk to |(typeinfo|typeinfo name|vtable|VTT) for |void |bool |std::[^(]*> )?cent::' \
      <<<"$symbols" || fail "$library shows symbols that are not of namespace cent"
    ! grep "::Impl" <<<"$symbols" || fail "$library shows what is private"
    ! grep -E 'nlohmann|boost|\bcurl_|\bCURL|\bEVP_|evp_' <<<"$symbols" || fail "$library names foreign types"
    echo "$(basename "$library"): $count symbols, all of namespace cent"
  }

  # The libraries that a file asks the loader for, the compiler's and the system's aside.
  needed() {
    readelf --dynamic --wide "$1" | sed -n 's/.*(NEEDED).*\[\(.*\)\]/\1/p' |
      grep -vE '^(libstdc\+\+|libgcc_s|libc|libm|ld-linux.*)\.so' | sort | xargs
  }

  check_symbols "$libs/libcent.so"
  expect_equal "$(needed "$libs/libcent.so")" libcurl.so.4 "what libcent needs"
  for part in $CENT_PARTS; do
    check_symbols "$libs/libcent_$part.so"
    ! needed "$libs/libcent_$part.so" | grep curl || fail "cent::$part needs curl itself"
  done

  # The name is the part of the version within which the ABI stays.
  abi_version=$(cmake -DVERSION="$CENT_VERSION" -P "$here/abi_version.cmake")
  for part in cent ${CENT_PARTS:+$(printf 'cent_%s ' $CENT_PARTS)}; do
    soname=$(readelf --dynamic --wide "$libs/lib$part.so" | sed -n 's/.*(SONAME).*\[\(.*\)\]/\1/p')
    expect_equal "$soname" "lib$part.so.$abi_version" "SONAME"
    [[ -e $libs/$soname && -e $libs/lib$part.so.$CENT_VERSION ]] || fail "$soname or its file is missing"
  done
  for rule in 0.1.0=0.1 0.1.9=0.1 0.2.0=0.2 1.0.0=1 1.4.2=1 12.3.4=12; do
    expect_equal "$(cmake -DVERSION="${rule%=*}" -P "$here/abi_version.cmake")" "${rule#*=}" "rule for ${rule%=*}"
  done

  # No public header, installed or not, brings another library in.
  ! grep -rnE --exclude=asio.hpp --exclude-dir={json,outbox} '#include *[<"](curl|nlohmann|boost|openssl)/' "$prefix/include" ||
    fail "a public header includes it"
}

# The release preset's flags against exploits have reached the files that are installed.
hardening() {
  need readelf
  prefix=$work/prefix-shared
  libs=$(libdir "$prefix")

  commands=$work/build-shared/compile_commands.json
  total=$(grep -c '"command"' "$commands")
  flags=(-D_FORTIFY_SOURCE=2 -fstack-protector-strong -fstack-clash-protection)
  [[ $(uname -m) != x86_64 ]] || flags+=(-fcf-protection)
  for flag in "${flags[@]}"; do
    expect_equal "$(grep '"command"' "$commands" | grep -c -- "$flag")" "$total" "sources compiled with $flag"
  done

  check_file() {
    local file=$1 all
    all=$(readelf --wide --segments --dynamic --symbols "$file")
    grep -q GNU_RELRO <<<"$all" || fail "$file: no read-only relocations"
    grep -qE 'BIND_NOW|\bNOW\b' <<<"$all" || fail "$file: symbols are bound late"
    grep GNU_STACK <<<"$all" | grep 'RW ' >/dev/null || fail "$file: the stack is executable"
    ! grep GNU_STACK <<<"$all" | grep RWE >/dev/null || fail "$file: the stack is executable"
    grep -q __stack_chk_fail <<<"$all" || fail "$file: no stack protector"
    ! grep -q TEXTREL <<<"$all" || fail "$file: relocations in code"
  }
  for file in "$libs"/libcent*.so.*.*.*; do check_file "$file"; done
  check_file "$prefix/bin/cent-dev-server"
  readelf --file-header "$prefix/bin/cent-dev-server" | grep 'DYN' >/dev/null || fail "the program is not position independent"
  echo "hardening: $(ls "$libs"/libcent*.so.*.*.* | wc -l) libraries and a program, $total sources"
}

# The static libraries bring no names of Boost or other libraries into a program, so that one with a Boost of its own,
# of other settings or of another version, works. CENT_OTHER_BOOST=FOLDER is where another version's headers are.
own_boost() {
  need nm g++ pkg-config
  fresh own_boost
  libs=$(libdir "$work/prefix-static")
  for library in "$libs"/libcent*.a; do
    defined=$(nm --defined-only --extern-only --format=posix "$library" | cut -d' ' -f1 | sort -u)
    (($(wc -l <<<"$defined") > 10)) || fail "$library defines next to nothing"
    # A name with cent_boost in it, if only in an argument, is nobody else's.
    foreign=$(grep -vF 10cent_boost <<<"$defined" | grep -E '5boost|8nlohmann|(^|[^_])boost_' | c++filt | cut -c1-150) || true
    [[ -z $foreign ]] || { head -n 10 <<<"$foreign"; fail "$(basename "$library") has $(wc -l <<<"$foreign") such symbols"; }
  done
  [[ " $CENT_PARTS " == *" testing "* ]] || exit 0

  export PKG_CONFIG_PATH=$libs/pkgconfig
  program() {
    local name=$1
    shift
    # shellcheck disable=SC2046
    quietly g++ -std=c++17 "$@" "$here/app/own_boost.cpp" -o "$work/own_boost/$name" \
      $(pkg-config --cflags --libs cent-testing)
    quietly timeout 120 "$work/own_boost/$name"
  }
  # Without epoll, classes that have the same names differ in size.
  program settings -DBOOST_ASIO_DISABLE_EPOLL
  [[ -z ${CENT_OTHER_BOOST:-} ]] || program version -isystem "$CENT_OTHER_BOOST"
  echo "static libraries: no symbols of Boost, a program with a Boost of its own ran"
}

# The same source built in another folder gives the same bytes, in the libraries and in the packages of them. The second build takes nothing from the compiler cache that
# was not compiled in that other folder.
reproducible() {
  inside=$(realpath --relative-to="$CENT_SOURCE" "$work/build-shared")
  [[ $inside != ..* ]] || not_run "the build folder is not inside the source folder"

  fresh elsewhere
  elsewhere=$work/elsewhere/of-another-length
  mkdir -p "$elsewhere"
  (cd "$CENT_SOURCE" && tar --create CMakeLists.txt CMakePresets.json LICENSE cmake include outbox src token testing) |
    tar --extract --directory "$elsewhere"
  cd "$elsewhere"
  unset CCACHE_BASEDIR CCACHE_NOHASHDIR CCACHE_SLOPPINESS
  export CCACHE_NAMESPACE=$elsewhere
  # A namespace keeps its entries apart, since ccache 4.5.
  said=$(ccache --version 2>/dev/null | sed -n '1s/.* //p')
  [[ $(printf '%s\n' 4.5 "${said:-0}" | sort -V | head -n 1) == 4.5 ]] || export CCACHE_DISABLE=1
  quietly cmake --preset release -B "$elsewhere/$inside" -DCENT_DEVELOPER_MODE=OFF -DCMAKE_INSTALL_PREFIX=/usr \
    -DBUILD_SHARED_LIBS=ON -DCENT_TESTING=OFF -DCENT_CLI=OFF
  quietly cmake --build "$elsewhere/$inside"
  for library in src/libcent.so outbox/libcent_outbox.so token/libcent_token.so; do
    cmp "$work/build-shared/$library" "$elsewhere/$inside/$library" || fail "$library depends on its folder"
    sha256sum "$elsewhere/$inside/$library" | cut -d' ' -f1
  done

  need dpkg-shlibdeps
  export SOURCE_DATE_EPOCH=1
  (cd "$work/build-shared" && quietly cpack -G DEB -B "$work/elsewhere/here")
  (cd "$elsewhere/$inside" && quietly cpack -G DEB -B "$work/elsewhere/there")
  packages=("$work/elsewhere/there"/*.deb)
  ((${#packages[@]} == 6)) || fail "there are ${#packages[@]} packages, not two of each library"
  for package in "${packages[@]}"; do
    cmp "$work/elsewhere/here/${package##*/}" "$package" || fail "${package##*/} depends on its folder"
  done
  echo "reproducible: two folders, the same bytes of libraries and packages"
}

# A debug library with a postfix of its own (CMAKE_DEBUG_POSTFIX, as many set it) is named so by pkg-config and CMake.
postfix() {
  need pkg-config g++
  fresh postfix
  folder=$work/postfix
  quietly cmake -S "$CENT_SOURCE" -B "$folder/build" -DCMAKE_BUILD_TYPE=Debug -DCMAKE_CXX_FLAGS=-O0 -DCMAKE_DEBUG_POSTFIX=_d \
    -DCENT_TOKEN=ON -DCMAKE_INSTALL_PREFIX="$folder/prefix"
  quietly cmake --build "$folder/build"
  quietly cmake --install "$folder/build"
  libs=$(libdir "$folder/prefix")
  [[ -e $libs/libcent_d.a && -e $libs/libcent_token_d.a ]] || fail "no libraries of that name: $(ls "$libs")"
  export PKG_CONFIG_PATH=$libs/pkgconfig
  for module in cent cent-token; do
    program=plain
    [[ $module == cent ]] || program=token
    # shellcheck disable=SC2046
    quietly g++ -std=c++17 -DEXPECTED_VERSION="\"$CENT_VERSION\"" "$here/app/$program.cpp" \
      -o "$folder/$program" $(pkg-config --cflags --libs $module)
    quietly "$folder/$program"
  done
  echo "postfix: linked by pkg-config under the library's own name"
}

"$@"
