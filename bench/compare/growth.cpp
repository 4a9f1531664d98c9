// Growth of the cost with the number of commands, channels, clients and waiting commands, and with the
// payload. Prints `growth.KIND SIZE ROUND wall-us cpu-us` for one command. The caller pins client and server.
#include <sys/resource.h>

#include <algorithm>
#include <atomic>
#include <cent/async_client.hpp>
#include <condition_variable>
#include <cstdio>
#include <cstdlib>
#include <memory>
#include <mutex>
#include <vector>

#include "compare/compare.hpp"
#include "probes/probes.hpp"
#include "support/bare_curl.hpp"
#include "support/server_process.hpp"

namespace cent::bench {
namespace {

using std::chrono::minutes;
constexpr int kMillion = 1'000'000;
constexpr auto kIgnore = [](const Reply<PublishResult>&) {};

std::vector<int> powers_of_ten(int from, int to) {
  std::vector<int> powers;
  for (int x = from; x <= to; x *= 10) powers.push_back(x);
  return powers;
}

/// An AsyncClient with a queue for the largest measurement.
std::unique_ptr<AsyncClient> gathering(const std::string& address) {
  AsyncClientOptions with;
  with.api_key = kApiKey;
  with.timeout = minutes{5};
  with.retry.attempt_timeout = minutes{5};
  with.generate_key = false;
  with.max_queue_commands = 2 * kMillion;
  with.max_queue_bytes = std::size_t{4} << 30;
  return std::make_unique<AsyncClient>(address, with);
}

/// Waits for every outcome; ends the program if one is not `applied`.
void finish(AsyncClient& client) {
  client.flush(minutes{5});
  const AsyncStats stats = client.stats();
  if (stats.applied == stats.accepted) return;
  std::fprintf(stderr, "not every publish was applied\n");
  std::exit(1);
}

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

/// A size of the work as a variant. Small sizes are repeated until the time is measurable.
template <class Work>
Variant sized(int size, Work work) {
  const int times = std::max(1, 1000 / size);
  return {std::to_string(size),
          [=] {
            for (int i = 0; i < times; ++i) work();
          },
          times * size};
}

void commands(const std::string& address, int rounds, int most) {
  ClientOptions with = options();
  with.http.max_reply_bytes = std::size_t{64} << 20;
  Client client{address, with};
  const auto async = gathering(address);
  std::vector<Variant> batches;
  std::vector<Variant> gathered;
  for (const int count : powers_of_ten(1, most)) {
    batches.push_back(sized(count, [&client, count] { HandMade{count}.send(client); }));
    gathered.push_back(sized(count, [&async, count] {
      for (int i = 0; i < count; ++i) async->publish({kChannel, Json::raw(kText)}, kIgnore);
      finish(*async);
    }));
  }
  compare("growth.commands_batch", batches, rounds, 1);
  compare("growth.commands_async", gathered, rounds, 1);
}

void payload(const std::string& address, int rounds, int most) {
  Client client{address, options()};
  std::vector<Variant> variants;
  for (const int size : powers_of_ten(10, most)) {
    const auto text =
        std::make_shared<std::string>("\"" + std::string(static_cast<std::size_t>(size - 2), 'x') + "\"");
    const int times = std::max(5, 100'000 / size);
    variants.push_back({std::to_string(size),
                        [&client, text, times] {
                          for (int i = 0; i < times; ++i) client.publish(kChannel, Json::raw(*text));
                        },
                        times});
  }
  compare("growth.payload", variants, rounds, 1);
}

void channels(const std::string& address, int rounds, int most) {
  const auto async = gathering(address);
  const std::vector<std::string> names = channel_names(most);
  std::vector<Variant> variants;
  for (const int count : powers_of_ten(1, most)) {
    variants.push_back(
        {std::to_string(count),
         [&, count] {
           for (int i = 0; i < most; ++i)
             async->publish({names[static_cast<std::size_t>(i % count)], Json::raw(kText)}, kIgnore);
           finish(*async);
         },
         most});
  }
  compare("growth.channels", variants, rounds, 1);
}

}  // namespace

void growth(int rounds, bool small) {
  rlimit files{};
  getrlimit(RLIMIT_NOFILE, &files);
  files.rlim_cur = files.rlim_max;
  setrlimit(RLIMIT_NOFILE, &files);
  const ServerProcess server;
  const std::string address = server.address();
  commands(address, rounds, small ? kMillion / 10 : kMillion);
  payload(address, rounds, 10 * kMillion);
  channels(address, rounds, small ? kMillion / 10 : kMillion);
  clients(address, rounds, 1000);
  depth(address, rounds, small ? kMillion / 10 : kMillion);
}

}  // namespace cent::bench
