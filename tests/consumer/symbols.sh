# Exports and dependencies of the shared libraries: symbols of cent alone, none that names a type of curl, nlohmann,
# Boost or OpenSSL; a name and version after the rule; no library that was not asked for.
source "$(dirname "$0")/lib.sh"
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
! grep -rnE --exclude=asio.hpp '#include *[<"](curl|nlohmann|boost|openssl)/' "$prefix/include" ||
  fail "a public header includes it"
