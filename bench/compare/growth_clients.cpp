// Growth of the cost with the number of clients and of commands that wait in one client.
#include <algorithm>
#include <atomic>
#include <condition_variable>
#include <mutex>

#include "compare/growth.hpp"

namespace cent::bench {
namespace {

/// Keeps at most that many commands without an outcome, until all are submitted.
class Window {
 public:
  explicit Window(int depth) : depth_(depth) {}
  void enter() { pending_.fetch_add(1); }
  /// Once full, waits until it is half empty.
  void wait_for_room() {
    if (pending_.load() < depth_) return;
    std::unique_lock lock(mutex_);
    room_.wait(lock, [this] { return pending_.load() <= depth_ / 2; });
  }
  void leave() {
    if (pending_.fetch_sub(1) - 1 != depth_ / 2) return;
    const std::lock_guard lock(mutex_);
    room_.notify_one();
  }

 private:
  const int depth_;
  std::atomic<int> pending_{0};
  std::mutex mutex_;
  std::condition_variable room_;
};

}  // namespace

void clients(const std::string& address, int rounds, int most) {
  std::vector<std::unique_ptr<Client>> waiting;
  std::vector<std::unique_ptr<AsyncClient>> gathered;
  for (int i = 0; i < most; ++i) {
    waiting.push_back(std::make_unique<Client>(address, options()));
    gathered.push_back(gathering(address));
  }
  std::vector<Variant> simple;
  std::vector<Variant> async;
  for (const int count : powers_of_ten(1, most)) {
    simple.push_back({std::to_string(count),
                      [&, count] {
                        for (int i = 0; i < most; ++i)
                          waiting[static_cast<std::size_t>(i % count)]->publish(kChannel, Json::raw(kText));
                      },
                      most});
    async.push_back(
        {std::to_string(count),
         [&, count] {
           constexpr int kEach = 10;
           for (int i = 0; i < most * kEach; ++i)
             gathered[static_cast<std::size_t>(i % count)]->publish({kChannel, Json::raw(kText)}, kIgnore);
           for (int i = 0; i < count; ++i) finish(*gathered[static_cast<std::size_t>(i)]);
         },
         most * 10});
  }
  compare("growth.clients", simple, rounds, 1);
  compare("growth.clients_async", async, rounds, 1);
}

void depth(const std::string& address, int rounds, int most) {
  const auto async = gathering(address);
  std::vector<Variant> variants;
  for (const int depth : powers_of_ten(1, most)) {
    const int count = std::max(2 * depth, std::min(200'000, 2000 * depth));
    const auto window = std::make_shared<Window>(depth);  // outlives the last callback
    variants.push_back({std::to_string(depth),
                        [&async, window, count] {
                          for (int i = 0; i < count; ++i) {
                            window->enter();
                            async->publish(
                                {kChannel, Json::raw(kText)},
                                [&window = *window](const Reply<PublishResult>&) { window.leave(); });
                            window->wait_for_room();
                          }
                          finish(*async);
                        },
                        count});
  }
  compare("growth.depth", variants, rounds, 1);
}

}  // namespace cent::bench
