# The ABI has lost and changed nothing since the baseline in abi/ was made. New functions are no break.
source "$(dirname "$0")/lib.sh"
need abidw abidiff g++
fresh abi
CENT_ABI_BUILD=$work/build-abi quietly "$CENT_SOURCE/scripts/abi-baseline" "$work/abi"
expected=$(cat "$CENT_SOURCE/abi/made-with.txt")
here_made=$(cat "$work/abi/made-with.txt")
[[ $here_made == "$expected" ]] || not_run "the baseline was made with $expected, here is $here_made"

changed=0
for baseline in "$CENT_SOURCE"/abi/*.abi; do
  abidiff --no-added-syms "$baseline" "$work/abi/$(basename "$baseline")" >"$work/abi/report.txt" && continue
  changed=1
  echo "$(basename "$baseline") has changed:"
  grep -v '^ *$' "$work/abi/report.txt" | head -n 60
done
((changed == 0)) || fail "programs built with cent $CENT_VERSION would break. A new minor version (before 1.0) or
major version (after it) may do that: set it in CMakeLists.txt. Then, or if no release has this version yet, renew
the baseline: scripts/abi-baseline"
[[ -n $(ls "$CENT_SOURCE"/abi/*.abi) ]] || fail "there is no baseline: scripts/abi-baseline makes it"
echo "ABI: as in the baseline ($expected)"
