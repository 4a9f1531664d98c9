// The corners of the wire that the client does not go to, by hand.
#include "conformance/fixture.hpp"

namespace cent::test {
namespace {

std::string publish_text(const std::string& channel, const std::string& data = "1") {
  return R"({"method":"publish","params":{"channel":")" + channel + R"(","data":)" + data + "}}";
}

TEST_P(Conformance, WirePathsAreExact) {
  const std::uint16_t port = server().port();
  EXPECT_EQ(exchange(port, api_request("/api/", "{}")).status, 404);
  EXPECT_EQ(exchange(port, api_request("/api/Publish", "{}")).status, 404);
  EXPECT_EQ(exchange(port, api_request("/api/publish", "{}")).status, since(5) ? 200 : 404);
  EXPECT_EQ(exchange(port, api_request("/api/batch", "{}")).status, since(5) ? 200 : 404);
  const RawResponse twice = exchange(port, api_request("//api?a=1", "{}"));
  EXPECT_EQ(twice.status, since(5) ? 307 : 301);
  EXPECT_EQ(twice.header("location"), "/api?a=1");
}

TEST_P(Conformance, WireTakesPostAlone) {
  for (const char* method : {"GET", "HEAD", "PUT", "OPTIONS"}) {
    RawRequest request = api_request("/api", {});
    request.method = method;
    const RawResponse response = exchange(server().port(), request);
    EXPECT_EQ(response.status, 405) << method;
    EXPECT_EQ(response.body, "") << method;
  }
}

TEST_P(Conformance, WireKeysComeInSeveralWays) {
  const auto status = [&](const RawHeaders& headers, const std::string& query = {}) {
    const RawResponse response =
        exchange(server().port(), {"POST", "/api" + query, headers, R"({"method":"info","params":{}})"});
    if (response.status == 401) {
      EXPECT_EQ(response.body, "");
    }
    return response.status;
  };
  EXPECT_EQ(status({}), 401);
  EXPECT_EQ(status({{"Authorization", "apikey api_key"}}), 200);
  EXPECT_EQ(status({{"Authorization", "ApiKey   api_key"}}), 200);
  EXPECT_EQ(status({{"Authorization", "bearer api_key"}}), 401);
  EXPECT_EQ(status({{"Authorization", "apikey api_key x"}}), 401);
  EXPECT_EQ(status({{"Authorization", "apikey wrong"}}, "?api_key=api_key"), 200);
  EXPECT_EQ(status({{"X-API-Key", "api_key"}}), since(5) ? 200 : 401);
  EXPECT_EQ(status({{"X-API-Key", "wrong"}, {"Authorization", "apikey api_key"}}), since(5) ? 401 : 200);
}

TEST_P(Conformance, WireStreamAnswersEachCommandOnItsLine) {
  const std::string channel = fresh("wire");
  const RawResponse response = exchange(
      server().port(),
      api_request("/api", publish_text(channel) + publish_text("nope:x") + " \n" + R"({"id":7,"method":9})"));
  EXPECT_EQ(response.status, 200);
  std::istringstream lines(response.body);
  std::vector<json> replies;
  for (std::string line; std::getline(lines, line);) replies.push_back(json::parse(line));
  ASSERT_EQ(replies.size(), 3U);
  EXPECT_FALSE(replies[0].contains("error"));
  EXPECT_EQ(replies[1].at("error").at("code"), 102);
  EXPECT_EQ(replies[2].at("id"), 7);
  EXPECT_EQ(replies[2].at("result").at("nodes").size(), 1U);
  EXPECT_EQ(response.body.back() == '\n', !since(3));
}

TEST_P(Conformance, WireStreamGoesAsFarAsItCanBeRead) {
  const std::string channel = fresh("wire");
  const auto status = [&](const std::string& body) {
    return exchange(server().port(), api_request("/api", body)).status;
  };
  EXPECT_EQ(status(""), 400);
  EXPECT_EQ(status("  \n"), 200);
  EXPECT_EQ(status("[]"), 400);
  EXPECT_EQ(status(publish_text(channel) + "{"), 400);
  EXPECT_EQ(status(publish_text(channel) + R"({"method":"nothing","params":{}})"), 400);
  EXPECT_EQ(status(R"({"id":4294967296,"method":"info"})"), 400);
  EXPECT_EQ(status(publish_text(channel, std::string(10001, '[') + std::string(10001, ']'))), 400);
  EXPECT_EQ(client().history(channel).publications.size(), 2U);
}

TEST_P(Conformance, WireStreamAnswersWrongParametersAlone) {
  const auto code = [&](const std::string& body) {
    const json reply = json::parse(exchange(server().port(), api_request("/api", body)).body);
    return reply.value("error", json::object()).value("code", 0);
  };
  EXPECT_EQ(code("{}"), 107);
  EXPECT_EQ(code("null"), 107);
  EXPECT_EQ(code(R"({"method":"publish"})"), 107);
  EXPECT_EQ(code(R"({"method":"publish","params":{"channel":5,"data":1}})"), 107);
  EXPECT_EQ(code(R"({"method":"publish","params":{"channel":"c"}})"), 107);
  EXPECT_EQ(code(R"({"method":"PUBLISH","params":{"CHANNEL":"c","data":null}})"), 0);
  EXPECT_EQ(code(R"({"method":99,"params":{}})"), 104);
  EXPECT_EQ(code(R"({"method":"channels","params":null})"), 0);
  EXPECT_EQ(code(R"({"method":"channels"})"), since(3) ? 107 : 0);
  EXPECT_EQ(code(R"({"method":"info"})"), 0);
}

TEST_P(Conformance, WireRefusesDataThatIsNoneInItsOwnOrder) {
  const auto code = [&](const std::string& method, const std::string& params) {
    const std::string body = R"({"method":")" + method + R"(","params":)" + params + "}";
    const json reply = json::parse(exchange(server().port(), api_request("/api", body)).body);
    return reply.value("error", json::object()).value("code", 0);
  };
  // Since v6 the namespace is looked at before the data, but for broken base64.
  EXPECT_EQ(code("publish", R"({"channel":"nope:a"})"), since(6) ? 102 : 107);
  EXPECT_EQ(code("publish", R"({"channel":"nope:a","data":1})"), 102);
  if (since(3)) {
    EXPECT_EQ(code("publish", R"({"channel":"nope:a","b64data":"?"})"), 107);
    EXPECT_EQ(code("publish", R"({"channel":"a","b64data":"\n"})"), 107);
  }
  if (since(6)) {
    const std::string body = R"({"channels":["nope:a","a",""]})";
    const json reply = json::parse(exchange(server().port(), api_request("/api/broadcast", body)).body);
    const json& responses = reply.at("result").at("responses");
    EXPECT_EQ(responses.at(0).at("error").at("code"), 102);
    EXPECT_EQ(responses.at(1).at("error").at("code"), 107);
    EXPECT_EQ(responses.at(2).at("error").at("code"), 107);
  }
}

TEST_P(Conformance, WireReadsMethodsOfTheStreamAsTheyStand) {
  const auto reply = [&](const std::string& body) {
    return exchange(server().port(), api_request("/api", body));
  };
  EXPECT_EQ(reply(R"({"method":"\u0069nfo","params":{}})").status, 400);
  EXPECT_EQ(json::parse(reply(R"({"method":2147483648,"params":{}})").body).at("error").at("code"), 104);
}

TEST_P(Conformance, WireLooksAtTypesOfFieldsThatItDoesNotUse) {
  if (!since(6)) GTEST_SKIP() << "there are no such fields";
  const auto status = [&](const std::string& path, const std::string& body) {
    return exchange(server().port(), api_request(path, body)).status;
  };
  for (const char* method : {"subscribe", "unsubscribe", "disconnect", "refresh"}) {
    const std::string path = std::string("/api/") + method;
    EXPECT_EQ(status(path, R"({"user":"nobody","channel":"c","all_users":1})"), 400) << method;
    EXPECT_EQ(status(path, R"({"user":"nobody","channel":"c","label_filter":1})"), 400) << method;
    EXPECT_EQ(status(path, R"({"user":"nobody","channel":"c","label_filter":{"nodes":[{"op":1}]}})"), 400)
        << method;
    EXPECT_EQ(status(path, R"({"user":"nobody","channel":"c","label_filter":{"op":"and","nodes":[]}})"), 200)
        << method;
  }
  const auto batch = [&](const std::string& item) {
    return status("/api/batch", R"({"commands":[)" + item + "]}");
  };
  EXPECT_EQ(batch(R"({"block_user":1})"), 400);
  EXPECT_EQ(batch(R"({"block_user":{"user":1}})"), 400);
  EXPECT_EQ(batch(R"({"block_user":{"user":"u"}})"), 200);
  EXPECT_EQ(batch(R"({"device_list":{"filter":{"ids":[1]}}})"), 400);
  EXPECT_EQ(batch(R"({"device_list":{"filter":{"ids":["1"]},"limit":3}})"), 200);
  EXPECT_EQ(batch(R"({"send_push_notification":{"localizations":{"en":{"translations":{"a":1}}}}})"), 400);
  EXPECT_EQ(
      batch(R"({"send_push_notification":{"limit_strategy":{"rate_limit":{"policies":[{"rate":"1"}]}}}})"),
      400);
  EXPECT_EQ(batch(R"({"id":"x"})"), 200);
}

TEST_P(Conformance, WireAnswersHeadWithoutABody) {
  RawConnection connection(server().port());
  connection.send(to_bytes({"HEAD", "/nope", {}, {}}));
  EXPECT_EQ(connection.read_response(true).status, 404);
  connection.send(to_bytes(api_request("/api", R"({"method":"info"})")));
  EXPECT_EQ(connection.read_response().status, 200);
}

TEST_P(Conformance, WireCleansPaths) {
  const std::uint16_t port = server().port();
  const std::string body = R"({"method":"info"})";
  EXPECT_EQ(exchange(port, api_request("/%61pi", body)).status, 200);
  EXPECT_EQ(exchange(port, api_request("/%zz", body)).status, 400);
  for (const char* path : {"/./api", "/x/../api", "/../api", "//api", "/api/.", "/api/x/.."}) {
    const RawResponse response = exchange(port, api_request(path, body));
    EXPECT_EQ(response.status, since(5) ? 307 : 301) << path;
    EXPECT_EQ(response.header("location"), "/api") << path;
    EXPECT_EQ(response.body, "") << path;
  }
  const RawResponse get = exchange(port, {"GET", "//api", {}, {}});
  EXPECT_EQ(get.header("content-type"), "text/html; charset=utf-8");
  EXPECT_EQ(get.body, since(5) ? "<a href=\"/api\">Temporary Redirect</a>.\n\n"
                               : "<a href=\"/api\">Moved Permanently</a>.\n\n");
  EXPECT_EQ(exchange(port, api_request("http://example.com/api", body)).status, 200);
  EXPECT_EQ(exchange(port, {"OPTIONS", "*", {}, {}}).status, 200);
}

TEST_P(Conformance, WireRefusesHeadersThatItCannotObey) {
  const auto with = [&](const std::string& name, const std::string& value) {
    RawRequest request = api_request("/api", R"({"method":"info"})");
    request.headers.emplace_back(name, value);
    return exchange(server().port(), request).status;
  };
  EXPECT_EQ(with("Host", "other"), 400);
  EXPECT_EQ(with("Expect", "foo"), 417);
  EXPECT_EQ(with("Transfer-Encoding", "gzip"), 501);
  const RawResponse nowhere = exchange(server().port(), api_request("/nope", "{}"));
  EXPECT_EQ(nowhere.header("x-content-type-options"), "nosniff");
}

TEST_P(Conformance, WireSaysMetricsInInfo) {
  const std::string body = R"({"method":"info"})";
  const json reply = json::parse(exchange(server().port(), api_request("/api", body)).body);
  const json& metrics = reply.at("result").at("nodes").at(0).at("metrics");
  EXPECT_TRUE(metrics.at("interval").is_number());
  EXPECT_FALSE(metrics.at("items").empty());
}

TEST_P(Conformance, WireRoutesReadOneValue) {
  if (!since(5)) GTEST_SKIP() << "there are no routes for methods";
  const auto status = [&](const std::string& body) {
    return exchange(server().port(), api_request("/api/publish", body)).status;
  };
  for (const char* body : {"", " ", "[]", "{} {}", R"({"channel":5})", R"({"channel":"c","data":01})", "{"}) {
    EXPECT_EQ(status(body), 400) << body;
  }
  EXPECT_EQ(status("null"), 200);
  EXPECT_EQ(status(R"( {"channel":"c","data":1,"unknown":[]} )"), 200);
}

TEST_P(Conformance, WireBatchIsReadBeforeAnythingIsDone) {
  if (!since(5)) GTEST_SKIP() << "there is no batch";
  const std::string channel = fresh("wire");
  const std::string good = R"({"publish":{"channel":")" + channel + R"(","data":1}})";
  const auto batch = [&](const std::string& commands) {
    return exchange(server().port(), api_request("/api/batch", R"({"commands":)" + commands + "}"));
  };
  EXPECT_EQ(batch("[" + good + R"(,{"publish":{"channel":5}}])").status, 400);
  EXPECT_EQ(batch("[" + good + ",]").status, 400);
  EXPECT_EQ(client().history(channel).publications.size(), 0U);
  EXPECT_EQ(batch("[]").body, "{}");
  EXPECT_EQ(batch("null").body, "{}");
  const json replies =
      json::parse(batch("[" + good + R"(,{},{"publish":null},{"no_such":{}},{"connections":{}}])").body)
          .at("replies");
  ASSERT_EQ(replies.size(), 5U);
  EXPECT_EQ(replies[0].at("publish").at("offset"), 1);
  for (std::size_t i = 1; i < 5; ++i) EXPECT_EQ(replies[i].at("error").at("code"), 104) << i;
  // Of two methods in one command the one that comes first in the server's own order.
  const json both = json::parse(
      batch(R"([{"history":{"channel":"c"},"info":{},"publish":{"channel":"c","data":1}}])").body);
  EXPECT_TRUE(both.at("replies").at(0).contains("publish"));
}

TEST_P(Conformance, WireBatchKnowsEveryOpenMethod) {
  if (!since(5)) GTEST_SKIP() << "there is no batch";
  std::vector<std::string> methods = {
      "publish",  "broadcast",      "subscribe", "unsubscribe", "disconnect", "history", "history_remove",
      "presence", "presence_stats", "info",      "rpc",         "refresh",    "channels"};
  if (since(6)) {
    for (const char* method : {"map_publish", "map_remove", "map_read_state", "map_read_stream", "map_stats",
                               "map_clear", "shared_poll_publish"}) {
      methods.emplace_back(method);
    }
  }
  // Nobody is called so: an empty user would be all anonymous ones.
  const json params = {{"user", "nobody"}, {"channel", ""}};
  for (const std::string& method : methods) {
    const json body = {{"commands", {{{method, params}}}}};
    const json reply = json::parse(exchange(server().port(), api_request("/api/batch", body.dump())).body)
                           .at("replies")
                           .at(0);
    const json alone =
        json::parse(exchange(server().port(), api_request("/api/" + method, params.dump())).body);
    EXPECT_EQ(reply.contains("error"), alone.contains("error")) << method;
    if (reply.contains("error")) {
      EXPECT_EQ(reply.at("error"), alone.at("error")) << method;
    } else {
      EXPECT_TRUE(reply.contains(method)) << method;
    }
  }
}

TEST_P(Conformance, WireTypesAreJsonButForVersionTwo) {
  RawRequest request = api_request("/api", R"({"method":"channels","params":{}})");
  request.headers = {{"Authorization", "apikey api_key"},
                     {"Content-Type", "application/x-www-form-urlencoded"}};
  const auto type = [&] { return exchange(server().port(), request).header("content-type"); };
  EXPECT_EQ(type(), since(3) ? "application/json" : "application/x-www-form-urlencoded");
  request.headers.pop_back();
  EXPECT_EQ(type(), since(3) ? "application/json" : "");
}

TEST_P(Conformance, WireLargeRepliesComeInChunks) {
  Client cent = client();
  const std::string channel = fresh("wire");
  cent.publish(channel, json(std::string(3000, 'x')));
  const std::string body = R"({"method":"history","params":{"limit":-1,"channel":")" + channel + "\"}}";
  const RawResponse response = exchange(server().port(), api_request("/api", body));
  EXPECT_EQ(response.header("transfer-encoding"), "chunked");
  EXPECT_EQ(response.header("content-length"), std::nullopt);
  const RawResponse small = exchange(server().port(), api_request("/api", publish_text(channel)));
  EXPECT_EQ(small.header("content-length"), std::to_string(small.body.size()));
}

TEST_P(Conformance, WireReadsChunksAndSaysContinue) {
  const std::string channel = fresh("wire");
  const std::string body = publish_text(channel);
  std::ostringstream chunked;
  chunked << std::hex << 5 << "\r\n"
          << body.substr(0, 5) << "\r\n"
          << body.size() - 5 << "\r\n"
          << body.substr(5) << "\r\n0\r\n\r\n";
  RawRequest request = api_request("/api", chunked.str());
  request.headers.emplace_back("Transfer-Encoding", "chunked");
  EXPECT_EQ(exchange(server().port(), request).status, 200);

  request = api_request("/api", body);
  request.headers.emplace_back("Expect", "100-continue");
  const std::string bytes = to_bytes(request);
  const std::size_t head = bytes.find("\r\n\r\n") + 4;
  RawConnection connection(server().port());
  connection.send(bytes.substr(0, head));
  EXPECT_EQ(connection.read_head().status, 100);
  connection.send(bytes.substr(head));
  EXPECT_EQ(connection.read_response().status, 200);
  EXPECT_EQ(client().history(channel).publications.size(), 2U);
}

TEST_P(Conformance, WireRefusesALargeBodyUnreadAndCloses) {
  RawRequest request = api_request("/api", {});
  request.headers = {{"Authorization", "apikey wrong"}, {"Content-Length", "10000000"}};
  RawConnection connection(server().port());
  connection.send(to_bytes(request));
  EXPECT_EQ(connection.read_response().status, 401);
  EXPECT_TRUE(connection.closed_within());
}

TEST_P(Conformance, WireBrokenRequestsAreAnsweredInText) {
  for (const char* text :
       {"garbage\r\n\r\n", "GET / HTTP/1.1\r\n\r\n", "GET / HTTP/1.1\r\nHost: x\r\nno colon\r\n\r\n"}) {
    RawConnection connection(server().port());
    connection.send(text);
    const RawResponse response = connection.read_response();
    EXPECT_EQ(response.status, 400) << text;
    EXPECT_EQ(response.header("content-type"), "text/plain; charset=utf-8");
    EXPECT_EQ(response.body.rfind("400 Bad Request", 0), 0U) << response.body;
  }
}

}  // namespace
}  // namespace cent::test
