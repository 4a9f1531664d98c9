// How the client finds out what a server speaks, and what it says when that goes wrong.
#include <memory>
#include <mutex>

#include "conformance/fixture.hpp"

namespace cent::test {
namespace {

/// Notes the path and status of each request.
class Noting final : public Transport {
 public:
  explicit Noting(const HttpOptions& http) : inner_(make_curl_transport(http)) {}
  HttpResponse send(const HttpRequest& request) override {
    HttpResponse response = inner_->send(request);
    const std::string url{request.url};
    const std::lock_guard<std::mutex> lock(mutex_);
    seen_.push_back(url.substr(url.find('/', url.find("://") + 3)) + " " + std::to_string(response.status));
    return response;
  }
  std::vector<std::string> take() {
    const std::lock_guard<std::mutex> lock(mutex_);
    return std::exchange(seen_, {});
  }

 private:
  std::shared_ptr<Transport> inner_;
  std::mutex mutex_{};
  std::vector<std::string> seen_{};
};

using Requests = std::vector<std::string>;

TEST_P(Conformance, TheDialectIsFoundOutByTheFirstCall) {
  const auto noting = std::make_shared<Noting>(server().http());
  ClientOptions with = options();
  with.transport = noting;
  with.http = {};  // the transport has them
  Client cent = client(with);
  const std::string channel = fresh("found");
  cent.publish(channel, json(1));
  EXPECT_EQ(noting->take(),
            since(5) ? Requests{"/api/publish 200"} : (Requests{"/api/publish 404", "/api 200"}));
  cent.publish(channel, json(2));
  EXPECT_EQ(noting->take(), since(5) ? Requests{"/api/publish 200"} : Requests{"/api 200"});
  Batch batch;
  batch.publish(channel, json(3));
  batch.publish(channel, json(4));
  EXPECT_EQ(cent.send(batch).size(), 2U);
  EXPECT_EQ(noting->take(), since(5) ? Requests{"/api/batch 200"} : Requests{"/api 200"});
  EXPECT_EQ(cent.history(channel).publications.size(), 4U);  // nothing was executed twice
}

TEST_P(Conformance, TheDialectIsFoundOutByABatch) {
  const auto noting = std::make_shared<Noting>(server().http());
  ClientOptions with = options();
  with.transport = noting;
  with.http = {};  // the transport has them
  Client cent = client(with);
  const std::string channel = fresh("found");
  Batch batch;
  const auto first = batch.publish(channel, json(1));
  const auto kept = batch.history(channel);
  const Replies replies = cent.send(batch);
  EXPECT_TRUE(replies[first].ok());
  EXPECT_EQ(replies[kept].value().publications.size(), 1U);
  EXPECT_EQ(noting->take(), since(5) ? Requests{"/api/batch 200"} : (Requests{"/api/batch 404", "/api 200"}));
}

TEST_P(Conformance, TheLegacyDialectWorksEverywhere) {
  ClientOptions with = options();
  with.protocol = Protocol::legacy;
  Client cent = client(with);
  const std::string channel = fresh("legacy");
  EXPECT_EQ(cent.publish(channel, json(1)).offset, since(3) ? 1U : 0U);
  Batch batch;
  batch.publish(channel, json(2));
  const auto wrong = batch.publish("nope:x", json(3));
  const auto kept = batch.history(channel);
  const Replies replies = cent.send(batch);
  EXPECT_EQ(code_of([&] { return replies[wrong].value(); }), ErrorCode::kUnknownChannel);
  EXPECT_EQ(replies[kept].value().publications.size(), 2U);
  cent.history_remove(channel);
}

TEST_P(Conformance, TheModernDialectNeedsVersionFive) {
  ClientOptions with = options();
  with.protocol = Protocol::modern;
  Client cent = client(with);
  const std::string channel = fresh("modern");
  EXPECT_EQ(status_of([&] { cent.publish(channel, json(1)); }), since(5) ? 0 : 404);
  EXPECT_EQ(client().history(channel).publications.size(), since(5) ? 1U : 0U);
}

TEST_P(Conformance, AWrongKeyIsRefusedWithoutBeingShown) {
  const std::string key = "canary-key-of-nobody";
  for (const Protocol protocol : {Protocol::automatic, Protocol::legacy}) {
    ClientOptions with = options();
    with.api_key = key;
    with.protocol = protocol;
    Client cent = client(with);
    try {
      cent.publish(fresh("key"), json(1));
      FAIL() << "let in with a wrong key";
    } catch (const RequestException& error) {
      EXPECT_EQ(error.kind(), FailureKind::http_status);
      EXPECT_EQ(error.status(), 401);
      EXPECT_EQ(error.delivery(), Delivery::refused);
      EXPECT_EQ(std::string(error.what()).find(key), std::string::npos);
    }
  }
}

TEST_P(Conformance, ALargeBodyWithAWrongKeyIsStillRefusedWith401) {
  ClientOptions with = options();
  with.api_key = "wrong";
  Client cent = client(with);
  const std::string large(4 * 1024 * 1024, 'x');
  try {
    cent.publish(fresh("key"), json(large));
    FAIL() << "let in with a wrong key";
  } catch (const RequestException& error) {
    // The server answers, and closes without having read all. HAProxy may pass on the closing alone.
    const bool cut = server().has_front() && error.kind() == FailureKind::cut;
    EXPECT_TRUE(cut || error.status() == 401) << error.what();
    EXPECT_NE(error.delivery(), Delivery::applied);
  }
}

TEST_P(Conformance, AWrongPathSaysNotFound) {
  Client cent{server().address() + "/nowhere", options()};
  EXPECT_EQ(status_of([&] { cent.publish(fresh("path"), json(1)); }), 404);
  EXPECT_EQ(status_of([&] { cent.info(); }), 404);
}

TEST_P(Conformance, TheAddressMayEndWithApi) {
  for (const char* end : {"", "/", "/api", "/api/"}) {
    Client cent{server().address() + end, options()};
    EXPECT_EQ(cent.info().nodes.size(), 1U) << end;
  }
}

TEST_P(Conformance, TransportErrorModeIsUnderstood) {
  ClientOptions with = options();
  with.transport = make_transport([inner = make_curl_transport(with.http)](const HttpRequest& request) {
    HttpHeaders headers = *request.headers;
    headers.push_back({"X-Centrifugo-Error-Mode", "transport"});
    HttpRequest changed = request;
    changed.headers = std::make_shared<const HttpHeaders>(std::move(headers));
    return inner->send(changed);
  });
  with.http = {};  // the transport has them
  Client cent = client(with);
  const auto expect = [&](std::uint32_t code, int status, const auto& call) {
    try {
      call();
      ADD_FAILURE() << "no error " << code;
    } catch (const ResponseError& error) {
      EXPECT_EQ(error.code(), code);
      EXPECT_EQ(error.status(), since(5) ? status : 200);
      EXPECT_EQ(error.delivery(), Delivery::refused);
    }
  };
  expect(102, 404, [&] { cent.publish("nope:x", json(1)); });
  expect(108, 400, [&] { cent.history("bare:x"); });
  expect(104, 404, [&] { cent.rpc({"x", json::object()}); });
  if (since(3)) {
    HistoryRequest request{fresh("mode")};
    request.since = StreamPosition{0, "other"};
    expect(112, 416, [&] { cent.history(request); });
    EXPECT_EQ(cent.broadcast(std::vector<std::string>{"nope:x"}, json(1)).responses.at(0).error.value().code,
              102U);
  }
  Batch batch;
  const auto wrong = batch.publish("nope:x", json(1));
  EXPECT_EQ(code_of([&] { return cent.send(batch)[wrong].value(); }), ErrorCode::kUnknownChannel);
}

TEST_P(Conformance, TheKeyMayStandInTheQueryOfTheLegacyProtocol) {
  ClientOptions with = options();
  with.protocol = Protocol::legacy;
  with.legacy_key_in_query = true;
  Client cent = client(with);
  const std::string channel = fresh("query");
  cent.publish(channel, json(1));
  EXPECT_EQ(cent.history(channel).publications.size(), 1U);
  with.api_key = "another & key";
  EXPECT_EQ(status_of([&] { client(with).publish(channel, json(2)); }), 401);
  EXPECT_EQ(cent.history(channel).publications.size(), 1U);
}

TEST_P(Conformance, AnAuthorizationOfOnesOwnStandsBesideTheKey) {
  ClientOptions with = options();
  with.headers = {{"Authorization", "Basic dXNlcjpwYXNzd29yZA=="}};
  Client cent = client(with);
  EXPECT_EQ(status_of([&] { cent.publish(fresh("beside"), json(1)); }), since(5) ? 0 : 404);
}

}  // namespace
}  // namespace cent::test
