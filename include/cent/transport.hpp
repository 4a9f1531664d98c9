#pragma once
#include <cent/attempt_times.hpp>
#include <cent/export.hpp>
#include <chrono>
#include <memory>
#include <string>
#include <string_view>
#include <type_traits>
#include <utility>
#include <vector>

namespace cent {

/// One HTTP header. Its value may be a secret, so no error prints it.
struct HttpHeader {
  std::string name{};   ///< A token of HTTP.
  std::string value{};  ///< Printable ASCII.
};
using HttpHeaders = std::vector<HttpHeader>;

/// One POST. The views are valid until send() returns.
struct HttpRequest {
  /// Scheme, host, port and path, without user or fragment. The query is empty unless
  /// ClientOptions::legacy_key_in_query puts the API key there.
  std::string_view url{};
  std::string_view body{};  ///< JSON text.
  /// Shared and immutable. A transport may cache its own form of them as long as it keeps the pointer.
  std::shared_ptr<const HttpHeaders> headers{};
  /// The time until the deadline of the call. The whole exchange must end within it.
  std::chrono::milliseconds timeout{1000};
  /// Time limit for name lookup, connecting and TLS together, if it is less than the transport's own limit.
  /// 0: only the transport's limit.
  std::chrono::milliseconds connect_timeout{0};
  /// HttpResponse::times and new_connection are of use: an observer is set.
  bool wants_times = false;
  /// Connect to this Internet address instead of looking up the host of `url`, which stays the name in
  /// headers and certificates. Empty: look it up. Only set if the client has a resolver.
  std::string_view ip{};
};

/// The response. Every HTTP status counts as one.
struct HttpResponse {
  int status = 0;               ///< HTTP status.
  std::string body{};           ///< The whole body.
  std::string content_type{};   ///< Value of `Content-Type`, as sent.
  std::string retry_after{};    ///< Value of `Retry-After`, as sent.
  std::string location{};       ///< Value of `Location`, as sent.
  AttemptTimes times{};         ///< Of the phases. May stay 0; `whole` is not used.
  bool new_connection = false;  ///< A connection was opened for it. False if that is not known.
};

/// Sends HTTP requests. send() is called from many threads at once.
class CENT_EXPORT Transport {
 public:
  Transport() = default;
  Transport(const Transport&) = delete;
  Transport& operator=(const Transport&) = delete;
  virtual ~Transport();

  /// Sends one request and waits for the whole response, within `request.timeout`. Must not follow a redirect
  /// or send a request twice.
  /// @throws RequestException if there is no response; it states kind and delivery (`not_sent` only if the
  /// server provably did not get the whole request). Any other std::exception counts as delivery `unknown`.
  virtual HttpResponse send(const HttpRequest& request) = 0;
};

namespace detail {
template <class F>
class CallableTransport final : public Transport {
 public:
  explicit CallableTransport(F f) : f_(std::move(f)) {}
  HttpResponse send(const HttpRequest& request) override { return f_(request); }

 private:
  F f_;
};
}  // namespace detail

/// Any callable `HttpResponse(const HttpRequest&)` as a transport. It must be callable from many threads at
/// once if the client is.
template <class F, std::enable_if_t<std::is_invocable_r_v<HttpResponse, F&, const HttpRequest&>, int> = 0>
[[nodiscard]] std::shared_ptr<Transport> make_transport(F callable) {
  return std::make_shared<detail::CallableTransport<F>>(std::move(callable));
}

}  // namespace cent
