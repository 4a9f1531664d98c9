# From the list of all tests and rows.txt to the page. Ends with status 1 and a complaint if they do not fit together.
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
  if (row in seen) complain("row " row " stands there twice")
  if (row + 0 != last + 1) complain("row " row " does not follow row " last)
  seen[row] = 1
  last = row + 0
  count = split(named[row], its_tests, " ")
  for (i = 1; i <= count; ++i) add_test(its_tests[i])
  next
}
/^  test: / {
  if (!($2 in file_of)) complain("row " row " speaks of " $2 ", which is not there")
  else if (index(named[row] " ", " " $2 " ")) complain("row " row " need not speak of " $2 ", whose name says the row")
  else add_test($2)
  next
}
/^  note: / { sub(/^  note: /, ""); reason = reason (reason == "" ? "" : " ") $0; next }
{ complain("not understood: " $0) }

END {
  finish_row()
  for (its_row in named) if (!(its_row in seen)) complain("a test speaks of row " its_row ", which is not there:" named[its_row])
  if (bad) exit 1
  print "# Faults, and the tests that cause them"
  print ""
  print "Made by `tests/faults/table.sh` from [tests/faults/rows.txt](../tests/faults/rows.txt) and the tests' names; a test"
  print "keeps it true. Each test below causes the fault and fails if the answer is another. " tested " of " number " rows have one."
  print "What did not run on a machine, since a neighbour is missing, is named at the end of `./scripts/test`."
  print ""
  print "| row | fault | answer | tests |"
  print "| --- | --- | --- | --- |"
  for (i = 1; i <= number; ++i) print lines[i]
}
