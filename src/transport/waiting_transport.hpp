#pragma once
#include <cent/transport.hpp>
#include <memory>

#include "transport/async_transport.hpp"

namespace cent::detail {

/// Adapts a blocking transport to the asynchronous interface. Each request under way has its own thread,
/// which is reused afterwards.
std::unique_ptr<AsyncTransport> make_waiting_transport(std::shared_ptr<Transport> transport);

}  // namespace cent::detail
