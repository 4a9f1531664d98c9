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

DialectKind fixed_dialect(const ClientOptions& options) {
  switch (options.protocol) {
    case Protocol::modern:
      return DialectKind::modern;
    case Protocol::legacy:
      return DialectKind::legacy;
    default:
      return needs_two_authorizations(options) ? DialectKind::modern : DialectKind::unknown;
  }
}

/// The query of the legacy dialect's address.
std::string legacy_query(const ClientOptions& options) {
  if (!options.legacy_key_in_query || options.api_key.empty()) return {};
  return "?api_key=" + percent_encoded(options.api_key);
}

}  // namespace

bool needs_two_authorizations(const ClientOptions& options) {
  return !options.api_key.empty() && !options.legacy_key_in_query && has_authorization(options.headers);
}

Endpoint::Endpoint(std::string api_base, DialectKind fixed, const std::string& query)
    : base(std::move(api_base)), known(fixed), legacy_url_(base + query) {
  const auto add = [this](std::string_view route) {
    urls_.push_back({route, std::string(base).append("/").append(route)});
  };
  add("batch");
  for (const std::string_view route : kCoreRoutes) add(route);
}

std::string_view Endpoint::url_of(std::string_view route, std::string& storage) const {
  if (route.empty()) return legacy_url_;
  for (const Url& url : urls_) {
    if (url.route == route) return url.text;
  }
  return storage.assign(base).append("/").append(route);
}

void Endpoint::set_aside(Time now) noexcept {
  Time::rep until = until_.load();
  // If it is set aside already, other calls failed at the same moment. That counts as one failure.
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
      legacy_headers_(request_headers(DialectKind::legacy,
                                      options.legacy_key_in_query ? std::string_view{} : options.api_key,
                                      options.headers)) {
  if (addresses.empty()) throw UsageError("a client needs at least one address");
  for (const std::string& address : addresses) {
    endpoints_.emplace_back(api_base(address, options.exact_path), fixed_dialect(options),
                            legacy_query(options));
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
