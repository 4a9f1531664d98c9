#pragma once
#include <cent/export.hpp>
#include <cent/transport.hpp>
#include <cstddef>
#include <cstdint>
#include <functional>
#include <memory>
#include <string_view>
#include <vector>

namespace cent {

/// Anything that a program attaches to a call by CallOptions::context, such as the span of a trace. cent
/// passes it on and does not look at it. Derive from it; a receiver finds its own type by `dynamic_cast`.
class CENT_EXPORT CallContext {
 public:
  CallContext() = default;
  CallContext(const CallContext&) = delete;
  CallContext& operator=(const CallContext&) = delete;
  virtual ~CallContext();
};

/// A request is about to be sent.
struct RequestStarting {
  std::uint64_t request = 0;  ///< Its number among those of all clients; the same in AttemptEnded::request.
  std::string_view method{};  ///< The command's API method, or `batch` for several commands.
  std::size_t commands = 1;   ///< Number of commands in the request.
  int attempt = 1;            ///< 1 for the first request, 2 for its first repetition, ….
  /// CallOptions::context of its commands in their order, without those that have none. An AsyncClient
  /// gathers commands of many callers in one request; a Client has one context for each call.
  std::vector<std::shared_ptr<const CallContext>> contexts{};
};

/// Makes headers for one request from the contexts of its commands, for example `traceparent`. Called before
/// each request and each repetition: in the caller's thread by a Client, in the client's thread by an
/// AsyncClient. Several threads call at once. It must not block and must not call the client.
///
/// Its headers replace those of the same name in CallOptions::headers and ClientOptions::headers. If it
/// throws, or if a header is invalid, the commands of the request fail with `not_sent` and are not repeated.
using RequestHeaders = std::function<HttpHeaders(const RequestStarting&)>;

}  // namespace cent
