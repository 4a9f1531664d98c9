#pragma once
#include <cent/detail/command_buffer.hpp>
#include <cstdint>
#include <string>
#include <string_view>

namespace cent::detail {

/// The commands of one request: a single one, or all of a buffer.
struct Work {
  std::string_view method{};
  std::string_view params{};
  const CommandBuffer* many = nullptr;

  [[nodiscard]] std::size_t size() const noexcept { return many != nullptr ? many->size() : 1; }
  [[nodiscard]] std::string_view method_of(std::size_t index) const noexcept {
    return many != nullptr ? many->method(index) : method;
  }
};

/// The two wire forms of Centrifugo's server API.
enum class DialectKind : unsigned char {
  unknown,
  modern,  ///< v5 and later: `/api/<method>`, `/api/batch`.
  legacy,  ///< v2 to v4, still served by v5 and v6: a stream of commands to `/api`.
};

/// A request in one dialect. `route` may point into the work, `body` into it or into `storage`.
struct WireRequest {
  DialectKind dialect = DialectKind::unknown;
  bool as_batch = false;  ///< Sent to `/api/batch`.
  /// Appended to the API's base address with a slash. Empty: the base address itself.
  std::string_view route{};
  std::string_view body{};
  std::string storage{};

  WireRequest() = default;
  WireRequest(const WireRequest&) = delete;  // body may point into storage
  WireRequest& operator=(const WireRequest&) = delete;
};

/// Receives the answers in a reply, one call per command, in any order. Texts point into the reply.
class AnswerSink {
 public:
  virtual void result(std::size_t index, std::string_view text) = 0;
  virtual void error(std::size_t index, std::uint32_t code, std::string message) = 0;
  virtual void unreadable(std::size_t index, std::string why) = 0;

 protected:
  ~AnswerSink() = default;
};

/// Stateless: writes requests and reads replies of one dialect. No clock, no socket.
class Dialect {
 public:
  virtual void write(const Work& work, bool as_batch, WireRequest& out) const = 0;
  /// Reads the body of a 200. @throws TextError if replies cannot be matched with commands.
  virtual void read(std::string_view body, const Work& work, bool as_batch, AnswerSink& sink) const = 0;

 protected:
  ~Dialect() = default;
};

const Dialect& modern_dialect();
const Dialect& legacy_dialect();
inline const Dialect& dialect_of(DialectKind kind) {
  return kind == DialectKind::legacy ? legacy_dialect() : modern_dialect();
}

/// Centrifugo's error object `{"code":102,"message":"…"}`.
struct ServerError {
  std::uint32_t code = 0;
  std::string message{};
};

}  // namespace cent::detail
