# Sourced by stages.sh: measures the tests' coverage of the library and its parts, and checks it.

least_lines=97    # per cent
least_branches=90

# coverage_table BUILD FOLDER: writes gcov's counts of BUILD into FOLDER, as a table of files and as CSV.
#
# Branches that only an exception takes, and those that the compiler knows to be dead, are left out: g++ generates one for
# each call that may throw, and tests/faults/torture covers those of memory one by one.
coverage_table() {
  local build=$1 folder=$2
  mkdir -p "$folder"
  local of=(--root . --filter '((outbox|token)/|testing/[a-z_]+/)?(include|src)/' --exclude-throw-branches --exclude-unreachable-branches)
  gcovr "${of[@]}" --object-directory "$build" -j "$jobs" --json "$folder/all.json" "$build"/{src,outbox,token,testing,tests} &&
    gcovr "${of[@]}" -a "$folder/all.json" --txt "$folder/lines.txt" --csv "$folder/files.csv" &&
    gcovr "${of[@]}" -a "$folder/all.json" --branches --txt "$folder/branches.txt"
}

# coverage_verdict CSV ROOMS: prints the totals, with and without dev server and testing kit. Fails if they are too low, or
# if a line of the files in ROOMS is not reached.
coverage_verdict() {
  awk -F, -v least_lines="$least_lines" -v least_branches="$least_branches" '
    function percent(part, whole) { return whole ? 100 * part / whole : 100 }
    function judge(name, of,    lines, branches) {
      lines = percent(hit[of], all[of])
      branches = percent(taken[of], ways[of])
      printf "coverage: %s: lines %.1f %% (%d of %d), branches %.1f %% (%d of %d)\n", name, lines, hit[of], all[of],
        branches, taken[of], ways[of]
      if (lines < least_lines || branches < least_branches) bad = 1
    }
    FNR == NR {
      if (FNR == 1) next
      seen[$1] = $2 - $3
      for (of = $1 ~ /^testing\// ? 1 : 0; of < 2; ++of) {
        all[of] += $2; hit[of] += $3; ways[of] += $5; taken[of] += $6
      }
      next
    }
    /^[^#]/ {
      split($0, parts, ":")
      n = split(parts[2], files, " ")
      missed = ""
      for (i = 1; i <= n; ++i) {
        if (!(files[i] in seen)) missed = missed " " files[i] " (not measured)"
        else if (seen[files[i]]) missed = missed " " files[i] " (" seen[files[i]] " lines)"
      }
      if (missed) { printf "coverage: %s: not reached:%s\n", parts[1], missed; bad = 1 }
      else printf "coverage: %s: every line of %d files\n", parts[1], n
    }
    END {
      judge("the library", 0)
      judge("all, with dev server and testing kit", 1)
      printf "coverage: required: %d %% of lines and %d %% of branches\n", least_lines, least_branches
      exit bad
    }' "$1" "$2"
}
