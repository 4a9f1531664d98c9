#include <cent/observer.hpp>
#include <cent/request_headers.hpp>

namespace cent {

CallContext::~CallContext() = default;

Observer::~Observer() = default;
void Observer::attempt_ended(const AttemptEnded& /*event*/) {}
void Observer::command_ended(const CommandEnded& /*event*/) {}
void Observer::address_changed(const AddressChanged& /*event*/) {}
void Observer::server_found(const ServerFound& /*event*/) {}
void Observer::key_refused(const KeyRefused& /*event*/) {}
void Observer::queue_changed(const QueueLevel& /*event*/) {}
void Observer::client_closing(const ClientClosing& /*event*/) {}

}  // namespace cent
