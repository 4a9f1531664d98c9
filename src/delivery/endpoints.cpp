#include "delivery/endpoints.hpp"

#include <algorithm>
#include <cent/errors.hpp>
#include <utility>

#include "protocol/address.hpp"
#include "protocol/header_rules.hpp"
#include "protocol/method_name.hpp"

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

Endpoint::Endpoint(std::string api_base, DialectKind fixed) : base(std::move(api_base)), known(fixed) {
  const auto add = [this](std::string_view route) {
    urls_.push_back({route, std::string(base).append("/").append(route)});
  };
  add("batch");
  for (const std::string_view route : kCoreRoutes) add(route);
}

std::string_view Endpoint::url_of(std::string_view route, std::string& storage) const {
  if (route.empty()) return base;
  for (const Url& url : urls_) {
    if (url.route == route) return url.text;
  }
  return storage.assign(base).append("/").append(route);
}

void Endpoint::set_aside(Time now) noexcept {
  Time::rep until = until_.load();
  // If its time runs already, others' calls failed at the same moment: one failure, not many.
  if (Time{Time::duration{until}} > now) return;
  const int failures = failures_.load();
  const auto rest = std::min<std::chrono::seconds>(kFirstRest * (1 << std::min(failures, 5)), kLongestRest);
  if (until_.compare_exchange_strong(until, (now + rest).time_since_epoch().count()))
    failures_.store(failures + 1);
}

void Endpoint::works() noexcept {
  if (failures_.load(std::memory_order_relaxed) == 0) return;
  until_.store(Time::min().time_since_epoch().count());
  failures_.store(0);
}

Endpoints::Endpoints(const std::vector<std::string>& addresses, const ClientOptions& options)
    : modern_headers_(request_headers(DialectKind::modern, options.api_key, options.headers)),
      legacy_headers_(request_headers(DialectKind::legacy, options.api_key, options.headers)) {
  if (addresses.empty()) throw UsageError("a client needs at least one address");
  for (const std::string& address : addresses) {
    endpoints_.emplace_back(api_base(address), fixed_dialect(options.protocol));
  }
}

Endpoint& Endpoints::choose(Time now) {
  Endpoint* best = &endpoints_.front();
  if (endpoints_.size() == 1) return *best;
  for (Endpoint& endpoint : endpoints_) {
    if (!endpoint.rests(now)) return endpoint;
    if (endpoint.rests_until() < best->rests_until()) best = &endpoint;
  }
  return *best;
}

bool Endpoints::another_ready(const Endpoint& one, Time now) {
  const Endpoint& next = choose(now);
  return &next != &one && !next.rests(now);
}

}  // namespace cent::detail
