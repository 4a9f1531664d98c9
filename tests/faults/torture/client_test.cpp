// Row 48: memory runs out under a client that waits.
#include "faults/torture/torture.hpp"
#include "support/canary.hpp"

namespace cent::test {
namespace {

ClientOptions quick_retries() {
  ClientOptions options;
  options.api_key = kCanary;
  options.timeout = std::chrono::seconds{5};
  options.retry.base_wait = milliseconds{1};
  options.retry.throttled_base_wait = milliseconds{1};
  return options;
}

class ClientTorture : public Torture {
 protected:
  /// A client made while memory fails, or after it has failed.
  std::unique_ptr<Client> make(const ClientOptions& options) {
    const std::string address = server.address();
    std::unique_ptr<Client> client;
    try {
      const Tortured now;
      client = std::make_unique<Client>(address, options);
    } catch (const std::bad_alloc&) {
    } catch (const CentException& error) {
      EXPECT_NE(error.delivery(), Delivery::unknown) << error.what();
    }
    return client ? std::move(client) : std::make_unique<Client>(address, options);
  }
  /// The client is as good as new.
  void expect_usable(Client& client, std::size_t number) {
    const std::string after = id(number, "after");
    EXPECT_NO_THROW(client.publish(publication("c", after)));
    note(after, Delivery::applied);
  }
};

TEST_P(ClientTorture, Row48_ACallIsReportedAndTheClientStaysUsable) {
  const std::size_t failed = each_allocation_fails([&](std::size_t number) {
    const auto client = make(quick_retries());
    const PublishRequest request = publication("c", id(number, "a"));
    note(id(number, "a"), outcome_of([&] { client->publish(request); }));
    expect_usable(*client, number);
  });
  EXPECT_GT(failed, 20U);
}

TEST_P(ClientTorture, Row48_AReadIsReported) {
  server.always(faults::body(
      R"({"result":{"publications":[{"data":{"n":1},"offset":1,"info":{"user":"u","client":"c"}},)"
      R"({"data":"text","offset":2,"tags":{"a":"b"}}],"epoch":"xyz","offset":2}})"));
  const HistoryRequest request{"a channel with quite a long name"};
  const std::size_t failed = each_allocation_fails([&](std::size_t) {
    Client client{server.address(), quick_retries()};
    HistoryResult result;
    const Delivery delivery = outcome_of([&] { result = client.history(request); });
    if (delivery == Delivery::applied) {
      EXPECT_EQ(result.publications.size(), 2U);
    }
  });
  EXPECT_GT(failed, 10U);
}

TEST_P(ClientTorture, Row48_AnAnswerOfTheWrongShapeIsReported) {
  server.always(
      faults::body(R"({"result":{"publications":[{"data":1,"offset":"a number"}],"epoch":"xyz"}})"));
  const HistoryRequest request{"a channel with quite a long name"};
  const std::size_t failed = each_allocation_fails([&](std::size_t) {
    Client client{server.address(), quick_retries()};
    EXPECT_NE(outcome_of([&] { client.history(request); }), Delivery::applied);
  });
  EXPECT_GT(failed, 10U);
}

TEST_P(ClientTorture, Row48_ReadingAReplyOfTheWrongShapeIsReported) {
  server.always(faults::body(R"({"replies":[{"history":{"publications":7}}]})"));
  Client client{server.address(), quick_retries()};
  Batch batch;
  const auto ticket = batch.history("c");
  const Replies replies = client.send(batch);
  each_allocation_fails([&](std::size_t) {  // each time that they are asked, replies are read anew
    EXPECT_EQ(outcome_of([&] { replies[ticket].error().raise(); }), Delivery::unknown);
  });
}

TEST_P(ClientTorture, Row48_ACallThatIsRepeatedIsReported) {
  const std::size_t failed = each_allocation_fails([&](std::size_t number) {
    server.script({faults::execute_then_close(), faults::status(503), faults::status(429)});
    ClientOptions options = quick_retries();
    options.retry.max_attempts = 5;
    options.generate_key = true;
    const auto client = make(options);
    const PublishRequest request = publication("c", id(number, "a"));
    note(id(number, "a"), outcome_of([&] { client->publish(request); }));
    server.script({});
    expect_usable(*client, number);
  });
  EXPECT_GT(failed, 40U);
}

TEST_P(ClientTorture, Row48_EachCommandOfABatchIsReported) {
  const std::size_t failed = each_allocation_fails([&](std::size_t number) {
    const auto client = make(quick_retries());
    const PublishRequest first = publication("c", id(number, "first"));
    const PublishRequest second = publication("d", id(number, "second"));
    const PresenceStatsRequest read{"c"};
    Batch batch;
    std::vector<Ticket<PublishResult>> tickets;
    tickets.reserve(2);
    // A command that did not fit in is not in.
    const bool has_first = outcome_of([&] { tickets.push_back(batch.publish(first)); }) == Delivery::applied;
    const bool has_second =
        outcome_of([&] { tickets.push_back(batch.publish(second)); }) == Delivery::applied;
    const bool has_read = outcome_of([&] { batch.presence_stats(read); }) == Delivery::applied;
    EXPECT_EQ(batch.size(), std::size_t{has_first} + has_second + has_read);
    std::optional<Replies> replies;
    const Delivery whole = outcome_of([&] { replies.emplace(client->send(batch)); });
    std::vector<Delivery> each(2, whole);
    if (replies) {
      for (std::size_t i = 0; i < tickets.size(); ++i) {
        Delivery one = Delivery::unknown;
        const Delivery asked = outcome_of([&] { one = (*replies)[tickets[i]].delivery(); });
        // Asking again is possible: no outcome is lost by having no memory to read it.
        each[i] = asked == Delivery::applied ? one : (*replies)[tickets[i]].delivery();
      }
    }
    std::size_t at = 0;
    note(id(number, "first"), has_first ? each[at++] : Delivery::not_sent);
    note(id(number, "second"), has_second ? each[at] : Delivery::not_sent);
    expect_usable(*client, number);
  });
  EXPECT_GT(failed, 20U);
}

TEST_P(ClientTorture, Row48_EachGatheredCommandIsReported) {
  const std::size_t failed = each_allocation_fails([&](std::size_t number) {
    const auto client = make(quick_retries());
    const Command first{"publish",
                        Json::raw(R"({"channel":"c","data":{"id":")" + id(number, "first") + "\"}}")};
    const Command second{"presence_stats", Json::raw(R"({"channel":"c"})")};
    const bool has_first = outcome_of([&] { client->add(first); }) == Delivery::applied;
    outcome_of([&] { client->add(second); });
    std::vector<Reply<Json>> replies;
    const Delivery whole = outcome_of([&] { replies = client->send(); });
    const bool answered = whole == Delivery::applied && has_first;
    note(id(number, "first"), answered ? replies.at(0).delivery() : has_first ? whole : Delivery::not_sent);
    client->reset();
    expect_usable(*client, number);
  });
  EXPECT_GT(failed, 20U);
}

TEST_P(ClientTorture, Row48_ABroadcastThatIsRepeatedInPartIsReported) {
  const std::size_t failed = each_allocation_fails([&](std::size_t number) {
    server.cluster().trouble("bad", {100, 1, false});
    const auto client = make(quick_retries());
    BroadcastRequest request{{"good", "bad"}, publication("", id(number, "a")).data};
    request.idempotency_key = id(number, "key");
    BroadcastResult result;
    const Delivery delivery = outcome_of([&] { result = client->broadcast(request); });
    if (delivery == Delivery::applied) {
      EXPECT_EQ(result.responses.size(), 2U);
    }
    EXPECT_LE(server.executions().count(id(number, "a"), "good"), 1U);
    EXPECT_LE(server.executions().count(id(number, "a"), "bad"), 1U);
    if (delivery == Delivery::not_sent || delivery == Delivery::refused) note(id(number, "a"), delivery);
    server.cluster().trouble("bad", {100, 0, false});
    expect_usable(*client, number);
  });
  EXPECT_GT(failed, 40U);
}

INSTANTIATE_TEST_SUITE_P(Each, ClientTorture, testing::Values(Memory::heap, Memory::curl), name_of_memory);

}  // namespace
}  // namespace cent::test
