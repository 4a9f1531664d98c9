// Publishes kMessages messages in each style of calling, each style to a channel of its own, and compares the
// outcomes and the channel's history. Arguments: address, API key.
#include <utility>  // Boost 1.74 forgets it

#include <boost/asio.hpp>
#include <boost/asio/thread_pool.hpp>

#include <atomic>
#include <cent/api.hpp>
#include <cent/asio.hpp>
#include <cent/async_client.hpp>
#include <cent/cent.hpp>
#include <cent/coroutine.hpp>
#include <cent/history_pages.hpp>
#include <cstdio>
#include <functional>
#include <future>
#include <string>
#include <vector>

namespace net = boost::asio;
using cent::AsyncClient;
using cent::AsyncClientOptions;
using cent::Json;
using std::chrono::seconds;

namespace {

constexpr int kMessages = 20'000;
constexpr int kAtOnce = 200;  // coroutines, or commands of a batch

struct Server {
  std::string address;
  std::string key;
  [[nodiscard]] AsyncClientOptions options() const {
    AsyncClientOptions made;
    made.api_key = key;
    made.timeout = seconds{60};
    made.when_full = cent::WhenFull::wait;
    return made;
  }
};

std::atomic<int> applied{0};
std::atomic<int> failed{0};

template <class Outcome>
void count(const Outcome& succeeded) {
  ++(succeeded ? applied : failed);
}

const char* channel = "";

void without_exceptions(const Server& server) {
  cent::Client client{server.address, server.key};
  for (int i = 0; i < kMessages; ++i)
    count(client.publish(channel, Json::of(i), seconds{20}, cent::no_throw));
}

void exceptions(const Server& server) {
  cent::Client client{server.address, server.key};
  for (int i = 0; i < kMessages; ++i) {
    try {
      client.publish(channel, Json::of(i), seconds{20});
      count(true);
    } catch (const cent::CentException&) {
      count(false);
    }
  }
}

void batches(const Server& server) {
  cent::Client client{server.address, server.key};
  for (int i = 0; i < kMessages;) {
    cent::Batch batch;
    for (int in_batch = 0; in_batch < kAtOnce; ++in_batch) batch.publish(channel, Json::of(i++));
    for (const auto& reply : client.send(batch, {seconds{20}})) count(reply);
  }
}

void callbacks(const Server& server) {
  AsyncClient client{server.address, server.options()};
  for (int i = 0; i < kMessages; ++i)
    client.publish(channel, Json::of(i), [](const auto& reply) { count(reply); });
  client.close(seconds{60});
}

void callbacks_in_a_pool(const Server& server) {
  net::thread_pool pool{4};
  AsyncClientOptions options = server.options();
  options.executor = [&pool](std::function<void()> task) { net::post(pool, std::move(task)); };
  AsyncClient client{server.address, options};
  for (int i = 0; i < kMessages; ++i)
    client.publish(channel, Json::of(i), [](const auto& reply) { count(reply); });
  client.close(seconds{60});
  pool.join();
}

void nobody_waits(const Server& server) {
  AsyncClientOptions options = server.options();
  options.on_failure = [](const cent::CommandEnded&) { count(false); };
  AsyncClient client{server.address, options};
  for (int i = 0; i < kMessages; ++i) client.publish(channel, Json::of(i), cent::detached);
  client.close(seconds{60});
  applied += static_cast<int>(client.stats().applied);
}

template <class Future>
void count_all(std::vector<Future>& futures) {
  for (Future& future : futures) {
    try {
      future.get();
      count(true);
    } catch (const cent::CentException&) {
      count(false);
    }
  }
}

void futures(const Server& server) {
  AsyncClient client{server.address, server.options()};
  std::vector<std::future<cent::PublishResult>> all;
  for (int i = 0; i < kMessages; ++i) all.push_back(client.publish(channel, Json::of(i)));
  count_all(all);
}

struct Job {
  struct promise_type {
    std::promise<void> done{};
    Job get_return_object() { return {done.get_future()}; }
    static std::suspend_never initial_suspend() noexcept { return {}; }
    static std::suspend_never final_suspend() noexcept { return {}; }
    void return_void() { done.set_value(); }
    void unhandled_exception() { done.set_exception(std::current_exception()); }
  };
  std::future<void> done;
};

Job publish_some(AsyncClient& client, int from) {
  for (int i = from; i < from + kMessages / kAtOnce; ++i) {
    bool succeeded = true;
    try {
      co_await client.publish(channel, Json::of(i), cent::use_coroutine);
    } catch (const cent::CentException&) {
      succeeded = false;
    }
    count(succeeded);
  }
}

void coroutines(const Server& server) {
  AsyncClient client{server.address, server.options()};
  std::vector<Job> jobs;
  for (int i = 0; i < kAtOnce; ++i) jobs.push_back(publish_some(client, i * (kMessages / kAtOnce)));
  for (Job& job : jobs) job.done.get();
}

net::awaitable<void> await_some(AsyncClient& client, int from) {
  for (int i = from; i < from + kMessages / kAtOnce; ++i) {
    bool succeeded = true;
    try {
      co_await client.publish(channel, Json::of(i), net::use_awaitable);
    } catch (const cent::CentException&) {
      succeeded = false;
    }
    count(succeeded);
  }
}

void asio_awaitables(const Server& server) {
  AsyncClient client{server.address, server.options()};
  net::io_context context;
  for (int i = 0; i < kAtOnce; ++i)
    net::co_spawn(context, await_some(client, i * (kMessages / kAtOnce)), net::detached);
  context.run();
}

void asio_callbacks(const Server& server) {
  AsyncClient client{server.address, server.options()};
  net::io_context context;
  for (int i = 0; i < kMessages; ++i) {
    client.publish(channel, Json::of(i),
                   net::bind_executor(
                       context, [](std::exception_ptr error, const cent::PublishResult&) { count(!error); }));
  }
  context.run();
}

void asio_futures(const Server& server) {
  AsyncClient client{server.address, server.options()};
  std::vector<std::future<cent::PublishResult>> all;
  for (int i = 0; i < kMessages; ++i) all.push_back(client.publish(channel, Json::of(i), net::use_future));
  count_all(all);
}

/// True if each message is in the history once.
bool is_complete(cent::Client& client) {
  std::vector<int> seen(kMessages);
  cent::HistoryPagesOptions options;
  for (const auto& page : cent::history_pages(client, channel, options)) {
    for (const auto& publication : page.publications) ++seen.at(std::stoul(publication.data.text()));
  }
  for (const int times : seen) {
    if (times != 1) return false;
  }
  return true;
}

}  // namespace

int main(int, char** arguments) {
  const Server server{arguments[1], arguments[2]};
  cent::Client reader{server.address, server.key};
  struct Style {
    const char* name;
    void (*run)(const Server&);
  };
  int wrong = 0;
  for (const Style& style :
       {Style{"exceptions", exceptions}, Style{"no_throw", without_exceptions}, Style{"batches", batches},
        Style{"callbacks", callbacks}, Style{"callbacks-in-a-pool", callbacks_in_a_pool},
        Style{"detached", nobody_waits}, Style{"futures", futures}, Style{"coroutines", coroutines},
        Style{"asio-awaitables", asio_awaitables}, Style{"asio-callbacks", asio_callbacks},
        Style{"asio-futures", asio_futures}}) {
    channel = style.name;
    applied = failed = 0;
    style.run(server);
    const bool complete = is_complete(reader);
    std::printf("%-20s %d applied, %d failed, history %s\n", style.name, applied.load(), failed.load(),
                complete ? "complete" : "NOT complete");
    if (applied != kMessages || failed != 0 || !complete) ++wrong;
  }
  return wrong;
}
