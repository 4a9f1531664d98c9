#pragma once
#include <cent/curl_transport.hpp>
#include <memory>

#include "transport/async_transport.hpp"

namespace cent::detail {

/// Many requests in one thread, on libcurl's multi interface, each by the same rules as with the waiting
/// transport. @throws UsageError, RequestException
std::unique_ptr<AsyncTransport> make_multi_transport(const HttpOptions& options);

}  // namespace cent::detail
