#include "http/endpoints.hpp"

#include <algorithm>
#include <cent/errors.hpp>
#include <limits>
#include <utility>

#include "protocol/address.hpp"
#include "system/fork_count.hpp"

namespace cent::detail {
namespace {

constexpr std::chrono::seconds kFirstRest{1};
constexpr std::chrono::seconds kLongestRest{30};
/// An address may have so many more requests under way than the least busy one. With none, which of equally
/// good nodes takes a request would depend on chance, and the shares would differ.
constexpr int kSlack = 1;

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

bool Endpoint::has_lost_broker(bool only_internal_errors) noexcept {
  constexpr int kFew = 3;
  if (!only_internal_errors) internal_errors_.store(0, std::memory_order_relaxed);
  return only_internal_errors && internal_errors_.fetch_add(1, std::memory_order_relaxed) + 1 >= kFew;
}

bool Endpoint::admits(Time now, bool& tries) noexcept {
  if (!is_ready(now)) return false;
  if (failures_.load(std::memory_order_relaxed) == 0) return true;
  return tries = !on_trial_.exchange(true);
}

EndpointUse::EndpointUse(Endpoint& endpoint, bool tries) noexcept
    : endpoint_(endpoint), tries_(tries), process_(fork_count()) {
  endpoint_.under_way_.fetch_add(1, std::memory_order_relaxed);
}

EndpointUse::~EndpointUse() {
  if (process_ != fork_count()) return;  // the child has forgotten it
  endpoint_.under_way_.fetch_sub(1, std::memory_order_relaxed);
  if (tries_) endpoint_.on_trial_ = false;
}

Endpoints::Endpoints(const std::vector<std::string>& addresses, bool exact_path, const Dialects& dialects,
                     Balance balance)
    : spreads_(balance == Balance::spread), process_(fork_count()) {
  if (addresses.empty()) throw UsageError("a client needs at least one address");
  for (const std::string& address : addresses)
    endpoints_.emplace_back(api_base(address, exact_path), dialects);
}

void Endpoints::forget_parent() noexcept {
  const unsigned process = fork_count();
  if (process_.exchange(process) == process) return;
  for (Endpoint& endpoint : endpoints_) {
    endpoint.under_way_ = 0;
    endpoint.on_trial_ = false;
  }
}

int Endpoints::most_under_way(Time now) const noexcept {
  if (!spreads_) return std::numeric_limits<int>::max();
  int least = std::numeric_limits<int>::max() - kSlack;
  for (const Endpoint& endpoint : endpoints_) {
    if (endpoint.is_ready(now)) least = std::min<int>(least, endpoint.under_way_);
  }
  return least + kSlack;
}

EndpointUse Endpoints::choose(Time now) {
  const std::size_t count = endpoints_.size();
  if (count == 1) return {endpoints_.front(), false};
  forget_parent();
  const std::size_t first = spreads_ ? next_.load(std::memory_order_relaxed) : 0;
  const int most = most_under_way(now);
  for (std::size_t i = 0; i < count; ++i) {
    const std::size_t at = (first + i) % count;
    Endpoint& endpoint = endpoints_[at];
    bool tries = false;
    if (endpoint.under_way_ > most || !endpoint.admits(now, tries)) continue;
    next_.store(at + 1, std::memory_order_relaxed);
    return {endpoint, tries};
  }
  return {*std::min_element(
              endpoints_.begin(), endpoints_.end(),
              [](const Endpoint& a, const Endpoint& b) { return a.rests_until() < b.rests_until(); }),
          false};
}

bool Endpoints::another_ready(const Endpoint& one, Time now) const {
  if (spreads_ && !one.rests(now)) return false;
  const auto next = std::find_if(endpoints_.begin(), endpoints_.end(),
                                 [&](const Endpoint& endpoint) { return endpoint.is_ready(now); });
  return next != endpoints_.end() && &*next != &one;
}

}  // namespace cent::detail
