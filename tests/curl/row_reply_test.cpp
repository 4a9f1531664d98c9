// Rows 16, 17, 19, 20 and 21: good HTTP that is not what Centrifugo says, or more than this version knows.
#include <tuple>

#include "curl/http_fixture.hpp"

namespace cent::test {
namespace {

TEST(FaultRow, Row16_ABodyThatIsNoReplyIsShownSanitisedWithItsStatusAndType) {
  struct Case {
    const char* name;
    Fault fault;
  };
  const auto html = [] {
    Fault fault = faults::body("<html>\r\n\x01\xff" + std::string(1000, 'x'));
    fault.headers = {{"Content-Type", "text/html"}};
    return fault;
  };
  const Case cases[] = {
      {"malformed", faults::body("{\"result\":{")},
      {"wrong type of result", faults::body(R"({"result":7})")},
      {"wrong type of a field", faults::body(R"({"result":{"offset":"1"}})")},
      {"a field beyond 64 bits", faults::body(R"({"result":{"offset":18446744073709551616}})")},
      {"a negative offset", faults::body(R"({"result":{"offset":-1}})")},
      {"a fraction", faults::body(R"({"result":{"offset":1.5}})")},
      {"an array", faults::body("[]")},
      {"null", faults::body("null")},
      {"a string", faults::body("\"ok\"")},
      {"empty", faults::body("")},
      {"white space", faults::body("  \n")},
      {"html", html()},
      {"bom", faults::body("\xef\xbb\xbf{\"result\":{}}")},
      {"trailing bytes", faults::body("{\"result\":{}}x")},
      {"a second value", faults::body("{\"result\":{}}{}")},
      {"result null", faults::body(R"({"result":null})")},
      {"neither", faults::body("{}")},
      {"both", faults::body(R"({"result":{},"error":{"code":100,"message":"m"}})")},
      {"error without a code", faults::body(R"({"error":{"message":"m"}})")},
      {"error as text", faults::body(R"({"error":"m"})")},
  };
  FaultServer server;
  for (const Case& one : cases) {
    server.script({one.fault});
    Client client{server.address(), one_attempt()};
    const auto error = error_of([&] { client.publish("c", id_data("a")); });
    EXPECT_EQ(error.kind(), FailureKind::unreadable) << one.name << ": " << error.what();
    EXPECT_EQ(error.delivery(), Delivery::unknown) << one.name;
    EXPECT_EQ(error.status(), 200) << one.name;
    EXPECT_EQ(error.method(), "publish") << one.name;
    EXPECT_EQ(error.attempts(), 1) << one.name;
    EXPECT_LE(error.body().size(), 256U) << one.name;
    for (const char c : error.body()) EXPECT_TRUE(c >= 0x20 && c <= 0x7E) << one.name;
  }
  server.script({html()});
  Client client{server.address(), one_attempt()};
  const auto error = error_of([&] { client.publish("c", id_data("a")); });
  EXPECT_TRUE(has(error.what(), "text/html")) << error.what();
  EXPECT_EQ(error.body().substr(0, 12), "<html>????xx");
  EXPECT_EQ(error.body().size(), 256U);
}

TEST(FaultRow, Row16_OtherStatusesOfSuccessAreNoReply) {
  FaultServer server;
  for (const int status : {201, 202, 204, 206}) {
    server.script({faults::executed_status(status)});
    Client client{server.address(), one_attempt()};
    const auto error = error_of([&] { client.publish("c", id_data("a")); });
    EXPECT_EQ(error.kind(), FailureKind::http_status) << status;
    EXPECT_EQ(error.delivery(), Delivery::unknown) << status;
    EXPECT_EQ(error.status(), status);
  }
}

// No deeper than a stack can bear: it is the limit that refuses it, and nothing else is wrong with it.
TEST(FaultRow, Row17_JsonALittleTooDeepIsRefusedForItsDepth) {
  const auto nested = [](std::size_t depth) { return std::string(depth, '[') + std::string(depth, ']'); };
  FaultServer server;
  const auto history_of = [&](std::size_t depth) {
    server.script({faults::body(R"({"result":{"publications":[{"data":)" + nested(depth) +
                                R"(,"offset":1}],"offset":1,"epoch":"e"}})")});
    Client client{server.address(), one_attempt()};
    return client.history("c");
  };
  EXPECT_EQ(history_of(100).publications.size(), 1U);
  const auto error = error_of([&] { history_of(200); });
  EXPECT_EQ(error.kind(), FailureKind::unreadable);
  EXPECT_TRUE(has(error.what(), "nested too deeply")) << error.what();
  EXPECT_NO_THROW(std::ignore = Json::raw(nested(Json::kMaxDepth)));
  EXPECT_THROW(std::ignore = Json::raw(nested(Json::kMaxDepth + 1)), UsageError);
}

TEST(FaultRow, Row17_DeepJsonIsRefused) {
  FaultServer server;
  for (const std::size_t depth : {std::size_t{200}, std::size_t{1'000'000}}) {
    server.script({faults::deep_json(depth)});
    Client client{server.address(), one_attempt()};
    const auto error = error_of([&] { client.publish("c", id_data("a")); });
    EXPECT_EQ(error.kind(), FailureKind::unreadable) << error.what();
  }
  const std::string deep = std::string(1'000'000, '[') + std::string(1'000'000, ']');
  server.script(
      {faults::body(R"({"result":{"publications":[{"data":)" + deep + R"(}],"offset":1,"epoch":"e"}})")});
  Client client{server.address(), one_attempt()};
  EXPECT_EQ(error_of([&] { client.history("c"); }).kind(), FailureKind::unreadable);
  EXPECT_THROW(client.publish("c", Json::raw(deep)), UsageError);
}

Replies send_three(FaultServer& server, Fault fault, std::vector<Ticket<PublishResult>>& tickets) {
  server.script({std::move(fault)});
  Client client{server.address(), one_attempt()};
  Batch batch;
  for (const char* id : {"a", "b", "c"}) tickets.push_back(batch.publish("c", id_data(id)));
  return client.send(batch);
}

TEST(FaultRow, Row19_AWrongNumberOfRepliesConcernsAllCommands) {
  for (const int more : {-3, -1, 1}) {
    FaultServer server;
    std::vector<Ticket<PublishResult>> tickets;
    const Replies replies = send_three(server, faults::replies(more), tickets);
    for (const auto& ticket : tickets) {
      ASSERT_FALSE(replies[ticket].ok()) << more;
      EXPECT_EQ(replies[ticket].delivery(), Delivery::unknown);
      EXPECT_TRUE(has(replies[ticket].error().what(), more < 0 ? "fewer replies" : "more replies"))
          << replies[ticket].error().what();
      EXPECT_EQ(replies[ticket].error().method(), "publish");
    }
  }
}

TEST(FaultRow, Row19_AReplyThatMakesNoSenseConcernsItsOwnCommand) {
  for (const char* odd : {"{}", R"({"publish":{},"error":{"code":1,"message":"m"}})", R"({"history":{}})",
                          "7", R"({"publish":{"offset":true}})", "null"}) {
    FaultServer server;
    std::vector<Ticket<PublishResult>> tickets;
    const Replies replies = send_three(server,
                                       faults::body(std::string(R"({"replies":[{"publish":{"offset":1}},)") +
                                                    odd + R"(,{"publish":{"offset":3}}]})"),
                                       tickets);
    EXPECT_EQ(replies[tickets[0]].value().offset, 1U) << odd;
    EXPECT_EQ(replies[tickets[2]].value().offset, 3U) << odd;
    ASSERT_FALSE(replies[tickets[1]].ok()) << odd;
    EXPECT_EQ(replies[tickets[1]].delivery(), Delivery::unknown) << odd;
    ASSERT_NE(replies[tickets[1]].error_as<RequestException>(), nullptr);
    EXPECT_EQ(replies[tickets[1]].error_as<RequestException>()->kind(), FailureKind::unreadable) << odd;
    EXPECT_EQ(replies[tickets[1]].error().status(), 200) << odd;
  }
}

TEST(FaultRow, Row20_EachCommandOfABatchHasItsOwnOutcome) {
  FaultServer server;
  server.cluster().trouble("no-namespace:x", {102, 1, false});
  server.cluster().trouble("sick", {100, 1, true});
  Client client{server.address(), one_attempt()};
  Batch batch;
  const auto good = batch.publish("c", id_data("a"));
  const auto refused = batch.publish("no-namespace:x", id_data("b"));
  const auto unknown = batch.publish("sick", id_data("c"));
  const auto presence = batch.presence("c");
  const Replies replies = client.send(batch);
  EXPECT_EQ(replies[good].value().offset, 1U);
  EXPECT_TRUE(replies[presence].ok());
  EXPECT_EQ(replies[refused].delivery(), Delivery::refused);
  ASSERT_NE(replies[refused].error_as<ResponseError>(), nullptr);
  EXPECT_EQ(replies[refused].error_as<ResponseError>()->code(), ErrorCode::kUnknownChannel);
  EXPECT_EQ(replies[refused].error().method(), "publish");
  EXPECT_EQ(replies[unknown].delivery(), Delivery::unknown);
  EXPECT_THROW(static_cast<void>(replies[refused].value()), ResponseError);
}

TEST(FaultRow, Row20_EachChannelOfABroadcastHasItsOwnOutcome) {
  FaultServer server;
  server.cluster().trouble("bad", {102, 1, false});
  Client client{server.address(), one_attempt()};
  const BroadcastResult result = client.broadcast({"x", "bad", "y"}, id_data("a"));
  ASSERT_EQ(result.responses.size(), 3U);
  EXPECT_FALSE(result.responses[0].error);
  ASSERT_TRUE(result.responses[1].error);
  EXPECT_EQ(result.responses[1].error->code, 102U);
  EXPECT_FALSE(result.responses[2].error);
  EXPECT_EQ(server.executions().count("a"), 2U);
}

TEST(FaultRow, Row21_UnknownCodesAndFieldsPassThrough) {
  FaultServer server;
  server.script({faults::body(R"({"error":{"code":4294967295,"message":"new","hint":[1,{}]},"trace":"x"})"),
                 faults::body(R"({"new":{"a":[1,2]},"result":{"offset":5,"shard":{"n":1}},"took":0.5})")});
  Client client{server.address(), one_attempt()};
  const auto error = error_of<ResponseError>([&] { client.publish("c", id_data("a")); });
  EXPECT_EQ(error.code(), 4294967295U);
  EXPECT_EQ(error.message(), "new");
  EXPECT_EQ(error.delivery(), Delivery::refused);
  EXPECT_EQ(client.publish("c", id_data("a")).offset, 5U);
}

}  // namespace
}  // namespace cent::test
