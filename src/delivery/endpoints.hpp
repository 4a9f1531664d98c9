#pragma once
#include <cent/client_options.hpp>
#include <chrono>
#include <deque>
#include <memory>
#include <mutex>
#include <string>
#include <vector>

#include "protocol/conversation.hpp"

namespace cent::detail {

/// One address and what is known about the server there.
struct Endpoint {
  Endpoint(std::string api_base, DialectKind fixed) : base(std::move(api_base)), known(fixed) {}
  const std::string base;  ///< `http://host:port/api`.
  KnownDialect known;
};

/// The addresses of one cluster. The first that is not set aside is used; one that fails is set aside for a
/// while that doubles with each failure in a row, then tried again by real traffic. Safe from many threads.
class Endpoints {
 public:
  using Time = std::chrono::steady_clock::time_point;

  Endpoints(const std::vector<std::string>& addresses, const ClientOptions& options);

  /// Where to send now; if all are set aside, the one whose time ends first.
  Endpoint& choose(Time now);
  /// The server could not be reached, or broke off.
  void set_aside(const Endpoint& endpoint, Time now);
  /// True if choose() would not have to take one that is set aside.
  bool another_ready(Time now);
  void works(const Endpoint& endpoint);
  [[nodiscard]] const std::shared_ptr<const HttpHeaders>& headers(DialectKind kind) const {
    return kind == DialectKind::legacy ? legacy_headers_ : modern_headers_;
  }

 private:
  struct State {
    Time until{};
    int failures = 0;
  };
  std::deque<Endpoint> endpoints_;  // not a vector: an endpoint cannot move
  std::shared_ptr<const HttpHeaders> modern_headers_;
  std::shared_ptr<const HttpHeaders> legacy_headers_;
  std::mutex mutex_;
  std::vector<State> states_;
};

}  // namespace cent::detail
