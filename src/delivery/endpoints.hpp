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

/// True if the legacy dialect would send the API key in the header `Authorization`, and the caller's headers
/// contain one already. Then Protocol::automatic does not try that dialect.
bool needs_two_authorizations(const ClientOptions& options);

/// One address and the facts known about its server.
class Endpoint {
 public:
  using Time = std::chrono::steady_clock::time_point;

  /// @param query Appended to the legacy dialect's address: `?api_key=…`, or empty.
  Endpoint(std::string api_base, DialectKind fixed, const std::string& query = {});
  /// Returns the address of a route, prepared or built in `storage`. The legacy dialect's route is empty.
  std::string_view url_of(std::string_view route, std::string& storage) const;

  /// True while it is set aside.
  [[nodiscard]] bool rests(Time now) const noexcept { return rests_until() > now; }
  [[nodiscard]] Time rests_until() const noexcept { return Time{Time::duration{until_.load()}}; }
  /// To be called when it could not be reached or the connection broke.
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
  std::vector<Url> urls_;  ///< Prepared addresses of the most frequent routes.
  // Not under a mutex: if the process forked while another thread held it, the child would wait for ever.
  std::atomic<Time::rep> until_{Time::min().time_since_epoch().count()};
  std::atomic<int> failures_{0};  ///< In a row.
};

/// The addresses of one cluster. The first that is not set aside is used. An address that fails is set aside
/// for a time that doubles with each failure in a row, then the next call tries it again. Thread safe.
class Endpoints {
 public:
  using Time = Endpoint::Time;

  Endpoints(const std::vector<std::string>& addresses, const ClientOptions& options);

  /// Returns the address to use now. If all are set aside, the one whose time ends first.
  Endpoint& choose(Time now);
  /// True if choose() would return an address other than `one` that is not set aside.
  [[nodiscard]] bool another_ready(const Endpoint& one, Time now);
  /// True if there are at least two addresses.
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
