#pragma once
#include <cent/export.hpp>
#include <chrono>
#include <cstdint>
#include <exception>
#include <memory>
#include <optional>
#include <string>

namespace cent {

/// The outcome of a command: what is known about its effect on the server.
///
/// A failed call does not say by itself whether the command was executed. If no connection was made, it was
/// not; if the connection broke after the request had been sent, nobody on this side can know. A program that
/// repeats the command in the second case may publish a message twice, and one that gives up may lose it. So
/// cent judges by evidence, that is by the bytes that were sent and the bytes that came back, and reports one
/// of four outcomes. Only `unknown` leaves the question open.
enum class Delivery {
  applied,   ///< The server answered success.
  refused,   ///< Rejected by the server, or by cent before sending. No effect.
  not_sent,  ///< It provably never reached the server's application. No effect; safe to repeat.
  unknown,   ///< It may or may not have been executed.
};

/// `applied`, `refused`, `not_sent` or `unknown`.
CENT_EXPORT const char* to_string(Delivery delivery) noexcept;

/// Why a request failed.
enum class FailureKind {
  resolve,      ///< The host name has no address.
  connect,      ///< No connection: refused, unreachable, or the proxy failed.
  tls,          ///< Certificate or handshake.
  timeout,      ///< The deadline of the call or the time limit of its last attempt passed.
  cut,          ///< The connection broke before the whole reply had arrived.
  cancelled,    ///< Given up on purpose: the client was closed, or the process is a forked child.
  http_status,  ///< An HTTP status other than success, see status() and body().
  redirect,     ///< A redirect; never followed, since it would disclose the API key.
  unreadable,   ///< Not a valid reply of Centrifugo.
  /// A reply exceeds HttpOptions::max_reply_bytes, a request exceeds the limit of the server or a proxy, or a
  /// command exceeds AsyncClientOptions::max_command_bytes.
  too_large,
  unsupported,  ///< The server is too old for a field of the request, see ClientOptions::unsupported.
  queue_full,   ///< The queue of an AsyncClient is full: slow down, or try again later.
  resources,    ///< This process ran out of memory, descriptors or threads.
  other,        ///< Anything else; what() describes it.
};

/// `resolve`, `connect`, ….
CENT_EXPORT const char* to_string(FailureKind kind) noexcept;

/// All facts about a failure. Plain data; a custom transport fills in `cause`, `kind` and `delivery`.
struct ErrorFacts {
  std::string cause{};                    ///< One sentence for people. Never contains a secret.
  std::string method{};                   ///< The command's API method; empty if none was involved.
  std::string channel{};                  ///< The command's channel; empty if it has none or several.
  Delivery delivery = Delivery::unknown;  ///< The outcome of the command.
  FailureKind kind = FailureKind::other;  ///< Why the request failed. Of RequestException only.
  bool retryable = false;                 ///< Whether repeating the call can help and has no second effect.
  /// The same address fails again until somebody changes a setting on either side: an untrusted certificate,
  /// a feature that libcurl lacks. Not repeated, except at another address.
  bool permanent = false;
  int attempts = 0;        ///< Number of requests; 0 if refused before sending.
  int status = 0;          ///< HTTP status; 0 if there was no response.
  std::string body{};      ///< First bytes of a body that is not a reply, made printable.
  std::uint32_t code = 0;  ///< Centrifugo's error code. Of ResponseError only.
  std::string note{};  ///< Why cent did not repeat it; follows the cause in what(). Of ResponseError only.
  std::optional<std::chrono::milliseconds> retry_after{};  ///< How long the server asked to wait.
};

/// Base of all errors that cent reports.
///
///     try {
///       client.publish("news", cent::Json::of("hello"));
///     } catch (const cent::CentException& error) {
///       std::cerr << error.what() << '\n';
///       if (error.delivery() == cent::Delivery::unknown) check_later();
///     }
///
/// After a failure a program has two questions: was the command executed, and can the call be repeated?
/// delivery() answers the first one and retryable() the second; Delivery explains why there are four answers
/// to the first. The type says who reports the error: UsageError for a wrong call, RequestException for a
/// request without a usable reply, ResponseError for an error that Centrifugo answered.
///
/// Copies share their content and never throw. Immutable, so several threads may read one object. No text of
/// an error contains the API key.
class CENT_EXPORT CentException : public std::exception {
 public:
  /// An error made by your own code, for example by a transport.
  explicit CentException(ErrorFacts facts);
  CentException(const CentException&) noexcept;
  CentException& operator=(const CentException&) noexcept;
  ~CentException() override;

