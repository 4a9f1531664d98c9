# From the list of all tests and rows.txt to the page. Fails with a message if they do not match.
function complain(text) { print "rows.txt: " text > "/dev/stderr"; bad = 1 }
function shown(test) { return "[`" test "`](../" file_of[test] ")" }
function finish_row() {
  if (row == "") return
  if (tests == "" && reason == "") complain("row " row " has neither a test nor a reason")
  number += 1
  if (tests != "") tested += 1
  lines[number] = "| " row " | " fault " | " answer " | " tests (tests != "" && reason != "" ? "<br>" : "") reason " |"
  tests = reason = ""
}
function add_test(test) { tests = tests (tests == "" ? "" : "<br>") shown(test) }

# First file: the tests.
FILENAME == "-" {
  file_of[$1] = $2
  if (match($1, /Row[0-9][0-9](_|\.)/)) {
    its_row = substr($1, RSTART + 3, 2)
    named[its_row] = named[its_row] " " $1
  }
  next
}

# Second file: the rows.
/^#/ || /^$/ { next }
/^[0-9][0-9] \| / {
  finish_row()
  split($0, part, / \| /)
  row = part[1]; fault = part[2]; answer = part[3]
  if (row in seen) complain("row " row " appears twice")
  if (row + 0 != last + 1) complain("row " row " does not follow row " last)
  seen[row] = 1
  last = row + 0
  count = split(named[row], its_tests, " ")
  for (i = 1; i <= count; ++i) add_test(its_tests[i])
  next
}
/^  test: / {
  if (!($2 in file_of)) complain("row " row " names " $2 ", which does not exist")
  else if (index(named[row] " ", " " $2 " ")) complain("row " row " need not list " $2 ", whose name contains the row")
  else add_test($2)
  next
}
/^  note: / { sub(/^  note: /, ""); reason = reason (reason == "" ? "" : " ") $0; next }
{ complain("not understood: " $0) }

END {
  finish_row()
  for (its_row in named) if (!(its_row in seen)) complain("a test names row " its_row ", which does not exist:" named[its_row])
  if (bad) exit 1
  print "# Faults, and the tests that cause them"
  print ""
  print "Each test below causes the fault and fails if cent's answer differs. " tested " of " number " rows have a test. `./scripts/test` ends"
  print "with a list of tests that did not run, for example because a proxy is not installed. `tests/faults/table.sh` makes this"
  print "page from [tests/faults/rows.txt](../tests/faults/rows.txt) and the tests' names; a test checks that it is up to date."
  print ""
  print "| row | fault | answer | tests |"
  print "| --- | --- | --- | --- |"
  for (i = 1; i <= number; ++i) print lines[i]
}
