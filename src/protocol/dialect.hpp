#pragma once
#include <cent/client_options.hpp>
#include <cent/errors.hpp>
#include <string>
#include <string_view>
#include <vector>

#include "protocol/answer_sink.hpp"
#include "protocol/command_list.hpp"

namespace cent::detail {

class Dialect;

/// How a single command is sent. Several are always sent as a batch.
enum class Form : unsigned char {
  usual,
  batch,  ///< As a batch of one.
};

/// A request in one dialect. `route` may point into the commands, `body` into them or into `storage`.
struct WireRequest {
  const Dialect* dialect = nullptr;
  Form form = Form::usual;
  /// Appended to the API's base address with a slash. Empty: the base address itself.
  std::string_view route{};
  std::string_view body{};
  std::string storage{};

  WireRequest() = default;
  WireRequest(const WireRequest&) = delete;  // body may point into storage
  WireRequest& operator=(const WireRequest&) = delete;
};

/// The meaning of an HTTP status other than 200 for the dialect of the server.
enum class Sign : unsigned char {
  answer,         ///< Nothing: it is the answer.
  other_form,     ///< The method is missing, or the dialect. The other form of the request shows which.
  other_dialect,  ///< The server does not support this dialect.
  key_rejected,   ///< The key is wrong, or the server expects it where another dialect puts it.
};

/// The wire form of a server generation: everything that differs between generations. Stateless, without
/// clock and socket. A new one is a file like modern.cpp and a row in dialects.cpp.
class Dialect {
 public:
  /// For events: "legacy".
  [[nodiscard]] virtual const char* short_name() const noexcept = 0;
  /// For error texts: "the legacy protocol (v2 to v4)".
  [[nodiscard]] virtual const char* name() const noexcept = 0;
  /// The option that chooses only this dialect.
  [[nodiscard]] virtual Protocol protocol() const noexcept = 0;
  /// Why it cannot be used with these options, as a clause for error texts; null if it can.
  [[nodiscard]] virtual const char* conflict(const ClientOptions& options) const;
  /// Advice for the case that a proxy rejects the request of another dialect; null if there is none.
  [[nodiscard]] virtual const char* advice() const noexcept { return nullptr; }

  /// The headers of each request.
  [[nodiscard]] virtual HttpHeaders headers(const ClientOptions& options) const = 0;
  /// Appended to each address: `?name=value`, or empty.
  [[nodiscard]] virtual std::string query(const ClientOptions& options) const;
  /// The routes that most requests have.
  [[nodiscard]] virtual std::vector<std::string_view> frequent_routes() const = 0;

  /// The form that shows whether the server supports this dialect.
  [[nodiscard]] virtual Form probe(const Commands& commands) const = 0;
  virtual void write(const Commands& commands, Form form, WireRequest& out) const = 0;
  /// Reads the body of a 200. @throws TextError if replies cannot be matched with commands.
  virtual void read(std::string_view body, const Commands& commands, Form form, AnswerSink& sink) const = 0;

  [[nodiscard]] virtual Sign sign(int status, const Commands& commands, Form form) const = 0;
  /// The outcome of the commands if an HTTP status other than 200 is the answer.
  [[nodiscard]] virtual Delivery outcome(int status, const Commands& commands) const;

 protected:
  ~Dialect() = default;
};

/// Centrifugo's error object `{"code":102,"message":"…"}`.
struct ServerError {
  std::uint32_t code = 0;
  std::string message{};
};

}  // namespace cent::detail
