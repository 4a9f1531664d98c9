#pragma once
#include <cent/curl_transport.hpp>
#include <memory>

#include "transport/async_transport.hpp"

namespace cent::detail {

/// A transport for many requests in one thread, with libcurl's multi interface. Each follows the same rules
/// as with the blocking transport. @throws UsageError, RequestException
std::unique_ptr<AsyncTransport> make_multi_transport(const HttpOptions& options);

}  // namespace cent::detail
