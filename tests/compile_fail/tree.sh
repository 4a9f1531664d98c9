#!/usr/bin/env bash
# tree.sh: what grep and wc can see of the rules for the tree: which room may include which, who may say what, how long
# files are, and words that have no place in it.
source "$(dirname "$0")/lib.sh"
cd "$CENT_SOURCE"

# none PATTERN WHAT FILE...: no line of the files matches. Comments do not count.
none() {
  local pattern=$1 what=$2 found
  shift 2
  (($# > 0)) || { wrong "no files to look at: $what"; return; }
  if found=$(grep -nE "$pattern" "$@" /dev/null | grep -vE '^[^:]*:[0-9]+: *//'); then wrong "$what:"$'\n'"$found"; fi
}
code() { find "$@" -name tests -prune -o \( -name '*.hpp' -o -name '*.cpp' \) -print | sort; }
code_but() { code src include outbox token testing cli | grep -vE "^($1)"; }
public=(include outbox/include token/include testing/*/include)

# Which rooms of src/ a room there, or a part beside it, may include. Arrows never point up.
while read -r room may; do
  folder=src/$room
  [[ $room != */src ]] || folder=$room
  [[ -d $folder ]] || { wrong "$folder is not there"; continue; }
  found=$(grep -nE '#include "[a-z_]+/' $(code "$folder") | grep -vE "#include \"(${may// /|})") &&
    wrong "$folder includes what it must not:"$'\n'"$found"
done <<'ROOMS'
system system/
transport transport/ system/
json json/
protocol protocol/ json/ system/
api api/ json/ protocol/push_command protocol/method_name
curl curl/ transport/ system/
observe observe/ json/utf8 json/writer system/ api/method_list
delivery delivery/ api/since observe/watch protocol/ json/ system/
http http/ delivery/ protocol/ transport/ json/ system/
async async/ http/ delivery/ observe/watch protocol/ transport/ system/
outbox/src api/ json/
token/src api/ json/
cli/src api/ json/ token/src/claims_rows
testing/kit/src api/ json/
testing/dev_server/src api/method_list
ROOMS
for room in src/*/ outbox/src/ token/src/ cli/src/ testing/*/src/; do
  room=${room#src/}
  grep -qE "^${room%/} " "$0" || wrong "$room has no rule in tree.sh"
done

# Public headers that a room may include.
none '#include <cent/(client|async|batch|api|retry|transport|curl)' 'src/json knows a room above it' $(code src/json)
none '#include <cent/(client\.|async|batch|curl)' 'src/protocol or src/api knows a room above it' $(code src/protocol src/api)
none '#include <cent/(client\.|async|batch)' 'src/delivery, src/http or src/curl knows a room above it' $(code src/delivery src/http src/curl)
none '#include <cent/(client\.|client_options|async_(client|options)|batch|retry|transport|curl)' \
  'src/observe knows a room above it' $(code src/observe)

# Public headers.
none '#include <((curl|nlohmann|openssl|boost|spdlog|prometheus|rapidjson|google|json|pqxx|hiredis)/|libpq-fe|ares)' 'a public header includes another library' \
  $(code "${public[@]}" | grep -vE '^(include/cent/(asio|dns|spdlog|prometheus|json/[a-z_]+)|outbox/include/cent/outbox/(pqxx|libpq|hiredis))\.hpp$')
none '#include "' 'a public header includes a private one' $(code "${public[@]}")
none '#include <cent/[^aje]|#include <cent/a[^p]' 'an API type includes more than json.hpp' \
  $(code include/cent/api | grep -v idempotency_key)
none '#include <cent/[^e]|#include <cent/e[^x]' 'errors.hpp includes more than the standard library' include/cent/errors.hpp

# Who may say what.
none '<curl/|curl_(easy|multi|url|global|share|slist)_|CURL[A-Z]+_' 'only src/curl and the streams of the program speak to curl' $(code_but 'src/curl/|cli/src/web\.')
none 'nlohmann|<(CLI|toml)' 'only the program of the dev server knows nlohmann, CLI11 and toml++' \
  $(code src outbox token testing | grep -v '^testing/dev_server/program/')
none '<openssl/' 'only tokens and the dev server know OpenSSL' $(code_but 'token/src/|testing/dev_server/src/')
none '<boost/' 'only the dev server and an adapter know Boost' $(code_but 'testing/dev_server/src/|include/cent/(asio|json/)')
none 'std::(thread|jthread|async)[ {(]|pthread_create' 'only the async engine, lookups of names, the dev server and the program start threads' \
  $(code_but 'src/system/|src/transport/|src/async/(closing|running_client)|src/http/lookups|testing/dev_server/src/|cli/src/interrupts')
none '_clock|::now\(|mutex|socket|sleep' 'dialects, JSON, types, lanes and the retry rule know no clock, mutex or socket' \
  $(code src/protocol src/json src/api) $(find src/async -name 'lanes*') src/delivery/retry.hpp src/delivery/retry.cpp

# Short files.
lengths=$(wc -l $(code src "${public[@]}" outbox/src token/src testing/*/src cli/src) | grep -v ' total$' | sort -n)
long=$(awk '$1 > 300' <<<"$lengths")
[[ -z $long ]] || wrong "files of more than 300 lines:"$'\n'"$long"
median=$(awk '{ n[NR] = $1 } END { print n[int((NR + 1) / 2)] }' <<<"$lengths")
((median <= 120)) || wrong "the median of all files is $median lines"

# A header's name says what is in it: no two have the same name, except of the same thing for users and inside.
twice=$(find src include outbox token testing cli tests bench -name '*.hpp')
twice=$(sed -n 's,.*/\([^/]*\.hpp\)$,\1,p' <<<"$twice" | sort | uniq -d | grep -vxE '(retry|text)\.hpp' || true)
[[ -z $twice ]] || wrong "headers of the same name:"$'\n'"$twice"

# Files that tests must reach whole, for `scripts/test coverage`.
for file in $(sed -n 's/^[^#:]*: *//p' tests/coverage/whole.txt); do
  [[ -f $file ]] || wrong "tests/coverage/whole.txt names $file, which is not there"
done

# Words that have no place here. Spelled so that this file does not hold them.
tree=$(git ls-files 2>/dev/null || true)
[[ -n $tree ]] || tree=$(find . -type f -not -path './build/*' -not -path './.git/*')
tree=$(grep -vE '/(corpus|recorded)/' <<<"$tree")
if found=$(grep -InwE 'T[O]DO|F[I]XME|H[A]CK|X[X]X' $tree); then wrong "work left undone:"$'\n'"$found"; fi
if found=$(grep -InE '(^|[^A-Za-z0-9_.}/])/(w[o]rk|h[o]me|r[o]ot|U[s]ers)/[A-Za-z]' $tree); then
  wrong "a path of somebody's machine:"$'\n'"$found"
fi
finish "$(wc -l <<<"$lengths") files, median $median lines"
