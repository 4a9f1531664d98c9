// Which input is refused and with what code, where generations differ or a field's corner decides.
#include <gtest/gtest.h>

#include <cent/testing/dev_server.hpp>
#include <string>

#include "support/plain_http.hpp"

namespace cent::test {
namespace {

using nlohmann::json;
using testing::DevServer;
using testing::DevServerOptions;
using testing::Generation;

constexpr std::uint64_t kTop = 18446744073709551615U;

DevServerOptions of(Generation generation) {
  DevServerOptions options;
  options.generation = generation;
  return options;
}

/// Error code of a command; 0: it succeeded.
int code(const DevServer& server, const std::string& method, const json& params) {
  return command(server.port(), method, params).value("error", json::object()).value("code", 0);
}

json result(const DevServer& server, const std::string& method, const json& params) {
  return command(server.port(), method, params).value("result", json{{"error", "none"}});
}

TEST(DevServerInput, ReadsHistoryFromOffsetsThatNobodyHas) {
  for (const Generation generation : {Generation::v3, Generation::v5, Generation::v6}) {
    const DevServer server(of(generation));
    for (int i = 1; i <= 3; ++i) result(server, "publish", {{"channel", "c"}, {"data", i}});
    const auto history = [&](const json& since, bool reverse) {
      return json{{"channel", "c"}, {"limit", -1}, {"since", since}, {"reverse", reverse}};
    };
    // The offset is looked at before the epoch.
    EXPECT_EQ(code(server, "history", history({{"epoch", "x"}}, true)), 100);
    EXPECT_EQ(code(server, "history", history({{"epoch", "x"}, {"offset", 1}}, true)), 112);
    EXPECT_EQ(code(server, "history", history({{"epoch", "x"}}, false)), 112);
    // The number after the largest one is 0, so nothing is left out.
    EXPECT_EQ(result(server, "history", history({{"offset", kTop}}, false)).at("publications").size(), 3U);
    EXPECT_EQ(result(server, "history", history({{"offset", kTop - 1}}, false)).at("publications").size(),
              0U);
  }
}

TEST(DevServerInput, ReadsStreamsOfMapsWithOtherRulesThanHistory) {
  const DevServer server;
  const auto read = [](const std::string& channel, const json& more) {
    json params = {{"channel", channel}, {"limit", -1}};
    params.update(more);
    return params;
  };
  // A channel that was never used has no epoch that could be wrong.
  EXPECT_EQ(code(server, "map_read_stream", read("mm:new", {{"since_epoch", "x"}})), 0);
  EXPECT_EQ(code(server, "map_read_stream", read("mm:newer", {{"since_offset", 5}, {"since_epoch", "x"}})),
            0);
  const std::string epoch = result(server, "map_read_stream", read("mm:newer", json::object())).at("epoch");
  EXPECT_EQ(code(server, "map_read_stream", read("mm:newer", {{"since_epoch", "x"}})), 112);

  for (int i = 1; i <= 3; ++i) {
    result(server, "map_publish", {{"channel", "mm:newer"}, {"key", "k"}, {"data", i}});
  }
  const json first =
      result(server, "map_read_stream", read("mm:newer", {{"since_epoch", epoch}, {"reverse", true}}));
  EXPECT_FALSE(first.contains("entries")) << first;
  EXPECT_EQ(first.at("offset"), 3);
  EXPECT_EQ(code(server, "map_read_stream", read("mm:newer", {{"since_offset", kTop}})), 112);
}

TEST(DevServerInput, RefusesBase64ThatDecodesToNothing) {
  for (const Generation generation : {Generation::v3, Generation::v5, Generation::v6}) {
    const DevServer server(of(generation));
    EXPECT_EQ(code(server, "publish", {{"channel", "a"}, {"b64data", "\n"}}), 107);
    EXPECT_EQ(result(server, "history", {{"channel", "a"}}).at("offset"), 0);
  }
}

TEST(DevServerInput, LooksAtDataBeforeTheNamespaceUpToVersionFive) {
  for (const Generation generation : {Generation::v2, Generation::v3, Generation::v5, Generation::v6}) {
    const DevServer server(of(generation));
    const bool v6 = generation == Generation::v6;
    EXPECT_EQ(code(server, "publish", {{"channel", "nope:a"}}), v6 ? 102 : 107);
    EXPECT_EQ(code(server, "publish", {{"channel", "nope:a"}, {"data", 1}}), 102);
  }
  const DevServer server;
  EXPECT_EQ(code(server, "publish", {{"channel", "nope:a"}, {"b64data", "?"}}), 107);
  const json responses = result(server, "broadcast", {{"channels", {"nope:a", "a", ""}}}).at("responses");
  ASSERT_EQ(responses.size(), 3U);
  EXPECT_EQ(responses[0].at("error").at("code"), 102);
  EXPECT_EQ(responses[1].at("error").at("code"), 107);
  EXPECT_EQ(responses[2].at("error").at("code"), 107);
}

int status(const DevServer& server, const std::string& path, const json& body) {
  return exchange(server.port(), api_request(path, body.dump())).status;
}

TEST(DevServerInput, LooksAtTheTypesOfFieldsThatItDoesNotUse) {
  const DevServer server;
  for (const char* method : {"subscribe", "unsubscribe", "disconnect", "refresh"}) {
    const std::string path = std::string("/api/") + method;
    EXPECT_EQ(status(server, path, {{"user", "u"}, {"channel", "c"}, {"all_users", 1}}), 400) << method;
    EXPECT_EQ(status(server, path, {{"user", "u"}, {"channel", "c"}, {"label_filter", 1}}), 400) << method;
    EXPECT_EQ(
        status(server, path, {{"user", "u"}, {"channel", "c"}, {"label_filter", {{"nodes", {{{"op", 1}}}}}}}),
        400)
        << method;
    EXPECT_EQ(status(server, path,
                     {{"user", "u"},
                      {"channel", "c"},
                      {"all_users", false},
                      {"label_filter", {{"op", "and"}, {"nodes", {{{"key", "a"}}}}}}}),
              200)
        << method;
  }
  // Older ones do not know these fields.
  const DevServer v5(of(Generation::v5));
  EXPECT_EQ(status(v5, "/api/refresh", {{"user", "u"}, {"all_users", 1}}), 200);

  for (const Generation generation : {Generation::v3, Generation::v5, Generation::v6}) {
    const DevServer any(of(generation));
    const auto subscribe = [&](const json& with) {
      return code(any, "subscribe", {{"user", "u"}, {"channel", "c"}, {"override", with}});
    };
    EXPECT_EQ(subscribe({{"join_leave", 1}}), 107);
    EXPECT_EQ(subscribe({{"join_leave", {{"value", 1}}}}), 107);
    EXPECT_EQ(subscribe({{"join_leave", {{"value", true}}}}), 0);
    EXPECT_EQ(subscribe({{"force_push_join_leave", 1}}), generation == Generation::v3 ? 0 : 107);
  }
}

TEST(DevServerInput, LooksAtTheTypesOfCommandsThatItDoesNotHave) {
  const DevServer server;
  const auto batch = [](const DevServer& to, const json& item) {
    return status(to, "/api/batch", {{"commands", {item}}});
  };
  EXPECT_EQ(batch(server, {{"block_user", 1}}), 400);
  EXPECT_EQ(batch(server, {{"block_user", {{"user", 1}}}}), 400);
  EXPECT_EQ(batch(server, {{"block_user", {{"user", "u"}, {"expire_at", 1}}}}), 200);
  EXPECT_EQ(batch(server, {{"connections", {{"label_filter", "x"}}}}), 400);
  EXPECT_EQ(batch(server, {{"device_list", {{"filter", {{"ids", {1}}}}}}}), 400);
  EXPECT_EQ(batch(server, {{"send_push_notification", {{"recipient", {{"fcm_tokens", {"a"}}}}}}}), 200);
  EXPECT_EQ(batch(server, {{"send_push_notification",
                            {{"localizations", {{"en", {{"translations", {{"a", 1}}}}}}}}}}),
            400);
  EXPECT_EQ(batch(server, {{"id", "x"}}), 200);
  const DevServer v5(of(Generation::v5));
  EXPECT_EQ(batch(v5, {{"id", "x"}}), 400);
  EXPECT_EQ(batch(v5, {{"id", 7}}), 200);
}

TEST(DevServerInput, ReadsTheMethodOfALegacyCommandAsItStands) {
  const DevServer server;
  const auto reply = [&](const std::string& body) {
    return exchange(server.port(), api_request("/api", body));
  };
  EXPECT_EQ(reply(R"({"method":"info"})").status, 200);
  EXPECT_EQ(reply(R"({"method":"\u0069nfo"})").status, 400);
  EXPECT_EQ(json::parse(reply(R"({"method":2147483648,"params":{}})").body).at("error").at("code"), 104);
  EXPECT_EQ(json::parse(reply(R"({"method":-1,"params":{}})").body).at("error").at("code"), 104);
}

TEST(DevServerInput, SaysMetricsInInfo) {
  for (const Generation generation : {Generation::v2, Generation::v3, Generation::v5, Generation::v6}) {
    const DevServer server(of(generation));
    const json node = result(server, "info", json::object()).at("nodes").at(0);
    ASSERT_TRUE(node.contains("metrics")) << node;
    EXPECT_TRUE(node.at("metrics").at("interval").is_number());
    ASSERT_FALSE(node.at("metrics").at("items").empty());
    for (const json& item : node.at("metrics").at("items")) EXPECT_TRUE(item.is_number());
  }
}

TEST(DevServerInput, NamesEpochsWithAsManyLettersAsItsGeneration) {
  const DevServer v5(of(Generation::v5));
  EXPECT_EQ(result(v5, "publish", {{"channel", "a"}, {"data", 1}}).at("epoch").get<std::string>().size(), 4U);
  const DevServer v6;
  EXPECT_EQ(result(v6, "publish", {{"channel", "a"}, {"data", 1}}).at("epoch").get<std::string>().size(), 8U);
  EXPECT_EQ(result(v6, "history", {{"channel", "b"}}).at("epoch").get<std::string>().size(), 8U);
  const json change = {{"channel", "mm:a"}, {"key", "k"}, {"data", 1}};
  EXPECT_EQ(result(v6, "map_publish", change).at("epoch").get<std::string>().size(), 8U);
}

}  // namespace
}  // namespace cent::test
