# Turns the code of a Markdown page into C++ that tests compile and run, from the very text that people read.
#
#   ```cpp           the body of a function, run against a dev server
#   ```cpp compiled  the same, compiled but not run
#   ```cpp global    stands outside of functions: types, specializations
#   ```cpp program   a program of its own, in README.md only: see programs.awk
#   ```cmake, ```sh, ```json  see tests/consumer
#   ```text, ```ini  not code
#
# Any other block is refused, so that no code stands there that nobody compiles. The address and key of the examples
# become those of the dev server.
function flush_block() {
  gsub(/"http:\/\/localhost:8000"/, "docs::address()", block)
  if (kind == "global") {
    globals = globals block
  } else if (kind != "program" && kind != "other") {
    ++count
    bodies = bodies "\nvoid snippet_" count "() {\n" block "}\n"
    if (kind == "run") calls = calls "TEST(" page ", Line" start ") { docs::run(snippet_" count "); }\n"
    else calls = calls "[[maybe_unused]] void (*const compiled_" count ")() = &snippet_" count ";\n"
  }
}
function kind_of(info) {
  if (info == "cpp") return "run"
  if (info == "cpp compiled" || info == "cpp global") return substr(info, 5)
  if (info == "cpp program" && page == "README" && ++programs == 1) return "program"
  if (info ~ /^(cmake|sh|json|ini)( |$)/ || info == "text") return "other"
  refuse("a block of '" info "' that no test compiles, see tests/docs/snippets.awk")
}
function refuse(why) {
  print FILENAME ":" FNR ": " why > "/dev/stderr"
  refused = 1
  exit 1
}
BEGIN { kind = "" }
/^[ >]*(```|~~~)/ {
  if (kind == "") {
    if ($0 !~ /^```/) refuse("a block must begin with ``` at the start of its line")
    kind = kind_of(substr($0, 4))
    block = ""
    start = FNR
  } else if ($0 == "```") {
    flush_block()
    kind = ""
  }
  next
}
kind != "" {
  if (block == "") block = "#line " FNR " \"" FILENAME "\"\n"
  if (kind != "other" && kind != "program" && $0 ~ /^#include/) {
    includes = includes $0 "\n"
    $0 = ""
  }
  block = block $0 "\n"
}
END {
  if (refused) exit 1
  if (kind != "") refuse("the last block has no end")
  print includes "#include \"docs/guide.hpp\"\n"
  print globals "namespace {\n" bodies "\n" calls "}  // namespace"
}
