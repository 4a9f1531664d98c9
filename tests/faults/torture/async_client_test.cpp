// Row 48: memory runs out under an AsyncClient, in the threads that submit and in its own.
#include "faults/torture/torture.hpp"
#include "support/canary.hpp"

namespace cent::test {
namespace {

/// The outcome that a callback received, kept where it needs no memory.
struct Reported {
  std::atomic<int> times{0};
  std::atomic<Delivery> delivery{Delivery::unknown};
  template <class Result>
  void record(const Reply<Result>& reply) {
    delivery = reply.delivery();
    ++times;
  }
};

AsyncClientOptions quick() {
  AsyncClientOptions options;
  options.api_key = kCanary;
  options.timeout = std::chrono::seconds{5};
  options.retry.base_wait = milliseconds{1};
  options.retry.throttled_base_wait = milliseconds{1};
  options.lanes = 3;
  return options;
}

class AsyncTorture : public Torture {
 protected:
  static constexpr std::size_t kCommands = 6;

  /// A client made while memory fails, or after it has failed. Its thread suffers with it.
  std::unique_ptr<AsyncClient> make(const AsyncClientOptions& options) {
    const std::string address = server.address();
    std::unique_ptr<AsyncClient> client;
    const Tortured now;
    try {
      client = std::make_unique<AsyncClient>(address, options);
    } catch (const std::bad_alloc&) {
    } catch (const CentException& error) {
      EXPECT_NE(error.delivery(), Delivery::unknown) << error.what();
    }
    return client ? std::move(client) : std::make_unique<AsyncClient>(address, options);
  }

  /// Submits publications in three channels, and a broadcast to all of them in their midst.
  void submit(AsyncClient& client, std::size_t number, const CallOptions& options = {}) {
    std::vector<PublishRequest> publications;
    for (std::size_t i = 0; i < kCommands; ++i) {
      publications.push_back(publication("c" + std::to_string(i % 3), id(number, std::to_string(i))));
    }
    const BroadcastRequest broadcast{{"c0", "c1", "c2"}, Json::raw(R"({"id":"broadcast"})")};
    for (Reported& one : reported_) one.times = 0;
    for (std::size_t i = 0; i <= kCommands; ++i) {
      submitted_[i] = outcome_of([&] {
                        if (i == kCommands) {
                          client.broadcast(broadcast, options,
                                           [this, i](const auto& reply) { reported_[i].record(reply); });
                        } else {
                          client.publish(publications[i], options,
                                         [this, i](const auto& reply) { reported_[i].record(reply); });
                        }
                      }) == Delivery::applied;
    }
  }
  /// Each command that was taken has one outcome; the others are not reported.
  void expect_reported(std::size_t number) {
    for (std::size_t i = 0; i <= kCommands; ++i) {
      EXPECT_EQ(reported_[i].times, submitted_[i] ? 1 : 0) << "command " << i;
      const Delivery delivery = submitted_[i] ? reported_[i].delivery.load() : Delivery::not_sent;
      if (i < kCommands) note(id(number, std::to_string(i)), delivery);
    }
  }
  /// In every channel, so in every lane.
  void expect_usable(AsyncClient& client, std::size_t number) {
    FailingMemory::over();
    for (const char* channel : {"c0", "c1", "c2"}) {
      const std::string after = id(number, std::string("after-") + channel);
      auto result = client.publish(publication(channel, after));
      ASSERT_EQ(result.wait_for(std::chrono::seconds{5}), std::future_status::ready) << channel;
      EXPECT_NO_THROW(result.get());
      note(after, Delivery::applied);
    }
  }
  void expect_balanced(AsyncClient& client) {
    client.flush(std::chrono::seconds{5});  // a future is ready a moment before its command is let go
    const AsyncStats stats = client.stats();
    EXPECT_EQ(stats.pending, 0U);
    EXPECT_EQ(stats.queued, 0U);
    EXPECT_EQ(stats.queue_bytes, 0U);
    EXPECT_EQ(stats.callback_errors, 0U);
  }

