#include "delivery/endpoints.hpp"

#include <algorithm>
#include <cent/errors.hpp>

#include "protocol/address.hpp"
#include "protocol/header_rules.hpp"

namespace cent::detail {
namespace {

constexpr std::chrono::seconds kFirstRest{1};
constexpr std::chrono::seconds kLongestRest{30};

DialectKind fixed_dialect(Protocol protocol) {
  switch (protocol) {
    case Protocol::modern:
      return DialectKind::modern;
    case Protocol::legacy:
      return DialectKind::legacy;
    default:
      return DialectKind::unknown;
  }
}

}  // namespace

Endpoints::Endpoints(const std::vector<std::string>& addresses, const ClientOptions& options)
    : modern_headers_(request_headers(DialectKind::modern, options.api_key, options.headers)),
      legacy_headers_(request_headers(DialectKind::legacy, options.api_key, options.headers)),
      states_(addresses.size()) {
  if (addresses.empty()) throw UsageError("a client needs at least one address");
  for (const std::string& address : addresses) {
    endpoints_.emplace_back(api_base(address), fixed_dialect(options.protocol));
  }
}

Endpoint& Endpoints::choose(Time now) {
  if (endpoints_.size() == 1) return endpoints_.front();
  const std::lock_guard<std::mutex> lock{mutex_};
  std::size_t best = 0;
  for (std::size_t i = 0; i < states_.size(); ++i) {
    if (states_[i].until <= now) return endpoints_[i];
    if (states_[i].until < states_[best].until) best = i;
  }
  return endpoints_[best];
}

void Endpoints::set_aside(const Endpoint& endpoint, Time now) {
  if (endpoints_.size() == 1) return;
  const std::lock_guard<std::mutex> lock{mutex_};
  for (std::size_t i = 0; i < states_.size(); ++i) {
    // If its time runs already, others' calls failed at the same moment: one failure, not many.
    if (&endpoints_[i] != &endpoint || states_[i].until > now) continue;
    const int doublings = std::min(states_[i].failures++, 5);
    states_[i].until = now + std::min<std::chrono::seconds>(kFirstRest * (1 << doublings), kLongestRest);
  }
}

bool Endpoints::another_ready(Time now) {
  if (endpoints_.size() == 1) return false;
  const std::lock_guard<std::mutex> lock{mutex_};
  return std::any_of(states_.begin(), states_.end(), [&](const State& state) { return state.until <= now; });
}

void Endpoints::works(const Endpoint& endpoint) {
  if (endpoints_.size() == 1) return;
  const std::lock_guard<std::mutex> lock{mutex_};
  for (std::size_t i = 0; i < states_.size(); ++i) {
    if (&endpoints_[i] == &endpoint) states_[i] = State{};
  }
}

}  // namespace cent::detail
