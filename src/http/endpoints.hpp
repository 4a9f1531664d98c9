#pragma once
#include <atomic>
#include <chrono>
#include <deque>
#include <string>
#include <string_view>
#include <vector>

#include "protocol/discovery.hpp"

namespace cent::detail {

/// One address and the facts known about its server.
class Endpoint {
 public:
  using Time = std::chrono::steady_clock::time_point;

  Endpoint(std::string api_base, const Dialects& dialects);
  /// Returns the address of a route, prepared or built in `storage`.
  std::string_view url_of(const Dialects::Entry& entry, std::string_view route, std::string& storage) const;

  /// True while it is set aside.
  [[nodiscard]] bool rests(Time now) const noexcept { return rests_until() > now; }
  [[nodiscard]] Time rests_until() const noexcept { return Time{Time::duration{until_.load()}}; }
  /// To be called when it could not be reached or the connection broke. Returns for how long it is set aside
  /// from now on; 0 if nothing changed.
  std::chrono::milliseconds set_aside(Time now) noexcept;
  /// Returns true if it had been set aside.
  bool works() noexcept;

  const std::string base;  ///< `http://host:port/api`.
  Discovery discovery;

 private:
  struct Url {
    std::string_view route;
    std::string text;
  };
  std::vector<Url> urls_;  ///< Prepared addresses of the most frequent routes, without a query.
  // Not under a mutex: if the process forked while another thread held it, the child would wait for ever.
  std::atomic<Time::rep> until_{Time::min().time_since_epoch().count()};
  std::atomic<int> failures_{0};  ///< In a row.
};

/// The addresses of one cluster. The first that is not set aside is used. An address that fails is set aside
/// for a time that doubles with each failure in a row, then the next call tries it again. Thread safe.
class Endpoints {
 public:
  using Time = Endpoint::Time;

  /// @param exact_path ClientOptions::exact_path
  /// @throws UsageError
  Endpoints(const std::vector<std::string>& addresses, bool exact_path, const Dialects& dialects);

  /// Returns the address to use now. If all are set aside, the one whose time ends first.
  Endpoint& choose(Time now);
  /// True if choose() would return an address other than `one` that is not set aside.
  [[nodiscard]] bool another_ready(const Endpoint& one, Time now);
  /// True if there are at least two addresses.
  [[nodiscard]] bool several() const noexcept { return endpoints_.size() > 1; }

 private:
  std::deque<Endpoint> endpoints_;  // not a vector: an endpoint cannot move
};

}  // namespace cent::detail
