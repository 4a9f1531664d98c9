#pragma once
#include <cstddef>
#include <cstdint>
#include <string>
#include <string_view>

namespace cent::detail {

/// The result of a command whose reply contains none. No part of a response.
inline constexpr std::string_view kEmptyResult = "{}";

/// Receives the answers in a reply, one call per command, in any order. Texts point into the reply, except
/// kEmptyResult.
class AnswerSink {
 public:
  virtual void result(std::size_t index, std::string_view text) = 0;
  virtual void error(std::size_t index, std::uint32_t code, std::string message) = 0;
  virtual void unreadable(std::size_t index, std::string why) = 0;

 protected:
  ~AnswerSink() = default;
};

}  // namespace cent::detail
