# Filters a header for doxygen. Removes members that need no documentation (copies, moves, destructors without a comment,
# the two names that every request has), and shows the list of methods without `detail`.
function is_comment(line) { return line ~ /^ *\/\/\// }
function is_plain(line) {
  return line ~ /operator=\(/ || line ~ /^ *(virtual )?~[A-Za-z]+\(\)/ ||
         line ~ /^ *(explicit )?[A-Za-z]+\((const [A-Za-z]+&|[A-Za-z]+&&)( other)?\)( noexcept)?( = default| = delete)?;/ ||
         line ~ /^  using Result = / || line ~ /std::string_view kMethod = /
}
FILENAME ~ /methods\.hpp$/ {
  sub(/namespace cent::detail/, "namespace cent")
  if (/^ public:/) public = 1
  if (public && /^  template </ && !is_comment(before)) {
    held = "  /// A short form of the same.\n" $0 "\n"
    before = $0
    next
  }
  if (held != "") {
    if ($0 !~ /= delete;$/) printf "%s%s\n", held, $0
    held = ""
    before = $0
    next
  }
}
{
  gsub(/public detail::Methods</, "public Methods<")
  if (!is_plain($0) || is_comment(before)) print
  before = $0
}
