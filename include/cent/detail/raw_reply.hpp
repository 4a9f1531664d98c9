#pragma once
#include <cent/detail/read_reply.hpp>
#include <cstddef>
#include <string>
#include <string_view>

namespace cent::detail {

/// The result of a single command before it is read into its type: a part of the response's body.
struct RawReply {
  std::string body{};
  std::size_t begin = 0;
  std::size_t size = 0;
  CallFacts call{};

  [[nodiscard]] std::string_view text() const noexcept { return std::string_view{body}.substr(begin, size); }
};

}  // namespace cent::detail
