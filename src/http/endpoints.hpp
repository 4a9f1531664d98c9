#pragma once
#include <atomic>
#include <cent/client_options.hpp>
#include <chrono>
#include <memory>
#include <optional>
#include <string>
#include <string_view>
#include <vector>

#include "http/lookups.hpp"
#include "protocol/discovery.hpp"

namespace cent::detail {

/// One address and the facts known about its server.
class Endpoint {
 public:
  using Time = std::chrono::steady_clock::time_point;

  /// @param resolved An Internet address of its host; empty: libcurl looks the host up.
  Endpoint(std::string api_base, const Dialects& dialects, std::string resolved = {});
  /// Returns the address of a route, prepared or built in `storage`.
  std::string_view url_of(const Dialects::Entry& entry, std::string_view route, std::string& storage) const;

  /// True while it is set aside.
  [[nodiscard]] bool rests(Time now) const noexcept { return rests_until() > now; }
  [[nodiscard]] Time rests_until() const noexcept { return Time{Time::duration{until_.load()}}; }
  /// True if it may take a request: it is not set aside, and no request tries whether it works again.
  [[nodiscard]] bool is_ready(Time now) const noexcept {
    return !rests(now) && (failures_.load(std::memory_order_relaxed) == 0 || !on_trial_.load());
  }
  /// To be called when it could not be reached or the connection broke. Returns for how long it is set aside
  /// from now on; 0 if nothing changed.
  std::chrono::milliseconds set_aside(Time now) noexcept;
  /// Returns true if it had been set aside.
  bool works() noexcept;
  /// To be called for each answer to publications. Returns true if the last few had nothing but error 100: it
  /// may have lost its broker, while other nodes have theirs.
  bool has_lost_broker(bool only_internal_errors) noexcept;

  const std::string base;  ///< `http://host:port/api`.
  const std::string ip;    ///< As in HttpRequest::ip.
  const std::string name;  ///< For people: the base, and the ip behind it.
  Discovery discovery;

 private:
  friend class EndpointUse;
  friend class Endpoints;
  struct Url {
    std::string_view route;
    std::string text;
  };
  /// Returns false if it is set aside or if another request tries it. A true return after a failure makes
  /// this request the one that tries it.
  bool admits(Time now, bool& tries) noexcept;

  std::vector<Url> urls_;  ///< Prepared addresses of the most frequent routes, without a query.
  // Not under a mutex: if the process forked while another thread held it, the child would wait for ever.
  std::atomic<Time::rep> until_{Time::min().time_since_epoch().count()};
  std::atomic<int> failures_{0};         ///< In a row.
  std::atomic<int> internal_errors_{0};  ///< Answers in a row.
  std::atomic<bool> on_trial_{false};
  std::atomic<int> under_way_{0};
};

/// Counts a request at an address while it lives.
class EndpointUse {
 public:
  /// @param tries It is the request that tries whether the address works again.
  EndpointUse(std::shared_ptr<Endpoint> endpoint, bool tries) noexcept;
  EndpointUse(const EndpointUse&) = delete;
  EndpointUse& operator=(const EndpointUse&) = delete;
  ~EndpointUse();

  [[nodiscard]] Endpoint& endpoint() const noexcept { return *endpoint_; }

 private:
  const std::shared_ptr<Endpoint> endpoint_;
  const bool tries_;
  const unsigned process_;
};

/// The addresses of one cluster. An address that fails is set aside for a time that doubles with each failure
/// in a row, then one request tries it again. With a resolver each address of a host counts as one. Thread
/// safe.
class Endpoints {
 public:
  using Time = Endpoint::Time;

  /// Uses `exact_path`, `balance`, `resolver` and `http.ip` of the options. @throws UsageError
  Endpoints(const std::vector<std::string>& addresses, const ClientOptions& options,
            const Dialects& dialects);
  Endpoints(const Endpoints&) = delete;
  Endpoints& operator=(const Endpoints&) = delete;
  ~Endpoints();

  /// Chooses the address of a request. If none is ready, it is the one whose time ends first.
  [[nodiscard]] EndpointUse choose(Time now);
  /// True if a request that failed at `one` would be sent to another address that is ready.
  [[nodiscard]] bool another_ready(const Endpoint& one, Time now) const;
  /// True if there are at least two addresses.
  [[nodiscard]] bool several() const noexcept { return several_.load(std::memory_order_relaxed); }
  /// To be called when an address was set aside.
  void note_failure() noexcept {
    if (lookups_) lookups_->hurry();
  }

 private:
  using List = std::vector<std::shared_ptr<Endpoint>>;
  /// A list, and the one before if somebody may still read it. Linked so that a fork at any time leaves the
  /// child a good one.
  struct Set {
    List endpoints;
    mutable std::unique_ptr<const Set> previous;
  };
  /// The list while it is read. Without a lock, which a thread of a forked child's parent could have held.
  class Reading {
   public:
    explicit Reading(const Endpoints& endpoints) noexcept : readers_(endpoints.readers_) {
      readers_.fetch_add(1);
      list_ = &endpoints.current_.load()->endpoints;
    }
    ~Reading() { readers_.fetch_sub(1); }
    Reading(const Reading&) = delete;
    Reading& operator=(const Reading&) = delete;
    const List& operator*() const noexcept { return *list_; }

   private:
    std::atomic<int>& readers_;
    const List* list_;
  };
  void replace(const Lookups::Answers& answers);
  void use(List endpoints);
  /// An address with more requests under way is passed over.
  [[nodiscard]] int most_under_way(const List& endpoints, Time now) const noexcept;
  /// In a forked child: forgets the requests of the parent.
  void forget_parent() noexcept;

  const Dialects& dialects_;
  const bool spreads_;
  const IpVersion ip_;
  std::vector<std::string> bases_;  ///< Of the configured addresses.
  std::atomic<const Set*> current_{nullptr};
  mutable std::atomic<int> readers_{0};
  std::atomic<bool> several_{false};
  std::atomic<std::size_t> next_{0};  ///< Of Balance::spread: the first one to look at.
  std::atomic<unsigned> process_;
  std::optional<Lookups> lookups_;  // destroyed first, since its thread replaces the addresses
};

}  // namespace cent::detail
