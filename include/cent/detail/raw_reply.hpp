#pragma once
#include <cent/errors.hpp>
#include <cent/export.hpp>
#include <cstddef>
#include <string>
#include <string_view>

namespace cent::detail {

/// A single command's result before it is read into its type: a piece of the response's body.
struct RawReply {
  std::string body{};
  std::size_t begin = 0;
  std::size_t size = 0;
  std::string_view method{};
  int attempts = 0;
  int status = 0;

  [[nodiscard]] std::string_view text() const noexcept { return std::string_view{body}.substr(begin, size); }
  /// Throws the error again with what is known about the call.
  [[noreturn]] CENT_EXPORT void raise(const RequestException& error) const;
};

}  // namespace cent::detail
