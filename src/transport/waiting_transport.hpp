#pragma once
#include <cent/transport.hpp>
#include <memory>

#include "transport/async_transport.hpp"

namespace cent::detail {

/// A transport that waits, made one that does not: each request under way has a thread of its own, which is
/// kept for the next one.
std::unique_ptr<AsyncTransport> make_waiting_transport(std::shared_ptr<Transport> transport);

}  // namespace cent::detail
