#include "http/endpoints.hpp"

#include <algorithm>
#include <cent/errors.hpp>
#include <utility>

#include "protocol/address.hpp"

namespace cent::detail {
namespace {

constexpr std::chrono::seconds kFirstRest{1};
constexpr std::chrono::seconds kLongestRest{30};

std::string& write_url(std::string& out, const std::string& base, std::string_view route,
                       const std::string& query) {
  out.assign(base);
  if (!route.empty()) out.append("/").append(route);
  return out.append(query);
}

}  // namespace

Endpoint::Endpoint(std::string api_base, const Dialects& dialects)
    : base(std::move(api_base)), discovery(dialects) {
  for (const Dialects::Entry& entry : dialects.entries()) {
    for (const std::string_view route : entry.dialect->frequent_routes()) {
      std::string url;
      urls_.push_back({route, write_url(url, base, route, {})});
    }
  }
}

std::string_view Endpoint::url_of(const Dialects::Entry& entry, std::string_view route,
                                  std::string& storage) const {
  for (const Url& url : urls_) {
    if (url.route == route && entry.query.empty()) return url.text;
  }
  return write_url(storage, base, route, entry.query);
}

std::chrono::milliseconds Endpoint::set_aside(Time now) noexcept {
  Time::rep until = until_.load();
  // If it is set aside already, other calls failed at the same moment. That counts as one failure.
  if (Time{Time::duration{until}} > now) return {};
  const int failures = failures_.load();
  const auto rest = std::min<std::chrono::seconds>(kFirstRest * (1 << std::min(failures, 5)), kLongestRest);
  if (!until_.compare_exchange_strong(until, (now + rest).time_since_epoch().count())) return {};
  failures_.store(failures + 1);
  return rest;
}

bool Endpoint::works() noexcept {
  if (failures_.load(std::memory_order_relaxed) == 0) return false;
  until_.store(Time::min().time_since_epoch().count());
  failures_.store(0);
  return true;
}

Endpoints::Endpoints(const std::vector<std::string>& addresses, bool exact_path, const Dialects& dialects) {
  if (addresses.empty()) throw UsageError("a client needs at least one address");
  for (const std::string& address : addresses)
    endpoints_.emplace_back(api_base(address, exact_path), dialects);
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
