# demo.sh DEV-SERVER DEMO SOURCE: checks the demo's success, and its message and exit code when it fails.
server=$1 demo=$2 source=$3
failed=0

# expect STATUS TEXT ARGUMENT...: the demo with these arguments; @ stands for the dev server's address.
expect() {
  status=$1 text=$2
  shift 2
  said=$("$source/tests/support/with-dev-server" "$server" sh -c '
    demo=$1
    shift
    for argument; do
      shift
      [ "$argument" = @ ] && argument=$CENT_ADDRESS
      set -- "$@" "$argument"
    done
    exec "$demo" "$@"' sh "$demo" "$@" 2>&1)
  got=$?
  case $said in
    *"$text"*) [ $got -eq "$status" ] && return ;;
  esac
  printf 'FAILED: %s: exit code %s, not %s, with %s:\n%s\n' "$*" $got "$status" "$text" "$said"
  failed=1
}

expect 0 'All steps succeeded.' --server @ --api-key api_key --token-secret secret
expect 0 'All steps succeeded.' --server @ --api-key api_key
expect 1 'is the API key right?' --server @ --api-key wrong --token-secret secret
expect 1 'is --token-secret right?' --server @ --api-key api_key --token-secret wrong
expect 1 'http://127.0.0.1:1' --server http://127.0.0.1:1 --api-key api_key
expect 2 '--api-key KEY' --server
expect 0 '--api-key KEY' --help
[ "$("$source/scripts/demo" --help)" = "$("$demo" --help)" ] || { echo 'FAILED: scripts/demo --help prints another text'; failed=1; }
exit $failed
