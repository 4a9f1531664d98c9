// Several commands in one request: Batch, and add() and send().
#include "conformance/fixture.hpp"

namespace cent::test {
namespace {

TEST_P(Conformance, ABatchGivesEachCommandItsOwnOutcome) {
  Client cent = client();
  const std::string channel = fresh("batch");
  Batch batch;
  const auto first = batch.publish(channel, json{{"n", 1}});
  const auto wrong = batch.publish("nope:x", json(2));
  const auto second = batch.publish(channel, json{{"n", 2}});
  const auto bare = batch.history("bare:x");
  const auto kept = batch.history(channel);
  const auto stats = batch.presence_stats(channel);
  const auto removed = batch.history_remove(channel);
  const auto after = batch.history(channel);
  const Replies replies = cent.send(batch);
  EXPECT_EQ(replies.size(), 8U);
  EXPECT_EQ(replies[first].value().offset, since(3) ? 1U : 0U);
  EXPECT_EQ(replies[second].value().offset, since(3) ? 2U : 0U);
  EXPECT_EQ(code_of([&] { return replies[wrong].value(); }), ErrorCode::kUnknownChannel);
  EXPECT_EQ(code_of([&] { return replies[bare].value(); }), ErrorCode::kNotAvailable);
  EXPECT_EQ(replies[kept].value().publications.size(), 2U);
  EXPECT_EQ(replies[stats].value().num_clients, 0U);
  EXPECT_TRUE(replies[removed].ok());
  EXPECT_TRUE(replies[after].value().publications.empty());
}

TEST_P(Conformance, AParallelBatchAnswersInItsOrder) {
  Client cent = client();
  Batch batch;
  batch.set_parallel(true);
  std::vector<Ticket<HistoryResult>> tickets;
  std::vector<std::string> channels;
  for (int i = 0; i < 20; ++i) {
    channels.push_back(fresh("parallel"));
    cent.publish(channels.back(), json(i));
    tickets.push_back(batch.history(channels.back()));
  }
  const Replies replies = cent.send(batch);
  for (int i = 0; i < 20; ++i) {
    const auto at = static_cast<std::size_t>(i);
    EXPECT_EQ(replies[tickets[at]].value().publications.at(0).data.as<json>(), i);
  }
}

TEST_P(Conformance, ABatchOfManyKeepsItsOrder) {
  Client cent = client();
  const std::string channel = fresh("many");
  Batch batch;
  for (int i = 0; i < 1000; ++i) batch.publish(channel, json(i));
  const auto last = batch.history(channel);
  const HistoryResult kept = cent.send(batch)[last].value();
  ASSERT_EQ(kept.publications.size(), 100U);
  for (int i = 0; i < 100; ++i) {
    EXPECT_EQ(kept.publications[static_cast<std::size_t>(i)].data.as<json>(), 900 + i);
  }
}

TEST_P(Conformance, AddedCommandsAreSentAsOneAndAnsweredInOrder) {
  Client cent = client();
  const std::string channel = fresh("add");
  cent.add("publish", json{{"channel", channel}, {"data", "hello world"}});
  cent.add("publish", json{{"channel", "nope:x"}, {"data", 1}});
  cent.add("history", json{{"channel", channel}, {"limit", 10}});
  EXPECT_THROW(cent.publish(channel, json(1)), ClientNotEmpty);
  const std::vector<Reply<Json>> replies = cent.send();
  ASSERT_EQ(replies.size(), 3U);
  EXPECT_EQ(replies[0].value().as<json>().value("offset", 0), since(3) ? 1 : 0);
  ASSERT_NE(replies[1].error_as<ResponseError>(), nullptr);
  EXPECT_EQ(replies[1].error_as<ResponseError>()->code(), ErrorCode::kUnknownChannel);
  EXPECT_EQ(replies[2].value().as<json>().at("publications").at(0).at("data"), "hello world");

  cent.add("publish", json{{"channel", channel}, {"data", 2}});
  cent.reset();
  EXPECT_TRUE(cent.send().empty());
  EXPECT_EQ(cent.history(channel).publications.size(), 1U);
}

TEST_P(Conformance, ACommandOfAnyNameCanBeCalled) {
  Client cent = client();
  const std::string channel = fresh("command");
  cent.call(Command{"publish", json{{"channel", channel}, {"data", 1}}});
  const Json history = cent.call(Command{"history", json{{"channel", channel}, {"limit", 1}}});
  EXPECT_EQ(history.as<json>().at("publications").size(), 1U);
  const auto unknown = [&] { cent.call(Command{"no_such_method"}); };
  if (since(5)) {
    EXPECT_EQ(code_of(unknown), ErrorCode::kNotFound);
  } else {
    EXPECT_EQ(status_of(unknown), 400);
  }
}

}  // namespace
}  // namespace cent::test
