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

Endpoint::Endpoint(std::string api_base, const Dialects& dialects, std::string resolved)
    : base(std::move(api_base)),
      ip(std::move(resolved)),
      name(ip.empty() ? base : base + " (" + ip + ")"),
      discovery(dialects) {
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

EndpointUse::EndpointUse(std::shared_ptr<Endpoint> endpoint, bool tries) noexcept
    : endpoint_(std::move(endpoint)), tries_(tries), process_(fork_count()) {
  endpoint_->under_way_.fetch_add(1, std::memory_order_relaxed);
}

EndpointUse::~EndpointUse() {
  if (process_ != fork_count()) return;  // the child has forgotten it
  endpoint_->under_way_.fetch_sub(1, std::memory_order_relaxed);
  if (tries_) endpoint_->on_trial_ = false;
}

Endpoints::Endpoints(const std::vector<std::string>& addresses, const ClientOptions& options,
                     const Dialects& dialects)
    : dialects_(dialects),
      spreads_(options.balance == Balance::spread),
      ip_(options.http.ip),
      process_(fork_count()) {
  if (addresses.empty()) throw UsageError("a client needs at least one address");
  List first;
  std::vector<std::string> hosts;
  for (const std::string& address : addresses) {
    bases_.push_back(api_base(address, options.exact_path));
    first.push_back(std::make_shared<Endpoint>(bases_.back(), dialects));
    std::string host{host_of(bases_.back())};
    const bool is_name = host.front() != '[' && !is_address(host);
    if (is_name && std::find(hosts.begin(), hosts.end(), host) == hosts.end())
      hosts.push_back(std::move(host));
  }
  if (options.resolver && !hosts.empty()) {
    lookups_.emplace(options.resolver, std::move(hosts),
                     [this](const Lookups::Answers& answers) { replace(answers); });
  }
  use(std::move(first));
}

Endpoints::~Endpoints() {
  lookups_.reset();
  delete current_.load();
}

void Endpoints::use(List endpoints) {
  auto next = std::make_unique<Set>();
  next->endpoints = std::move(endpoints);
  next->previous.reset(current_);
  const Set& set = *next;
  current_ = next.release();
  several_ = set.endpoints.size() > 1;
  // Whoever begins to read from now on reads this one.
  if (readers_ == 0) set.previous.reset();
}

void Endpoints::replace(const Lookups::Answers& answers) {
  const List& used = current_.load()->endpoints;
  const auto place = [&](const std::string& base, const std::string& ip) {
    return std::find_if(used.begin(), used.end(),
                        [&](const auto& one) { return one->base == base && one->ip == ip; });
  };
  List next;
  for (const std::string& base : bases_) {
    std::vector<std::string> ips;
    if (const auto answer = answers.find(std::string(host_of(base))); answer != answers.end())
      ips = answer->second;
    ips.erase(std::remove_if(ips.begin(), ips.end(),
                             [this](const std::string& ip) {
                               const bool is_v6 = ip.find(':') != std::string::npos;
                               return ip_ == (is_v6 ? IpVersion::v4 : IpVersion::v6);
                             }),
              ips.end());
    if (ips.empty()) ips.emplace_back();
    // Name servers change the order with each answer, but Balance::failover stays where it is.
    std::stable_sort(ips.begin(), ips.end(), [&](const std::string& a, const std::string& b) {
      return place(base, a) < place(base, b);
    });
    for (std::string& ip : ips) {
      const auto known = place(base, ip);
      next.push_back(known != used.end() ? *known
                                         : std::make_shared<Endpoint>(base, dialects_, std::move(ip)));
    }
  }
  if (next != used) use(std::move(next));
}

void Endpoints::forget_parent() noexcept {
  const unsigned process = fork_count();
  if (process_.load(std::memory_order_relaxed) == process || process_.exchange(process) == process) return;
  const Reading endpoints{*this};
  for (const auto& endpoint : *endpoints) {
    endpoint->under_way_ = 0;
    endpoint->on_trial_ = false;
  }
}

int Endpoints::most_under_way(const List& endpoints, Time now) const noexcept {
  if (!spreads_) return std::numeric_limits<int>::max();
  int least = std::numeric_limits<int>::max() - kSlack;
  for (const auto& endpoint : endpoints) {
    if (endpoint->is_ready(now)) least = std::min<int>(least, endpoint->under_way_);
  }
  return least + kSlack;
}

EndpointUse Endpoints::choose(Time now) {
  if (lookups_) lookups_->tick(now);
  forget_parent();
  const Reading reading{*this};
  const List& endpoints = *reading;
  const std::size_t count = endpoints.size();
  if (count == 1) return {endpoints.front(), false};
  const std::size_t first = spreads_ ? next_.load(std::memory_order_relaxed) : 0;
  const int most = most_under_way(endpoints, now);
  for (std::size_t i = 0; i < count; ++i) {
    const std::size_t at = (first + i) % count;
    const auto& endpoint = endpoints[at];
    bool tries = false;
    if (endpoint->under_way_ > most || !endpoint->admits(now, tries)) continue;
    next_.store(at + 1, std::memory_order_relaxed);
    return {endpoint, tries};
  }
  return {*std::min_element(endpoints.begin(), endpoints.end(),
                            [](const auto& a, const auto& b) { return a->rests_until() < b->rests_until(); }),
          false};
}

bool Endpoints::another_ready(const Endpoint& one, Time now) const {
  if (!several() || (spreads_ && !one.rests(now))) return false;
  const Reading reading{*this};
  const List& endpoints = *reading;
  const auto next = std::find_if(endpoints.begin(), endpoints.end(),
                                 [&](const auto& endpoint) { return endpoint->is_ready(now); });
  return next != endpoints.end() && next->get() != &one;
}

}  // namespace cent::detail
