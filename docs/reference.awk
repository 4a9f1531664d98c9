# Filters a header for doxygen: removes members that need no documentation (copies, moves, destructors without a comment,
# the two names that every request has).
function is_comment(line) { return line ~ /^ *\/\/\// }
function is_plain(line) {
  return line ~ /operator=\(/ || line ~ /^ *(virtual )?~[A-Za-z]+\(\)/ ||
         line ~ /^ *(explicit )?[A-Za-z]+\((const [A-Za-z]+&|[A-Za-z]+&&)( other)?\)( noexcept)?( = default| = delete)?;/ ||
         line ~ /^  using Result = / || line ~ /std::string_view kMethod = /
}
{
  if (!is_plain($0) || is_comment(before)) print
  before = $0
}
