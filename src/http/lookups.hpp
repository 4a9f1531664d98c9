#pragma once
#include <atomic>
#include <cent/resolver.hpp>
#include <chrono>
#include <functional>
#include <map>
#include <memory>
#include <mutex>
#include <string>
#include <thread>
#include <vector>

#include "system/per_process.hpp"

namespace cent::detail {

/// Looks up host names when their lifetime has passed, in a thread that ends with the lookup. A name without
/// an answer keeps its last one. Thread safe. A forked child looks them up anew.
class Lookups {
 public:
  using Time = std::chrono::steady_clock::time_point;
  using Answers = std::map<std::string, std::vector<std::string>>;
  /// Called by that thread with the addresses of each host that has some.
  using Found = std::function<void(const Answers&)>;

  Lookups(std::shared_ptr<Resolver> resolver, std::vector<std::string> hosts, Found found);

  /// To be called with each request. Starts a lookup if it is time. Does not wait for it.
  void tick(Time now) noexcept;
  /// To be called when an address has failed, which may be the host's no longer.
  void hurry() noexcept;

 private:
  struct Work {
    Work() = default;
    Work(const Work&) = delete;
    Work& operator=(const Work&) = delete;
    ~Work();
    std::atomic<Time::rep> due{Time::min().time_since_epoch().count()};
    std::atomic<bool> stopped{false};
    Answers answers;  ///< Used by the thread only.
    std::mutex mutex;
    Time begun{};
    bool under_way = false;
    bool hurried = false;  ///< Since the last one began.
    std::thread thread;
  };
  void run(Work& work, Time now) noexcept;
  /// Returns after how much time to ask again.
  std::chrono::seconds ask(Work& work);

  const std::shared_ptr<Resolver> resolver_;
  const std::vector<std::string> hosts_;
  const Found found_;
  PerProcess<Work> work_;
};

}  // namespace cent::detail