  /// One line: `cent: publish to "user:42": unknown channel`, without the parts that are unknown. Control
  /// characters of a channel are shown as `?`, and a long one is cut.
  [[nodiscard]] const char* what() const noexcept override;
  /// The outcome of the command.
  [[nodiscard]] Delivery delivery() const noexcept;
  /// True if repeating the same call can help and has no second effect. False after an unknown outcome of a
  /// publication whose key cent generated, since the next call would get another key. With an idempotency key
  /// in the request, it holds as long as servers remember the key: 300 s.
  [[nodiscard]] bool retryable() const noexcept;
  /// The command's own API method, also in a batch; empty if there is none.
  [[nodiscard]] const std::string& method() const noexcept;
  /// The command's channel. Empty if it has none or several, before a request is encoded, and for a result in
  /// a Batch that cannot be read.
  [[nodiscard]] const std::string& channel() const noexcept;
  /// Number of requests; 0 if refused before sending.
  [[nodiscard]] int attempts() const noexcept;
  /// HTTP status of the last response; 0 if there was none.
  [[nodiscard]] int status() const noexcept;
  /// The wait that the server asked for (`Retry-After`), if it did.
  [[nodiscard]] std::optional<std::chrono::milliseconds> retry_after() const noexcept;
  /// All facts, to build a more precise error.
  [[nodiscard]] const ErrorFacts& facts() const noexcept;
  /// Throws a copy of the exact type.
  [[noreturn]] virtual void raise() const;

 private:
  struct Block;
  std::shared_ptr<const Block> block_;
};

/// A request failed: no connection, a time-out, an HTTP status, an unreadable reply. delivery() says whether
/// the server may have executed it.
class CENT_EXPORT RequestException : public CentException {
 public:
  using CentException::CentException;
  ~RequestException() override;
  RequestException(const RequestException&) noexcept = default;
  RequestException& operator=(const RequestException&) noexcept = default;
  /// Why the request failed.
  [[nodiscard]] FailureKind kind() const noexcept;
  /// First bytes (at most 256) of a body that is not a reply, with control characters replaced.
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
  /// Centrifugo's code; compare with ErrorCode. Codes that this version does not know pass through.
  [[nodiscard]] std::uint32_t code() const noexcept;
  /// Centrifugo's message. The wording differs between versions.
  [[nodiscard]] const std::string& message() const noexcept;
  [[noreturn]] void raise() const override;
};

/// Wrong use of cent, rejected before anything was sent: invalid JSON, an empty channel, a line break in a
/// key.
class CENT_EXPORT UsageError : public CentException {
 public:
  using CentException::CentException;
  /// An error in `method`, or outside any method if that is empty.
  explicit UsageError(std::string cause, std::string method = {});
  ~UsageError() override;
  UsageError(const UsageError&) noexcept = default;
  UsageError& operator=(const UsageError&) noexcept = default;
  [[noreturn]] void raise() const override;
};

/// A single call while the buffer of Client::add() holds commands: send() or reset() them first. The buffer
/// is kept.
class CENT_EXPORT ClientNotEmpty : public UsageError {
 public:
  using UsageError::UsageError;
  ~ClientNotEmpty() override;
  ClientNotEmpty(const ClientNotEmpty&) noexcept = default;
  ClientNotEmpty& operator=(const ClientNotEmpty&) noexcept = default;
  [[noreturn]] void raise() const override;
};

namespace detail {

template <class E>
inline constexpr bool has_error_type = false;
template <>
inline constexpr bool has_error_type<RequestException> = true;
template <>
inline constexpr bool has_error_type<ResponseError> = true;
template <>
inline constexpr bool has_error_type<UsageError> = true;
template <>
inline constexpr bool has_error_type<ClientNotEmpty> = true;

// For code that is compiled without exceptions or without RTTI.
CENT_EXPORT const RequestException* cast(const CentException* error, const RequestException* type) noexcept;
CENT_EXPORT const ResponseError* cast(const CentException* error, const ResponseError* type) noexcept;
CENT_EXPORT const UsageError* cast(const CentException* error, const UsageError* type) noexcept;
CENT_EXPORT const ClientNotEmpty* cast(const CentException* error, const ClientNotEmpty* type) noexcept;
/// The error as an exception of its exact type.
CENT_EXPORT std::exception_ptr exception_of(const CentException& error);
/// A copy of the exact type.
CENT_EXPORT std::shared_ptr<const CentException> shared_copy(const CentException& error);
[[noreturn]] CENT_EXPORT void throw_no_error();

}  // namespace detail

/// Centrifugo's error codes by name. They are plain numbers, because a server may answer any code.
struct ErrorCode {
  ErrorCode() = delete;
  /// May have been executed: delivery() is unknown. Servers also answer it to commands that they can never
  /// execute, see the guide's page "Errors".
  static constexpr std::uint32_t kInternal = 100;
  static constexpr std::uint32_t kUnknownChannel = 102;  ///< No such namespace.
  static constexpr std::uint32_t kNotFound = 104;        ///< No such method, or PRO only.
  static constexpr std::uint32_t kLimitExceeded = 106;   ///< v2 only.
  static constexpr std::uint32_t kBadRequest = 107;      ///< The server rejects the request as invalid.
  static constexpr std::uint32_t kNotAvailable = 108;    ///< History or presence is off for the channel.
  static constexpr std::uint32_t kUnrecoverablePosition = 112;  ///< Since v3.0: epoch mismatch in `since`.
  static constexpr std::uint32_t kConflict = 113;               ///< Since v5.0.4, PRO.
};

}  // namespace cent
