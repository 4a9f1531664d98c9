#pragma once
#include <atomic>
#include <cent/client_options.hpp>
#include <chrono>
#include <deque>
#include <memory>
#include <string>
#include <string_view>
#include <vector>

#include "protocol/conversation.hpp"

namespace cent::detail {

/// True if the legacy dialect would need the header `Authorization` for the API key, and the caller's own
/// headers hold one already. With Protocol::automatic it is then not tried.
bool needs_two_authorizations(const ClientOptions& options);

/// One address and what is known about the server there.
class Endpoint {
 public:
  using Time = std::chrono::steady_clock::time_point;

  /// @param query Put behind the legacy dialect's address: `?api_key=…`, or nothing.
  Endpoint(std::string api_base, DialectKind fixed, const std::string& query = {});
  /// The address of a route: one that was made before, or `storage`. The legacy dialect's route is empty.
  std::string_view url_of(std::string_view route, std::string& storage) const;

  /// True while it is set aside.
  [[nodiscard]] bool rests(Time now) const noexcept { return rests_until() > now; }
  [[nodiscard]] Time rests_until() const noexcept { return Time{Time::duration{until_.load()}}; }
  /// It could not be reached, or broke off.
  void set_aside(Time now) noexcept;
  void works() noexcept;

  const std::string base;  ///< `http://host:port/api`.
  KnownDialect known;

 private:
  struct Url {
    std::string_view route;
    std::string text;
  };
  const std::string legacy_url_;
  std::vector<Url> urls_;  ///< Of the routes that are called all the time.
  // No mutex: a process that forks while another thread holds it would leave the child to wait for ever.
  std::atomic<Time::rep> until_{Time::min().time_since_epoch().count()};
  std::atomic<int> failures_{0};  ///< In a row.
};

/// The addresses of one cluster. The first that is not set aside is used; one that fails is set aside for a
/// while that doubles with each failure in a row, then tried again by real traffic. Safe from many threads.
class Endpoints {
 public:
  using Time = Endpoint::Time;

  Endpoints(const std::vector<std::string>& addresses, const ClientOptions& options);

  /// Where to send now; if all are set aside, the one whose time ends first.
  Endpoint& choose(Time now);
  /// True if choose() would give another one than `one`, and none that is set aside.
  [[nodiscard]] bool another_ready(const Endpoint& one, Time now);
  /// True if there is another address than the one in use.
  [[nodiscard]] bool several() const noexcept { return endpoints_.size() > 1; }
  [[nodiscard]] const std::shared_ptr<const HttpHeaders>& headers(DialectKind kind) const {
    return kind == DialectKind::legacy ? legacy_headers_ : modern_headers_;
  }

 private:
  std::deque<Endpoint> endpoints_;  // not a vector: an endpoint cannot move
  std::shared_ptr<const HttpHeaders> modern_headers_;
  std::shared_ptr<const HttpHeaders> legacy_headers_;
};

}  // namespace cent::detail
