// Idempotency keys and versions: what protects from a second effect, and on which servers.
#include "conformance/fixture.hpp"

namespace cent::test {
namespace {

TEST_P(Conformance, AKeyIsPublishedOnceSinceVersionFive) {
  Client cent = client();
  PublishRequest request{fresh("key"), json(1)};
  request.idempotency_key = "k";
  const PublishResult first = cent.publish(request);
  request.data = json(2);
  const PublishResult second = cent.publish(request);
  EXPECT_EQ(second.offset, since(5) ? 1U : since(3) ? 2U : 0U);
  EXPECT_EQ(second.epoch, first.epoch);
  const HistoryResult kept = cent.history(request.channel);
  ASSERT_EQ(kept.publications.size(), since(5) ? 1U : 2U);
  EXPECT_EQ(kept.publications[0].data.text(), "1");
  // Another channel, another key.
  request.channel = fresh("key");
  cent.publish(request);
  request.idempotency_key = "l";
  cent.publish(request);
  EXPECT_EQ(cent.history(request.channel).publications.size(), 2U);
}

TEST_P(Conformance, AKeyIsSharedByPublishBroadcastAndBatch) {
  if (!since(5)) GTEST_SKIP() << "older servers know no keys";
  Client cent = client();
  const std::string a = fresh("a");
  const std::string b = fresh("b");
  PublishRequest publish{a, json(1)};
  publish.idempotency_key = "k";
  cent.publish(publish);
  BroadcastRequest broadcast{{a, b}, json(2)};
  broadcast.idempotency_key = "k";
  const BroadcastResult result = cent.broadcast(broadcast);
  EXPECT_EQ(result.responses.at(0).result.value().offset, 1U);
  Batch batch;
  publish.channel = b;
  const auto ticket = batch.publish(publish);
  EXPECT_EQ(cent.send(batch)[ticket].value().offset, 1U);
  EXPECT_EQ(cent.history(a).publications.at(0).data.text(), "1");
  EXPECT_EQ(cent.history(b).publications.at(0).data.text(), "2");
}

TEST_P(Conformance, GeneratedKeysDoNotGetInTheWay) {
  ClientOptions with_keys = options();
  with_keys.generate_key = true;
  Client cent = client(with_keys);
  const std::string channel = fresh("generated");
  for (int i = 0; i < 3; ++i) cent.publish(channel, json(1));
  EXPECT_EQ(cent.history(channel).publications.size(), 3U);
}

TEST_P(Conformance, OlderVersionsAreSkippedSinceVersionSix) {
  Client cent = client();
  PublishRequest request{fresh("version"), json(0)};
  const auto publish = [&](std::uint64_t version, const char* epoch) {
    request.version = version;
    request.version_epoch = epoch;
    return cent.publish(request).offset;
  };
  publish(5, "e");
  publish(5, "e");
  publish(4, "");
  publish(6, "e");
  publish(1, "f");
  const std::size_t kept = cent.history(request.channel).publications.size();
  EXPECT_EQ(kept, since(6) ? 3U : 5U);
  EXPECT_EQ(publish(UINT64_MAX, "f"), since(6) ? 4U : since(3) ? 6U : 0U);
}

TEST_P(Conformance, AVersionIsForgottenWhereAKeyIsNot) {
  if (!since(6)) GTEST_SKIP() << "older servers know no versions";
  Client cent = client();
  const auto kept_after = [&](bool with_key, const char* epoch_between, std::uint64_t version_between) {
    const std::string channel = fresh("forgotten");
    PublishRequest request{channel, json("price 5")};
    request.version = 5;
    request.version_epoch = "x";
    if (with_key) request.idempotency_key = idempotency_key(channel, "price 5");
    PublishRequest between{channel, json("price 6")};
    between.version = version_between;
    between.version_epoch = epoch_between;
    cent.publish(request);
    cent.publish(between);
    cent.publish(request);
    return cent.history(channel).publications.size();
  };
  EXPECT_EQ(kept_after(false, "y", 1), 3U) << "another epoch came between";
  EXPECT_EQ(kept_after(false, "", 0), 3U) << "one without a version came between (memory engine)";
  EXPECT_EQ(kept_after(true, "y", 1), 2U);
  EXPECT_EQ(kept_after(true, "", 0), 2U);
}

TEST_P(Conformance, MadeKeysOfChannelsThatLookAlikeStayApart) {
  Client cent = client();
  for (const char* joiner : {"_", "."}) {
    const std::string outer = fresh("orders");
    const std::string inner = outer + joiner + "17";
    const auto publish = [&](const std::string& channel, const std::string& id) {
      PublishRequest request{channel, json(id)};
      request.idempotency_key = idempotency_key(channel, id);
      cent.publish(request);
      return cent.history(channel).publications.size();
    };
    EXPECT_EQ(publish(outer, std::string("17") + joiner + "paid"), 1U);
    EXPECT_EQ(publish(inner, "paid"), 1U) << "not the same to the server";
    BroadcastRequest both{{outer, inner}, json("b")};
    both.idempotency_key = idempotency_key(std::string("17") + joiner + "paid");
    EXPECT_TRUE(cent.broadcast(both).all_ok());
    EXPECT_EQ(cent.history(inner).publications.size(), 2U);
  }
}

TEST_P(Conformance, KeysOfDifferentChannelsCanBeTheSame) {
  if (!since(5)) GTEST_SKIP() << "older servers know no keys";
  Client cent = client();
  // The memory engine joins the channel and the key by an underscore.
  const std::string channel = fresh("joined");
  PublishRequest request{channel, json(1)};
  request.idempotency_key = "eu_17";
  const PublishResult first = cent.publish(request);
  request.channel = channel + "_eu";
  request.idempotency_key = "17";
  EXPECT_EQ(cent.publish(request).epoch, first.epoch);
  EXPECT_EQ(cent.history(request.channel).publications.size(), 0U);
}

TEST_P(Conformance, AKeyIsNotRememberedForAVersionThatIsTooOld) {
  if (!since(6)) GTEST_SKIP() << "older servers know no versions";
  Client cent = client();
  PublishRequest request{fresh("version"), json(1)};
  request.version = 2;
  cent.publish(request);
  request.version = 1;
  request.idempotency_key = "k";
  EXPECT_EQ(cent.publish(request).offset, 1U);
  request.version = 0;
  EXPECT_EQ(cent.publish(request).offset, 2U);
}

}  // namespace
}  // namespace cent::test
