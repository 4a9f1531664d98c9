#!/usr/bin/env bash
# guide.sh CENT DEV-SERVER SOURCE PAGE...: runs the commands of pages, those of an `sh` block that a `text` block follows, on a
# terminal and a dev server, and compares what they print with that text. Epochs and times differ.
set -euo pipefail
work=$(mktemp -d)
trap 'rm -rf "$work"' EXIT
cent=$1 server=$2 source=$3
shift 3
mkdir "$work/bin"
ln -s "$cent" "$work/bin/cent"

awk -v folder="$work" '
  /^```sh$/ { script = sprintf("%s/%03d.sh", folder, ++count); kind = "sh"; next }
  /^```text$/ && script != "" && behind { expected = script; sub(/sh$/, "expected", expected); kind = "text"; next }
  /^```/ { behind = kind == "sh"; if (kind != "sh") script = ""; kind = ""; next }
  kind == "sh" { print > script }
  kind == "text" { print > expected }
  kind == "" && NF > 0 { behind = 0 }' "$@"

blank() {
  sed -E -e 's/\r$//' -e 's/(epoch"? *:? *"?)[A-Za-z]{8}/\1EPOCH/g' -e 's/[0-9]{4}-[0-9-]+ [0-9:]+ UTC/TIME/' \
    -e 's/"exp":[0-9]+/"exp":N/' "$1"
}
{
  echo 'stty cols 80'
  for expected in "$work"/*.expected; do
    echo "echo '== ${expected##*/}'"
    echo ". '${expected%expected}sh'"
  done
} >"$work/all"
for expected in "$work"/*.expected; do
  echo "== ${expected##*/}"
  cat "$expected"
done >"$work/expected"
count=$(grep -c '^==' "$work/expected") || { echo "no commands in $*" >&2; exit 1; }

export PATH=$work/bin:$PATH XDG_CONFIG_HOME=$work CENT_API_KEY=api_key CENT_TOKEN_SECRET=secret CENT_TIMEOUT=20s
"$source/tests/support/with-dev-server" "$server" \
  sh -c 'CENT_URL=$CENT_ADDRESS exec script -qec "bash $1" /dev/null </dev/null' sh "$work/all" >"$work/printed"
diff <(blank "$work/expected") <(blank "$work/printed") || { echo "FAILED: < as written, > as printed"; exit 1; }
echo "$count blocks of commands print what is written"
