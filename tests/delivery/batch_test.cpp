// Batches and replies as values.
#include <cent/batch.hpp>

#include "support/script.hpp"

namespace cent::test {
namespace {

constexpr const char* kTwo = R"({"replies":[{"publish":{"offset":1}},{"info":{"nodes":[]}}]})";

TEST(BatchValue, ACopyHoldsTheSameCommandsAndHasTicketsOfItsOwn) {
  Batch batch;
  const auto old_ticket = batch.publish("ch", Json::of(1));
  Batch copy;
  copy = batch;
  const auto ticket = copy.info();
  EXPECT_EQ(batch.size(), 1U);
  EXPECT_EQ(copy.size(), 2U);
  Script script;
  script.answer(200, kTwo);
  Client client{"http://h", scripted(script)};
  const Replies replies = client.send(copy);
  EXPECT_TRUE(replies[ticket].ok());
  EXPECT_THROW(static_cast<void>(replies[old_ticket]), UsageError) << "the other batch's";
}

TEST(BatchValue, AMovedOneKeepsItsTicketsAndLeavesAnEmptyBatchBehind) {
  Batch batch;
  const auto ticket = batch.publish("ch", Json::of(1));
  Batch moved;
  moved.presence("left behind");
  moved = std::move(batch);
  EXPECT_TRUE(batch.empty());  // NOLINT(bugprone-use-after-move): that is what is tested
  const auto void_ticket = batch.info();
  moved.info();
  Script script;
  script.answer(200, kTwo);
  Client client{"http://h", scripted(script)};
  const Replies replies = client.send(moved);
  EXPECT_EQ(replies[ticket].value().offset, 1U);
  EXPECT_THROW(static_cast<void>(replies[void_ticket]), UsageError);
}

TEST(BatchValue, AssignedToItselfItIsAsBefore) {
  Batch batch;
  const auto ticket = batch.publish("ch", Json::of(1));
  const Batch& same = batch;
  batch = same;
  batch = std::move(const_cast<Batch&>(same));
  batch.info();
  Script script;
  script.answer(200, kTwo);
  Client client{"http://h", scripted(script)};
  const Replies replies = client.send(batch);
  EXPECT_TRUE(replies[ticket].ok());
}

TEST(RepliesValue, MayBeCopiedMovedAndReplaced) {
  Script script;
  script.answer(200, R"({"replies":[{"publish":{"offset":1}}]})")
      .answer(200, R"({"replies":[{"publish":{"offset":2}}]})");
  Client client{"http://h", scripted(script)};
  Batch batch;
  const auto ticket = batch.publish("ch", Json::of(1));
  Replies first = client.send(batch);
  Replies second = client.send(batch);
  const Replies copy = first;
  Replies moved = std::move(second);
  first = moved;
  EXPECT_EQ(first[ticket].value().offset, 2U);
  EXPECT_EQ(copy[ticket].value().offset, 1U);
  moved = Replies{copy};
  EXPECT_EQ(moved[ticket].value().offset, 1U);
  EXPECT_EQ(moved.size(), 1U);
}

}  // namespace
}  // namespace cent::test