  std::array<Reported, kCommands + 1> reported_{};
  std::array<bool, kCommands + 1> submitted_{};
};

TEST_P(AsyncTorture, Row48_EveryCommandIsReportedOnceAndTheClientStaysUsable) {
  const std::size_t failed = each_allocation_fails([&](std::size_t number) {
    const auto client = make(quick());
    submit(*client, number);
    EXPECT_EQ(client->flush(std::chrono::seconds{6}), 0U);
    expect_reported(number);
    expect_usable(*client, number);
    expect_balanced(*client);
  });
  EXPECT_GT(failed, 50U);
}

TEST_P(AsyncTorture, Row48_EveryCommandIsReportedOnceThroughRetries) {
  const std::size_t failed = each_allocation_fails([&](std::size_t number) {
    server.script({faults::status(503), faults::execute_then_close(), faults::status(502),
                   faults::body("no json"), faults::execute_some_then_close(1)});
    server.cluster().trouble("c1", {100, 2, false});
    const auto client = make(quick());
    submit(*client, number);
    EXPECT_EQ(client->flush(std::chrono::seconds{6}), 0U);
    expect_reported(number);
    server.script({});
    server.cluster().trouble("c1", {100, 0, false});
    expect_usable(*client, number);
    expect_balanced(*client);
  });
  EXPECT_GT(failed, 80U);
}

TEST_P(AsyncTorture, Row48_ABatchThatIsTooLargeIsReportedOnceInHalves) {
  AsyncClientOptions options = quick();
  options.lanes = 1;
  options.max_delay = milliseconds{1};
  const std::size_t failed = each_allocation_fails([&](std::size_t number) {
    const auto client = make(options);
    server.script({faults::status(413)});
    submit(*client, number);
    EXPECT_EQ(client->flush(std::chrono::seconds{6}), 0U);
    expect_reported(number);
    server.script({});
    expect_usable(*client, number);
    expect_balanced(*client);
  });
  EXPECT_GT(failed, 50U);
}

TEST_P(AsyncTorture, Row48_EveryCommandIsReportedOnceWhenItsTimeIsOver) {
  CallOptions soon;
  soon.timeout = milliseconds{25};
  const std::size_t failed = each_allocation_fails([&](std::size_t number) {
    const auto client = make(quick());
    server.always(faults::hang(false));
    submit(*client, number, soon);
    EXPECT_EQ(client->flush(std::chrono::seconds{6}), 0U);
    expect_reported(number);
    server.always(faults::ok());
    expect_usable(*client, number);
    expect_balanced(*client);
  });
  EXPECT_GT(failed, 5U);  // how far it comes depends on the time it has
}

TEST_P(AsyncTorture, Row48_EveryCommandIsReportedOnceWhenTheClientIsClosed) {
  const std::size_t failed = each_allocation_fails([&](std::size_t number) {
    server.always(faults::hang());
    auto client = make(quick());
    submit(*client, number);
    const auto start = std::chrono::steady_clock::now();
    {
      const Tortured now;
      client->close(milliseconds{10});
    }
    EXPECT_LT(std::chrono::steady_clock::now() - start, std::chrono::seconds{2});
    expect_reported(number);
    expect_balanced(*client);
    server.always(faults::ok());
  });
  EXPECT_GT(failed, 5U);  // how far it comes depends on the time it has
}

TEST_P(AsyncTorture, Row48_EveryCommandIsReportedOnceOverATransportOfOnesOwn) {
  const std::size_t failed = each_allocation_fails([&](std::size_t number) {
    AsyncClientOptions options = quick();
    options.transport = make_curl_transport();
    const auto client = make(options);
    submit(*client, number);
    EXPECT_EQ(client->flush(std::chrono::seconds{6}), 0U);
    expect_reported(number);
    expect_usable(*client, number);
    expect_balanced(*client);
  });
  EXPECT_GT(failed, 50U);
}

TEST_P(AsyncTorture, Row48_EveryFutureIsReady) {
  const std::size_t failed = each_allocation_fails([&](std::size_t number) {
    const auto client = make(quick());
    const PublishRequest request = publication("c0", id(number, "a"));
    std::future<PublishResult> result;
    const Delivery taken = outcome_of([&] { result = client->publish(request); });
    if (taken == Delivery::applied) {
      ASSERT_EQ(result.wait_for(std::chrono::seconds{6}), std::future_status::ready);
      note(id(number, "a"), outcome_of([&] { result.get(); }));
    } else {
      note(id(number, "a"), Delivery::not_sent);
    }
    expect_usable(*client, number);
    expect_balanced(*client);
  });
  EXPECT_GT(failed, 30U);
}

INSTANTIATE_TEST_SUITE_P(Each, AsyncTorture, testing::Values(Memory::heap, Memory::curl), name_of_memory);

}  // namespace
}  // namespace cent::test
