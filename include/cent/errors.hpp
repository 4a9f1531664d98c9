#pragma once
#include <cent/export.hpp>
#include <chrono>
#include <cstdint>
#include <exception>
#include <memory>
#include <optional>
#include <string>

namespace cent {

/// What is known about the effect of a command, the first question after a failure.
enum class Delivery {
  applied,   ///< The server answered success.
  refused,   ///< The server, or cent before sending, gave a definite no. It had no effect.
  not_sent,  ///< It provably never reached the server's application. Safe to repeat.
  unknown,   ///< It may or may not have been executed.
};

/// `applied`, `refused`, `not_sent` or `unknown`.
CENT_EXPORT const char* to_string(Delivery delivery) noexcept;

/// What a failed request died of.
enum class FailureKind {
  resolve,      ///< The host name has no address.
  connect,      ///< No connection: refused, unreachable, proxy failed.
  tls,          ///< Certificate or handshake.
  timeout,      ///< The deadline of the call passed, or the time of its last attempt.
  cut,          ///< The connection broke before the whole reply was there.
  cancelled,    ///< Given up on purpose: closing, a forked child.
  http_status,  ///< An HTTP status that is not success, see status() and body().
  redirect,     ///< A redirect; never followed, since the key would go along.
  unreadable,   ///< A reply that is not what Centrifugo sends.
  /// A reply above HttpOptions::max_reply_bytes, a request above what the server or a proxy allows, or a
  /// command above AsyncClientOptions::max_command_bytes.
  too_large,
  queue_full,  ///< The queue of an AsyncClient has no room: slow down, or try again later.
  resources,   ///< This process ran out of memory, descriptors or threads.
  other,       ///< Anything else, in words in what().
};

/// `resolve`, `connect`, ….
CENT_EXPORT const char* to_string(FailureKind kind) noexcept;

/// What is known about a failure. Plain data; own transports fill in `cause`, `kind`, `delivery`.
struct ErrorFacts {
  std::string cause{};   ///< One sentence for people. Never holds a secret.
  std::string method{};  ///< API method, `batch` for several commands, empty if none was involved.
  Delivery delivery = Delivery::unknown;  ///< What became of the command.
  FailureKind kind = FailureKind::other;  ///< Of RequestException only.
  bool retryable = false;                 ///< Whether the same call can help, without doubling its effect.
  /// The same address gives the same error until somebody changes a setting there or here: a certificate that
  /// is not trusted, a feature that libcurl lacks. Not repeated, except at another address.
  bool permanent = false;
  int attempts = 0;        ///< Requests that were tried; 0 if refused before sending.
  int status = 0;          ///< HTTP status; 0 if there was no response.
  std::string body{};      ///< First bytes of a body that was not a reply, made printable.
  std::uint32_t code = 0;  ///< Centrifugo's error code. Of ResponseError only.
  std::string note{};  ///< Follows the cause in what(): why cent did not repeat it. Of ResponseError only.
  std::optional<std::chrono::milliseconds> retry_after{};  ///< How long the server asked to wait.
};

/// Base of everything that cent reports. Copies share their content and cannot throw; immutable, so one
/// object may be read by several threads. No text of it holds the API key.
class CENT_EXPORT CentException : public std::exception {
 public:
  /// An error of one's own, as transports make them.
  explicit CentException(ErrorFacts facts);
  CentException(const CentException&) noexcept;
  CentException& operator=(const CentException&) noexcept;
  ~CentException() override;

