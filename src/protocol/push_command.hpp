#pragma once
#include <algorithm>
#include <cent/detail/command_buffer.hpp>

#include "json/text_writer.hpp"

namespace cent::detail {

/// Appends one command. `write` writes its params to a TextWriter and returns the effect. If it throws, the
/// buffer is unchanged.
template <class Write>
void CommandBuffer::push_with(std::string_view method, const Write& write) {
  make_room();
  const std::size_t begin = size_ - tail().size() + (entries_.empty() ? 0 : 1);  // after the comma
  TextWriter out{text_, size_ - tail().size()};
  Repeat repeat;
  try {
    char* to = out.room(method.size() + 5);
    if (!entries_.empty()) *to++ = ',';
    *to++ = '{';
    *to++ = '"';
    to = std::copy(method.begin(), method.end(), to);
    *to++ = '"';
    *to++ = ':';
    out.advance(to);
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
