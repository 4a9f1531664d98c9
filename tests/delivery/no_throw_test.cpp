// Calls without exceptions, and replies as values.
#include <cent/no_throw.hpp>
#include <string>

#include "support/script.hpp"

namespace cent::test {
namespace {

constexpr const char* kPublished = R"({"result":{"offset":7,"epoch":"e"}})";
const Json kData = Json::of(1);

TEST(NoThrow, ACallReturnsTheResultOrTheError) {
  Script script;
  script.answer(200, kPublished)
      .answer(200, R"({"error":{"code":102,"message":"unknown channel"}})")
      .answer(200, R"({"result":{"offset":"x"}})")
      .fail(FailureKind::cut, Delivery::unknown);
  Client client{"http://h", scripted(script)};
  const Reply<PublishResult> good = client.publish("ch", kData, no_throw);
  ASSERT_TRUE(good);
  EXPECT_EQ(good->offset, 7U);
  EXPECT_EQ((*good).epoch, "e");
  const auto refused = client.publish(PublishRequest{"ch", kData}, CallOptions{}, no_throw);
  ASSERT_FALSE(refused);
  EXPECT_EQ(refused.error_as<ResponseError>()->code(), 102U);
  const auto unreadable = client.publish("ch", kData, no_throw);
  EXPECT_EQ(unreadable.error_as<RequestException>()->kind(), FailureKind::unreadable);
  EXPECT_EQ(unreadable.error().channel(), "ch");
  const auto cut = client.publish("ch", kData, no_throw);
  EXPECT_EQ(cut.delivery(), Delivery::unknown);
  EXPECT_THROW((void)cut.value(), RequestException);
  EXPECT_THROW((void)cut->offset, RequestException);
  EXPECT_TRUE(script.used_up());
}

TEST(NoThrow, WrongUseIsAReply) {
  Script script;
  Client client{"http://h", scripted(script)};
  EXPECT_TRUE(has(client.publish("", kData, no_throw).error().what(), "channel is required"));
  CallOptions call;
  call.timeout = milliseconds{0};
  EXPECT_NE(client.info(call, no_throw).error_as<UsageError>(), nullptr);
  EXPECT_NE(client.call(Command{"No Method"}, no_throw).error_as<UsageError>(), nullptr);
  Batch batch;
  batch.info();
  EXPECT_NE(client.send(batch, call, no_throw).error_as<UsageError>(), nullptr);
  client.add("info", Json::raw("{}"));
  EXPECT_NE(client.info(no_throw).error_as<ClientNotEmpty>(), nullptr);
  EXPECT_NE(client.info(no_throw).error_as<UsageError>(), nullptr) << "its base";
  EXPECT_EQ(client.info(no_throw).error_as<ResponseError>(), nullptr);
  EXPECT_NE(Client::make("no address").error_as<UsageError>(), nullptr);
  EXPECT_TRUE(Client::make("http://h", scripted(script)).ok());
  EXPECT_TRUE(script.sent().empty());
}

TEST(NoThrow, ABatchAndACommandReturnTheirReplies) {
  Script script;
  script.answer(200, R"({"replies":[{"publish":{"offset":3}},{"error":{"code":100,"message":"m"}}]})");
  script.answer(200, R"({"result":{"a":1}})");
  ClientOptions options = scripted(script);
  options.protocol = Protocol::modern;
  options.retry.max_attempts = 1;
  Client client{"http://h", options};
  Batch batch;
  const auto first = batch.publish("ch", kData);
  const auto second = batch.presence("ch");
  const Reply<Replies> replies = client.send(batch, no_throw);
  ASSERT_TRUE(replies);
  EXPECT_EQ((*replies)[first]->offset, 3U);
  EXPECT_EQ((*replies)[second].error_as<ResponseError>()->code(), 100U);
  EXPECT_EQ(client.call(Command{"info"}, no_throw)->text(), R"({"a":1})");
}

TEST(Replies, GoOnAsValues) {
  const Reply<PublishResult> good{PublishResult{7, "e"}};
  const Reply<PublishResult> bad{std::make_shared<const UsageError>("no")};
  const auto offset = [](const PublishResult& result) { return result.offset; };
  EXPECT_EQ(*good.transform(offset), 7U);
  EXPECT_TRUE(has(bad.transform(offset).error().what(), "no"));
  const auto odd = [](const PublishResult& result) -> Reply<std::string> {
    if (result.offset % 2 == 1) return std::string("odd");
    return Reply<std::string>::ErrorPtr(std::make_shared<const UsageError>("even"));
  };
  EXPECT_EQ(*good.and_then(odd), "odd");
  EXPECT_TRUE(has(bad.and_then(odd).error().what(), "no"));
  EXPECT_EQ(bad.value_or(PublishResult{1, ""}).offset, 1U);
  EXPECT_EQ(Reply<PublishResult>(good).value_or(PublishResult{}).offset, 7U);
}

}  // namespace
}  // namespace cent::test
