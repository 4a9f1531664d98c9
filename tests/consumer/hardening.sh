# The release preset's flags against exploits have reached the files that are installed.
source "$(dirname "$0")/lib.sh"
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
