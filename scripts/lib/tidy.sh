# Sourced by scripts/test: clang-tidy over the delivered sources, with a cache outside the source tree.
#
# The cache holds an empty file for each clean check. Its name is a hash of everything that the check reads: the source and
# its headers with their comments, the compile command, the checks and the version of clang-tidy. It does not depend on the
# folder of the clone. A check that found something leaves no file, so it runs again.
tidy_cache=${XDG_CACHE_HOME:-${HOME:-/tmp}/.cache}/cent/tidy
tidy_days=60 # entries that were not used for longer are deleted
export tidy_cache

# tidy_list FOLDER: prints each source in its compile_commands.json, and on the next lines its compile commands; both end in a
# zero byte.
tidy_list() {
  python3 - "$1" <<'END'
import json, os, sys
commands = {}
for entry in json.load(open(os.path.join(sys.argv[1], "compile_commands.json"), encoding="utf-8")):
    commands.setdefault(entry["file"], []).append(entry["command"])
for file in sorted(commands):
    print(file, "\n".join(commands[file]), sep="\0", end="\0")
END
}

# tidy_key FOLDER SOURCE COMMANDS: prints the hash, or fails if one of the inputs cannot be read.
tidy_key() {
  local folder=$1 source=$2 commands=$3 command config read all
  config=$(clang-tidy --dump-config "$source" -- 2>/dev/null) || return 1
  all=$(clang-tidy --version)$'\n'$config$'\n'$commands
  while IFS= read -r command; do
    # clang-tidy defines this macro.
    read=$(cd "$folder" && bash -c "$command -D__clang_analyzer__ -M -MT all -MF -" 2>/dev/null) || return 1
    [[ $read == all:*"$source"* ]] || return 1
    read=$(set -o pipefail && sed '1s/^all://; s/ \\$//' <<<"$read" | xargs sha256sum) || return 1
    all+=$'\n'$read
  done <<<"$commands"
  sha256sum <<<"${all//"$PWD"/}" | cut -d' ' -f1
}

# tidy_one FOLDER RESULTS SOURCE COMMANDS: checks one source unless it is known to be clean. Adds a line to the file RESULTS.
tidy_one() {
  local folder=$1 results=$2 source=$3 key
  key=$(tidy_key "$folder" "$source" "$4") || key=
  if [ -n "$key" ] && [ -e "$tidy_cache/$key" ]; then
    touch "$tidy_cache/$key"
    echo unchanged >>"$results"
    return 0
  fi
  # It prints the number of suppressed warnings to stderr.
  if ! clang-tidy -p "$folder" --quiet "$source" 2>>"$folder.log"; then
    echo found >>"$results"
    return 1
  fi
  echo clean >>"$results"
  [ -z "$key" ] || : >"$tidy_cache/$key"
}
export -f tidy_key tidy_one

# tidy_sources FOLDER: checks all sources that are built in this folder.
tidy_sources() {
  local folder=$PWD/$1 results=$PWD/$1/results.txt status=0 total
  mkdir -p "$tidy_cache" && find "$tidy_cache" -type f -mtime "+$tidy_days" -delete
  rm -f "$results" "$folder.log"
  touch "$results"
  tidy_list "$folder" >"$folder/sources" || return 1
  total=$(tr -cd '\0' <"$folder/sources" | wc -c)
  total=$((total / 2))
  xargs -r -0 -P "$jobs" -n 2 bash -c 'tidy_one "$@"' tidy_one "$folder" "$results" <"$folder/sources" || status=1
  # Each source must have a result: a check that did not start proves nothing.
  if [ "$total" -eq 0 ] || [ "$(wc -l <"$results")" -ne "$total" ]; then
    echo "tidy: $total sources, but $(wc -l <"$results") results, see $folder.log"
    return 1
  fi
  printf 'tidy: %d files, %d unchanged since they were clean, %d checked now, findings in %d\n' "$total" \
    "$(grep -c unchanged "$results")" "$(grep -vc unchanged "$results")" "$(grep -c found "$results")"
  return $status
}
