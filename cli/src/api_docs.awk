# Turns the documentation of the public aggregates into C++, so that help texts are those of the headers: one ApiDoc for each
# struct of the headers given, with a text for each of its members.
function quoted(text) {
  gsub(/\\/, "\\\\", text)
  gsub(/"/, "\\\"", text)
  gsub(/\n/, "\\n", text)
  return "\"" text "\""
}
# Adds a line of a comment. An empty one ends a paragraph.
function add(text, line) {
  sub(/^\/\/\/<? ?/, "", line)
  if (line == "") return text "\n"
  return text == "" || text ~ /\n$/ ? text line : text " " line
}
function end_struct() {
  printf "template <>\nstruct ApiDoc<%s::%s> {\n  static constexpr std::string_view text = %s;\n", space, name, quoted(about)
  printf "  static constexpr FieldDoc fields[] = {%s{{}, {}}};\n};\n", fields
  name = about = fields = ""
}
BEGIN {
  print "// Made by api_docs.awk.\n#pragma once\n#include \"api_doc.hpp\"\n\nnamespace cent::cli {"
}
/^namespace [a-z:]+ \{/ { space = $2; about = ""; next }
name == "" && /^\/\/\// { about = add(about, $0); next }
name == "" && /^struct [A-Za-z]+ \{/ {
  name = $2
  comment = declaration = fields = ""
  if (/\};$/) end_struct()
  next
}
name == "" { about = ""; next }
/^\};/ { end_struct(); next }
/^  \/\/\// { comment = add(comment, substr($0, 3)); next }
/^  +[A-Za-z]/ && (declaration != "" || /^  [A-Za-z]/) {
  text = $0
  if (match(text, / *\/\/\/</)) {
    comment = add(comment, substr(text, RSTART + RLENGTH - 4))
    text = substr(text, 1, RSTART - 1)
  }
  declaration = declaration text
  if (text !~ /;$/) {
    if (text ~ /\{$/) declaration = comment = ""  # a function
    next
  }
  sub(/(\{\}| = [^;]*);$/, "", declaration)
  if (declaration !~ /^ *(using|static) / && match(declaration, /[a-z0-9_]+$/)) {
    fields = fields "\n      {" quoted(substr(declaration, RSTART)) ", " quoted(comment) "},"
  }
  declaration = comment = ""
  next
}
{ declaration = comment = "" }
END { print "}  // namespace cent::cli" }
