#pragma once
#include <algorithm>
#include <cent/detail/command_buffer.hpp>

#include "json/text_writer.hpp"

namespace cent::detail {

/// Size of a command beside its method and params, with the comma before it.
inline constexpr std::size_t kCommandFrame = 6;

/// Writes a command up to its params. Returns where they begin.
inline char* write_name(char* to, std::string_view method, bool is_first) {
  if (!is_first) *to++ = ',';
  *to++ = '{';
  *to++ = '"';
  to = std::copy(method.begin(), method.end(), to);
  *to++ = '"';
  *to++ = ':';
  return to;
}

/// Appends one command. `write` writes its params to a TextWriter and returns the effect. If it throws, the
/// buffer is unchanged.
template <class Write>
void CommandBuffer::push_with(std::string_view method, const Write& write) {
  make_room();
  const std::size_t begin = size_ - tail().size() + (entries_.empty() ? 0 : 1);  // after the comma
  TextWriter out{text_, size_ - tail().size()};
  Repeat repeat;
  try {
    out.advance(write_name(out.room(method.size() + kCommandFrame), method, entries_.empty()));
    repeat = write(out);
    out.push_back('}');
    out.append(tail());
  } catch (...) {
    write_tail();
    throw;
  }
  size_ = out.size();
  entries_.push_back({begin, static_cast<unsigned short>(method.size()), repeat});
}

}  // namespace cent::detail
