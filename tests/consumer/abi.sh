# A release compares its ABI with the last tag: here is proved that the comparison notices what it is for.
source "$(dirname "$0")/lib.sh"
need abidw abidiff g++
fresh abi
abi=$CENT_SOURCE/scripts/abi
quietly "$abi" dump "$work/abi/now"
cp -r "$work/abi/now" "$work/abi/more"
quietly "$abi" compare "$work/abi/now" "$work/abi/more"

# A function that only the older library has.
lost=_ZN4cent6Client5resetEv
grep -q "$lost" "$work/abi/now/libcent.abi" || fail "the dump has no Client::reset(), this test needs another function"
sed -i "/<elf-symbol name='$lost'/d; s/ elf-symbol-id='$lost'//" "$work/abi/more/libcent.abi"
if said=$("$abi" compare "$work/abi/now" "$work/abi/more"); then fail "a lost function was not noticed"; fi
[[ $said == *libcent.abi* ]] || fail "the report does not name the library: $said"
quietly "$abi" compare "$work/abi/more" "$work/abi/now" # a function more is no break
echo "ABI: a lost function is noticed, a new one is no break"
