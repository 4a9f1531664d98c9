#pragma once
#include <cent/async_client.hpp>
#include <cent/detail/completion.hpp>
#include <chrono>
#include <condition_variable>
#include <cstddef>
#include <map>
#include <memory>
#include <mutex>
#include <string>
#include <thread>
#include <utility>
#include <vector>

#include "async/completion_pool.hpp"

namespace cent::test {

/// The end of a command, as reported to its owner.
struct Outcome {
  int times = 0;
  Delivery delivery = Delivery::unknown;
  FailureKind kind = FailureKind::other;  ///< Of a RequestException.
  std::string what{};
  int status = 0;
  int attempts = 0;
  std::thread::id thread{};
  std::chrono::steady_clock::time_point at{};
};

/// Records the ends of commands by their ids. Lives until the last callback is gone. Safe from many threads.
class Outcomes {
 public:
  /// A callback for the command of this id.
  auto of(std::string id) {
    return [this, id = std::move(id)](const auto& reply) { record(id, reply); };
  }

  template <class Result>
  void record(const std::string& id, const Reply<Result>& reply) {
    const std::lock_guard<std::mutex> lock{mutex_};
    Outcome& outcome = by_id_[id];
    ++outcome.times;
    ++total_;
    outcome.delivery = reply.delivery();
    outcome.thread = std::this_thread::get_id();
    outcome.at = std::chrono::steady_clock::now();
    if (!reply.ok()) {
      outcome.what = reply.error().what();
      outcome.status = reply.error().status();
      outcome.attempts = reply.error().attempts();
      if (const auto* const error = reply.template error_as<RequestException>()) outcome.kind = error->kind();
    }
    order_.push_back(id);
    changed_.notify_all();
  }

  /// False if fewer than `count` were reported within ten seconds.
  bool wait_for(std::size_t count) {
    std::unique_lock<std::mutex> lock{mutex_};
    return changed_.wait_for(lock, std::chrono::seconds{10}, [&] { return total_ >= count; });
  }
  [[nodiscard]] Outcome operator[](const std::string& id) const {
    const std::lock_guard<std::mutex> lock{mutex_};
    const auto found = by_id_.find(id);
    return found == by_id_.end() ? Outcome{} : found->second;
  }
  [[nodiscard]] std::size_t total() const {
    const std::lock_guard<std::mutex> lock{mutex_};
    return total_;
  }
  /// How many ended so.
  [[nodiscard]] std::size_t count(Delivery delivery) const {
    const std::lock_guard<std::mutex> lock{mutex_};
    std::size_t count = 0;
    for (const auto& [id, outcome] : by_id_) count += outcome.delivery == delivery ? 1U : 0U;
    return count;
  }
  /// True if no command was reported twice.
  [[nodiscard]] bool all_once() const {
    const std::lock_guard<std::mutex> lock{mutex_};
    return total_ == by_id_.size();
  }
  /// Ids in the order in which they ended.
  [[nodiscard]] std::vector<std::string> order() const {
    const std::lock_guard<std::mutex> lock{mutex_};
    return order_;
  }

 private:
  mutable std::mutex mutex_;
  std::condition_variable changed_;
  std::map<std::string, Outcome> by_id_;
  std::vector<std::string> order_;
  std::size_t total_ = 0;
};

/// A publication that the fault server's log counts under `id`.
inline PublishRequest publication(const std::string& id, const std::string& channel = "c") {
  return {channel, Json::of(id)};
}

/// The figures of a ledger that must always agree.
inline bool balances(const AsyncStats& stats) {
  return stats.accepted == stats.applied + stats.refused + stats.not_sent + stats.unknown + stats.pending;
}

/// Runs `work` up to ten times; true if it once took no longer than so long. A loaded machine may make any
/// single one late; what the library adds, it adds to each.
template <class Work>
bool takes_at_most(std::chrono::milliseconds time, const Work& work) {
  for (int i = 0; i < 10; ++i) {
    const auto start = std::chrono::steady_clock::now();
    work();
    if (std::chrono::steady_clock::now() - start <= time) return true;
  }
  return false;
}

/// A completion that is only a number, to distinguish commands.
class Numbered final : public detail::Movable<Numbered, detail::Completion> {
 public:
  explicit Numbered(std::size_t number) : number_(number) {}
  [[nodiscard]] std::string_view method() const noexcept override { return "publish"; }
  Delivery read(const detail::Ending&) override { return Delivery::unknown; }
  [[nodiscard]] const CentException* error() const noexcept override { return nullptr; }
  void deliver() override {}
  [[nodiscard]] std::size_t number() const { return number_; }

 private:
  std::size_t number_;
};

inline detail::CompletionPtr numbered(std::size_t number) {
  Numbered completion{number};
  detail::CompletionPtr kept{&completion};
  detail::Completion::keep(kept, detail::heap_memory());
  return kept;
}

/// The number of a completion that numbered() made.
inline std::size_t number_of(const detail::Completion& completion) {
  return dynamic_cast<const Numbered&>(completion).number();
}

}  // namespace cent::test
