// Published data comes back: values, numbers, text of all kinds, and bytes that are no text.
#include "conformance/fixture.hpp"

namespace cent::test {
namespace {

TEST_P(Conformance, PayloadsKeepTheirSpelling) {
  Client cent = client();
  const std::string channel = fresh("spelling");
  const std::vector<std::string> texts = {"null",
                                          "true",
                                          "\"\"",
                                          "0",
                                          "-0",
                                          "1.0",
                                          "1e400",
                                          "18446744073709551615",
                                          "-9223372036854775808",
                                          "0.1000000000000000055511151231257827",
                                          "[]",
                                          "{}",
                                          R"({"b":1,"a":2,"b":3})",
                                          R"(["\u00e9\n\"\\"])",
                                          "\"h\xC3\xA9llo \xE2\x82\xAC \xF0\x9F\x98\x80\""};
  for (const std::string& text : texts) cent.publish(channel, Json::raw(text));
  const HistoryResult kept = cent.history(channel);
  ASSERT_EQ(kept.publications.size(), texts.size());
  for (std::size_t i = 0; i < texts.size(); ++i) EXPECT_EQ(kept.publications[i].data.text(), texts[i]);
}

TEST_P(Conformance, PayloadsKeepTheirValue) {
  Client cent = client();
  const std::string channel = fresh("value");
  const json value = {{"html", "<a href=\"x\">&</a>"},
                      {"lines",
                       "a\xE2\x80\xA8"
                       "b\xE2\x80\xA9"
                       "c"},
                      {"control", std::string("\0\x01\x1f", 3)},
                      {"deep", json::array({json::array({json::array({1})})})}};
  cent.publish(channel, Json::raw(" " + value.dump(2) + "\n"));
  EXPECT_EQ(cent.history(channel).publications.at(0).data.as<json>(), value);
}

TEST_P(Conformance, LineBreaksOfAPayloadDoNotReachSubscribers) {
  if (!since(3)) GTEST_SKIP() << "v2 has no subscriber over plain HTTP";
  const std::string channel = fresh("lines");
  RawRequest request = event_request({{"token", make_token({{"sub", "u"}, {"channels", {channel}}})}});
  request.target += "&cf_protocol_version=v2";
  RawStream events(server().port(), request);
  ASSERT_TRUE(events.next()) << "connected";
  const json value = {{"n", 1}, {"text", "a\r\nb"}};
  Client cent = client();
  cent.publish(channel, Json::raw("{\r\n  \"n\": 1,\r\n  \"text\":\r\"a\\r\\nb\"\n}"));
  cent.publish(channel, Json::raw(value.dump(2)));
  for (int i = 0; i < 2; ++i) {
    const auto line = events.next();
    ASSERT_TRUE(line);
    EXPECT_EQ(line->find('\r'), std::string::npos) << "it would end the line of an EventSource: " << *line;
    ASSERT_EQ(line->substr(0, 6), "data: ");
    EXPECT_EQ(json::parse(line->substr(6)).at("pub").at("data"), value);
  }
}

TEST_P(Conformance, NamesMayHoldAnyText) {
  Client cent = client();
  const std::string channel = fresh("n\xC3\xA4me \"<>\" \xF0\x9F\x98\x80 \t");
  cent.publish(channel, json(1));
  EXPECT_EQ(cent.history(channel).publications.size(), 1U);
  const std::string long_name = fresh(std::string(400, 'n'));
  cent.publish(long_name, json(1));
  EXPECT_EQ(cent.history(long_name).publications.size(), 1U);
}

TEST_P(Conformance, LargePayloadsPass) {
  Client cent = client();
  const std::string channel = fresh("large");
  const json value = {{"text", std::string(1024 * 1024, 'x')}, {"n", 1}};
  cent.publish(channel, value);
  cent.publish(channel, json(2));
  const HistoryResult kept = cent.history(channel);
  ASSERT_EQ(kept.publications.size(), 2U);
  EXPECT_TRUE(kept.publications[0].data.as<json>() == value);
}

TEST_P(Conformance, BrokenTextSpoilsOnlyItself) {
  Client cent = client();
  const std::string channel = fresh("broken");
  cent.publish(channel, json("good"));
  const std::string broken =
      R"({"method":"publish","params":{"channel":")" + channel + "\",\"data\":\"\xFF\"}}";
  EXPECT_EQ(exchange(server().port(), api_request("/api", broken)).status, 200);
  const std::string lone =
      R"({"method":"publish","params":{"channel":")" + channel + R"(","data":"\ud800"}})";
  EXPECT_EQ(exchange(server().port(), api_request("/api", lone)).status, 200);
  cent.publish(channel, json("good again"));

  const auto check = [](const HistoryResult& kept) {
    ASSERT_EQ(kept.publications.size(), 4U);
    EXPECT_EQ(kept.publications[0].data.as<json>(), "good");
    EXPECT_THROW((void)kept.publications[1].data.as<json>(), UsageError);
    EXPECT_EQ(kept.publications[1].data.text(), "\"\xFF\"");
    EXPECT_THROW((void)kept.publications[2].data.as<json>(), UsageError);
    EXPECT_EQ(kept.publications[3].data.as<json>(), "good again");
  };
  check(cent.history(channel));
  Batch batch;
  const auto first = batch.history(channel);
  const auto second = batch.presence_stats(channel);
  const Replies replies = cent.send(batch);
  check(replies[first].value());
  EXPECT_EQ(replies[second].value().num_clients, 0U);
}

TEST_P(Conformance, Base64DataIsPublishedByBroadcastAndSinceVersionFourByPublish) {
  Client cent = client();
  PublishRequest request{fresh("b64")};
  request.b64data = "eyJhIjoxfQ==";
  if (!since(3)) {
    EXPECT_EQ(code_of([&] { cent.publish(request); }), ErrorCode::kBadRequest);
    return;
  }
  cent.publish(request);
  BroadcastRequest broadcast{{request.channel}};
  broadcast.b64data = request.b64data;
  cent.broadcast(broadcast);
  const HistoryResult kept = cent.history(request.channel);
  ASSERT_EQ(kept.publications.size(), 2U);
  EXPECT_EQ(kept.publications[0].data.text(), since(4) ? R"({"a":1})" : "");  // v3 sent out nothing
  EXPECT_EQ(kept.publications[1].data.text(), R"({"a":1})");
  request.b64data = "not base64";
  EXPECT_EQ(code_of([&] { cent.publish(request); }), ErrorCode::kBadRequest);
}

TEST_P(Conformance, ABinaryPayloadTakesTheHistoryWithIt) {
  if (!since(4)) GTEST_SKIP() << "older servers publish no binary payload";
  Client cent = client();
  PublishRequest request{fresh("binary")};
  request.b64data = "AAEC";
  cent.publish(request);
  const auto read = [&] { return cent.history(request.channel); };
  EXPECT_EQ(status_of(read), 500);
  HistoryRequest position{request.channel, 0};
  EXPECT_EQ(cent.history(position).offset, 1U);
  Batch batch;
  const auto good = batch.publish(request.channel, json(1));
  const auto bad = batch.history(request.channel);
  const Replies replies = cent.send(batch);
  EXPECT_EQ(replies[good].delivery(), Delivery::unknown);
  EXPECT_EQ(replies[bad].delivery(), Delivery::unknown);
  EXPECT_EQ(cent.history(position).offset, 2U);  // it was carried out
}

}  // namespace
}  // namespace cent::test