  /// `cent: METHOD: cause`.
  [[nodiscard]] const char* what() const noexcept override;
  /// What became of the command.
  [[nodiscard]] Delivery delivery() const noexcept;
  /// True if repeating the same call can help and cannot double its effect: not after an unknown outcome of a
  /// publication whose key cent made, since the next call would get another key. With a key of one's own: for
  /// as long as servers remember it, 300 s.
  [[nodiscard]] bool retryable() const noexcept;
  /// The command's own API method, also in a batch; empty if none was involved.
  [[nodiscard]] const std::string& method() const noexcept;
  /// Requests that were tried; 0 if refused before sending.
  [[nodiscard]] int attempts() const noexcept;
  /// HTTP status of the last response; 0 if there was none.
  [[nodiscard]] int status() const noexcept;
  /// How long the server asked to wait before the next try, if it did (`Retry-After`).
  [[nodiscard]] std::optional<std::chrono::milliseconds> retry_after() const noexcept;
  /// All of it, for building a more precise error.
  [[nodiscard]] const ErrorFacts& facts() const noexcept;
  /// Throws a copy of the exact type.
  [[noreturn]] virtual void raise() const;

 private:
  struct Block;
  std::shared_ptr<const Block> block_;
};

/// A request failed: no connection, time-out, an HTTP status, an unreadable reply. delivery() tells what may
/// have happened on the server.
class CENT_EXPORT RequestException : public CentException {
 public:
  using CentException::CentException;
  ~RequestException() override;
  RequestException(const RequestException&) noexcept = default;
  RequestException& operator=(const RequestException&) noexcept = default;
  /// What the request died of.
  [[nodiscard]] FailureKind kind() const noexcept;
  /// First bytes (at most 256) of a body that was not a reply, control characters replaced.
  [[nodiscard]] const std::string& body() const noexcept;
  [[noreturn]] void raise() const override;
};

/// Centrifugo answered a command with an error.
class CENT_EXPORT ResponseError : public CentException {
 public:
  using CentException::CentException;
  ~ResponseError() override;
  ResponseError(const ResponseError&) noexcept = default;
  ResponseError& operator=(const ResponseError&) noexcept = default;
  /// Centrifugo's code; compare with ErrorCode. Codes unknown to this version pass through.
  [[nodiscard]] std::uint32_t code() const noexcept;
  /// Centrifugo's message, whose wording differs between versions.
  [[nodiscard]] const std::string& message() const noexcept;
  [[noreturn]] void raise() const override;
};

/// Wrong use of cent, refused before anything was sent: invalid JSON, an empty channel, a line break in a
/// key.
class CENT_EXPORT UsageError : public CentException {
 public:
  using CentException::CentException;
  /// An error in `method`, if one was involved.
  explicit UsageError(std::string cause, std::string method = {});
  ~UsageError() override;
  UsageError(const UsageError&) noexcept = default;
  UsageError& operator=(const UsageError&) noexcept = default;
  [[noreturn]] void raise() const override;
};

/// A single call met commands that Client::add gathered: send() or reset() them first. The buffer is kept.
class CENT_EXPORT ClientNotEmpty : public UsageError {
 public:
  using UsageError::UsageError;
  ~ClientNotEmpty() override;
  ClientNotEmpty(const ClientNotEmpty&) noexcept = default;
  ClientNotEmpty& operator=(const ClientNotEmpty&) noexcept = default;
  [[noreturn]] void raise() const override;
};

/// Centrifugo's error codes by name.
namespace ErrorCode {
/// May have been applied: delivery() is unknown. Also the answer to what a server can never do, see docs
/// "Errors".
inline constexpr std::uint32_t kInternal = 100;
inline constexpr std::uint32_t kUnknownChannel = 102;         ///< No such namespace.
inline constexpr std::uint32_t kNotFound = 104;               ///< No such method, or PRO only.
inline constexpr std::uint32_t kLimitExceeded = 106;          ///< v2 only.
inline constexpr std::uint32_t kBadRequest = 107;             ///< The server finds the request wrong.
inline constexpr std::uint32_t kNotAvailable = 108;           ///< History or presence is off for the channel.
inline constexpr std::uint32_t kUnrecoverablePosition = 112;  ///< Since v3.0: epoch mismatch in `since`.
inline constexpr std::uint32_t kConflict = 113;               ///< Since v5.0.4, PRO.
}  // namespace ErrorCode

}  // namespace cent
