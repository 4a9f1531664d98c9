#include <gtest/gtest.h>

#include <cent/cent.hpp>
#include <cent/testing/fake_transport.hpp>
#include <nlohmann/json.hpp>

namespace cent::testing {
namespace {

using nlohmann::json;

// Before cent repeats a keyed command whose outcome is unknown, it asks the server for its version by `info`.
class FakeTransportRepeat : public ::testing::Test {
 protected:
  Client client(Protocol protocol = Protocol::automatic) {
    ClientOptions options;
    options.protocol = protocol;
    options.transport = fake;
    options.retry.base_wait = std::chrono::milliseconds(1);
    return Client{"http://fake", options};
  }

  static PublishRequest keyed() {
    PublishRequest request{"news", Json::raw("1")};
    request.idempotency_key = "k";
    return request;
  }

  std::vector<std::string> methods() const {
    std::vector<std::string> all;
    for (const SeenCommand& one : fake->commands()) all.push_back(one.method);
    return all;
  }

  std::shared_ptr<FakeTransport> fake = std::make_shared<FakeTransport>();
};

TEST_F(FakeTransportRepeat, AnswersTheQuestionByItself) {
  for (const Protocol protocol : {Protocol::modern, Protocol::legacy}) {
    fake = std::make_shared<FakeTransport>();
    fake->expect(keyed()).fail(FailureKind::timeout);
    fake->expect(keyed()).answer(PublishResult{7, "e"});
    EXPECT_EQ(client(protocol).publish(keyed()).offset, 7U);
    fake->verify();
    EXPECT_EQ(methods(), (std::vector<std::string>{"publish", "info", "publish"}));
  }
}

TEST_F(FakeTransportRepeat, AnswersItAfterAnErrorThatMayHaveComeTooLate) {
  fake->expect(keyed()).error(ErrorCode::kInternal);
  fake->expect(keyed()).answer(PublishResult{7, "e"});
  EXPECT_EQ(client().publish(keyed()).offset, 7U);
  fake->verify();
}

TEST_F(FakeTransportRepeat, AnswersItInABatch) {
  fake->expect(keyed()).status(502);
  fake->expect(keyed()).answer(PublishResult{7, "e"});
  Batch batch;
  const auto ticket = batch.publish(keyed());
  EXPECT_EQ(client().send(batch)[ticket].value().offset, 7U);
  fake->verify();
}

TEST_F(FakeTransportRepeat, LeavesTheQuestionToWhoExpectsIt) {
  fake->expect(keyed()).fail(FailureKind::timeout);
  fake->expect("info").answer(json{{"nodes", {{{"version", "4.1.5"}}}}});
  // So old a server does not look at the key.
  EXPECT_THROW(client().publish(keyed()), RequestException);
  fake->verify();
}

TEST_F(FakeTransportRepeat, AnswersNoInfoThatIsNoQuestion) {
  EXPECT_THROW(client().info(), RequestException);
  fake->expect("publish").fail(FailureKind::connect);
  fake->expect("publish");
  Client cent = client();
  cent.publish(keyed());
  EXPECT_THROW(cent.info(), RequestException);
  EXPECT_EQ(fake->unexpected().size(), 2U);
}

TEST_F(FakeTransportRepeat, AnswersOneQuestionForEachFailure) {
  fake->expect(keyed()).fail(FailureKind::timeout);
  fake->expect(keyed());
  Client cent = client();
  cent.publish(keyed());
  EXPECT_THROW(cent.info(), RequestException);
}

}  // namespace
}  // namespace cent::testing
