# The folder of examples builds against an installed cent. One of each kind is enough: cent's own build holds them all.
source "$(dirname "$0")/lib.sh"
fresh examples
quietly cmake -S "$CENT_SOURCE/examples" -B "$work/examples" -DCMAKE_PREFIX_PATH="$work/prefix-shared" \
  -DCMAKE_CXX_FLAGS="$warnings" -DCMAKE_COMPILE_WARNING_AS_ERROR=ON
programs=(01_publish 14_async_callback)
[[ $CENT_PARTS != *token* ]] || programs+=(12_tokens)
[[ $CENT_PARTS != *testing* ]] || programs+=(09_fake_transport)
quietly cmake --build "$work/examples" --target "${programs[@]}"
[[ ! -e $work/examples/12_tokens ]] || quietly "$work/examples/12_tokens"
[[ ! -e $work/examples/09_fake_transport ]] || quietly "$work/examples/09_fake_transport"
echo "built against the installed cent: ${programs[*]}"
