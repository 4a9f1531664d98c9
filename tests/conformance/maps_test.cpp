// map_* and shared_poll_publish: since v6.8, refused by older servers.
#include "conformance/fixture.hpp"

namespace cent::test {
namespace {

constexpr const char* kNoMaps = "there are no maps before v6.8";

TEST_P(Conformance, MapsAreNotThereBeforeVersionSix) {
  Client cent = client();
  const auto read = [&] { cent.map_read_state({"mm:c"}); };
  const auto poll = [&] {
    SharedPollPublishRequest request{"sp:c", "k", json(1)};
    request.version = 1;
    cent.shared_poll_publish(request);
  };
  if (since(6)) {
    read();
    poll();
  } else if (since(5)) {
    EXPECT_EQ(code_of(read), ErrorCode::kNotFound);
    EXPECT_EQ(code_of(poll), ErrorCode::kNotFound);
  } else {
    EXPECT_EQ(status_of(read), 400);
    EXPECT_EQ(status_of(poll), 400);
  }
}

TEST_P(Conformance, AMapKeepsItsKeys) {
  if (!since(6)) GTEST_SKIP() << kNoMaps;
  Client cent = client();
  const std::string channel = "mm:" + fresh("map");
  MapPublishRequest publish{channel, "a", json{{"n", 1}}};
  publish.tags = {{"t", "1"}};
  const MapPublishResult first = cent.map_publish(publish);
  EXPECT_EQ(first.offset, 1U);
  EXPECT_FALSE(first.epoch.empty());
  EXPECT_FALSE(first.suppressed);
  for (const char* key : {"b", "c"}) cent.map_publish({channel, key, json(key)});
  const MapReadStateResult all = cent.map_read_state({channel});
  EXPECT_EQ(all.offset, 3U);
  EXPECT_EQ(all.epoch, first.epoch);
  EXPECT_EQ(all.cursor, "");
  ASSERT_EQ(all.entries.size(), 3U);
  EXPECT_EQ(cent.map_stats({channel}).num_keys, 3);
  MapReadStateRequest one{channel};
  one.key = "a";
  const MapReadStateResult only = cent.map_read_state(one);
  ASSERT_EQ(only.entries.size(), 1U);
  EXPECT_EQ(only.entries[0].data.as<json>(), json({{"n", 1}}));
  EXPECT_EQ(only.entries[0].tags, publish.tags);
  EXPECT_EQ(only.entries[0].offset, 1U);
  EXPECT_GT(only.entries[0].time, 0);
}

TEST_P(Conformance, AMapIsReadByPages) {
  if (!since(6)) GTEST_SKIP() << kNoMaps;
  Client cent = client();
  const std::string channel = "mm:" + fresh("map");
  for (int i = 0; i < 5; ++i) cent.map_publish({channel, "key" + std::to_string(i), json(i)});
  MapReadStateRequest request{channel};
  request.limit = 2;
  std::map<std::string, int> found;
  int pages = 0;
  do {
    const MapReadStateResult page = cent.map_read_state(request);
    for (const MapEntry& entry : page.entries) found[entry.key] = entry.data.as<json>().get<int>();
    request.cursor = page.cursor;
    ++pages;
  } while (!request.cursor.empty() && pages < 10);
  EXPECT_EQ(pages, 3);
  EXPECT_EQ(found.size(), 5U);
  EXPECT_EQ(found["key4"], 4);
  request.limit = 0;
  const MapReadStateResult position = cent.map_read_state(request);
  EXPECT_TRUE(position.entries.empty());
  EXPECT_EQ(position.offset, 5U);
  request.limit = -1;
  request.revision_epoch = "other";
  EXPECT_EQ(code_of([&] { cent.map_read_state(request); }), ErrorCode::kUnrecoverablePosition);
}

TEST_P(Conformance, AMapSuppressesWhatMustNotBe) {
  if (!since(6)) GTEST_SKIP() << kNoMaps;
  Client cent = client();
  const std::string channel = "mm:" + fresh("map");
  const auto reason = [](const auto& result) { return result.suppressed ? result.suppress_reason : "done"; };
  MapPublishRequest publish{channel, "k", json(1)};
  publish.key_mode = "if_exists";
  EXPECT_EQ(reason(cent.map_publish(publish)), "key_not_found");
  publish.key_mode = "if_new";
  EXPECT_EQ(reason(cent.map_publish(publish)), "done");
  EXPECT_EQ(reason(cent.map_publish(publish)), "key_exists");
  publish.key_mode = "if_exists";
  publish.version = 7;
  EXPECT_EQ(reason(cent.map_publish(publish)), "done");
  EXPECT_EQ(reason(cent.map_publish(publish)), "version");
  publish.version = 0;
  publish.idempotency_key = "i";
  EXPECT_EQ(reason(cent.map_publish(publish)), "done");
  EXPECT_EQ(reason(cent.map_publish(publish)), "idempotency");
  EXPECT_EQ(cent.map_stats({channel}).num_keys, 1);
  EXPECT_EQ(reason(cent.map_remove({channel, "none"})), "key_not_found");
  MapRemoveRequest remove{channel, "k"};
  remove.idempotency_key = "r";
  EXPECT_EQ(reason(cent.map_remove(remove)), "done");
  EXPECT_EQ(reason(cent.map_remove(remove)), "idempotency");
  EXPECT_EQ(cent.map_stats({channel}).num_keys, 0);
}

TEST_P(Conformance, AMapHasAStreamOfChanges) {
  if (!since(6)) GTEST_SKIP() << kNoMaps;
  Client cent = client();
  const std::string channel = "mm:" + fresh("map");
  for (int i = 0; i < 3; ++i) cent.map_publish({channel, "k", json(i)});
  cent.map_remove({channel, "k"});
  MapReadStreamRequest request{channel};
  request.since_offset = 2;
  const MapReadStreamResult after = cent.map_read_stream(request);
  ASSERT_EQ(after.entries.size(), 2U);
  EXPECT_EQ(after.entries[0].offset, 3U);
  EXPECT_TRUE(after.entries[1].removed);
  request.since_offset = 0;
  request.reverse = true;
  request.limit = 1;
  EXPECT_EQ(cent.map_read_stream(request).entries.at(0).offset, 4U);
  request.since_epoch = "other";
  EXPECT_EQ(code_of([&] { cent.map_read_stream(request); }), ErrorCode::kUnrecoverablePosition);
  const std::string epoch = after.epoch;
  cent.map_clear({channel});
  const MapReadStateResult cleared = cent.map_read_state({channel});
  EXPECT_EQ(cleared.offset, 0U);
  EXPECT_NE(cleared.epoch, epoch);
}

TEST_P(Conformance, AnEphemeralMapHasNoOffsets) {
  if (!since(6)) GTEST_SKIP() << kNoMaps;
  Client cent = client();
  const std::string channel = "me:" + fresh("map");
  MapPublishRequest publish{channel, "k", json(1)};
  const MapPublishResult result = cent.map_publish(publish);
  EXPECT_EQ(result.offset, 0U);
  EXPECT_EQ(cent.map_read_state({channel}).entries.size(), 1U);
  EXPECT_TRUE(cent.map_read_stream({channel}).entries.empty());
  publish.version = 1;
  EXPECT_EQ(code_of([&] { cent.map_publish(publish); }), ErrorCode::kInternal);
}

TEST_P(Conformance, MapsAndStreamsAreNotMixedUp) {
  if (!since(6)) GTEST_SKIP() << kNoMaps;
  Client cent = client();
  const auto refused = ErrorCode::kBadRequest;
  EXPECT_EQ(code_of([&] { cent.map_publish({fresh("c"), "k", json(1)}); }), refused);
  EXPECT_EQ(code_of([&] { cent.map_read_state({fresh("c")}); }), refused);
  EXPECT_EQ(code_of([&] { cent.publish("mm:" + fresh("c"), json(1)); }), refused);
  EXPECT_EQ(code_of([&] { cent.map_publish({"nope:c", "k", json(1)}); }), ErrorCode::kUnknownChannel);
  const Command mode{"map_publish",
                     json{{"channel", "mm:c"}, {"key", "k"}, {"data", 1}, {"key_mode", "now"}}};
  EXPECT_EQ(code_of([&] { cent.call(mode); }), refused);
  SharedPollPublishRequest poll{fresh("c"), "k", json(1)};
  poll.version = 1;
  EXPECT_EQ(code_of([&] { cent.shared_poll_publish(poll); }), refused);
}

TEST_P(Conformance, AMapRemembersKeysOfChangesAlone) {
  if (!since(6)) GTEST_SKIP() << kNoMaps;
  Client cent = client();
  const auto reason = [](const auto& result) { return result.suppressed ? result.suppress_reason : "done"; };
  const std::string channel = "mm:" + fresh("map");
  MapRemoveRequest remove{channel, "k"};
  remove.idempotency_key = "x";
  EXPECT_EQ(reason(cent.map_remove(remove)), "key_not_found");
  MapPublishRequest publish{channel, "k", json(1)};
  publish.idempotency_key = "x";
  EXPECT_EQ(reason(cent.map_publish(publish)), "done");
  EXPECT_EQ(reason(cent.map_publish(publish)), "idempotency");

  publish.idempotency_key = "y";
  publish.key_mode = "if_new";
  EXPECT_EQ(reason(cent.map_publish(publish)), "key_exists");
  publish.key_mode.clear();
  EXPECT_EQ(reason(cent.map_publish(publish)), "done");

  cent.map_clear({channel});
  EXPECT_EQ(reason(cent.map_publish(publish)), "done");
  // Keys of different maps are never the same.
  MapPublishRequest other{channel + "_b", "k", json(1)};
  other.idempotency_key = "c";
  publish.idempotency_key = "b_c";
  EXPECT_EQ(reason(cent.map_publish(publish)), "done");
  EXPECT_EQ(reason(cent.map_publish(other)), "done");
}

TEST_P(Conformance, TheStreamOfAMapIsReadWithItsOwnRules) {
  if (!since(6)) GTEST_SKIP() << kNoMaps;
  Client cent = client();
  MapReadStreamRequest request{"mm:" + fresh("map")};
  const auto code = [&] { return code_of([&] { cent.map_read_stream(request); }); };
  request.since_epoch = "other";
  EXPECT_EQ(code(), 0U) << "never used";
  EXPECT_EQ(code(), ErrorCode::kUnrecoverablePosition) << "it has an epoch by now";
  for (int i = 0; i < 102; ++i) cent.map_publish({request.channel, "k", json(i)});
  request.since_epoch = cent.map_read_state({request.channel}).epoch;
  request.reverse = true;
  EXPECT_TRUE(cent.map_read_stream(request).entries.empty());
  request.reverse = false;
  // The stream keeps 100 changes: what is trimmed is not passed over, as it is in a history.
  request.since_offset = 2;
  EXPECT_EQ(cent.map_read_stream(request).entries.size(), 100U);
  request.since_offset = 1;
  EXPECT_EQ(code(), ErrorCode::kUnrecoverablePosition);
  request.since_offset = UINT64_MAX;
  EXPECT_EQ(code(), ErrorCode::kUnrecoverablePosition);
  request.since_offset = 500;
  EXPECT_EQ(code(), 0U);
}

TEST_P(Conformance, AMapShowsThatAKeyRanOut) {
  if (!since(6)) GTEST_SKIP() << kNoMaps;
  Client cent = client();
  const std::string channel = "mt:" + fresh("map");
  RawStream stream = subscriber("map", {channel});
  cent.map_publish({channel, "k", json(1)});
  EXPECT_EQ(next_frame(stream).at("pub").at("offset"), 1);
  // Nothing is asked for in the meantime.
  EXPECT_EQ(next_frame(stream).at("pub").at("offset"), 2);
  const MapReadStreamResult changes = cent.map_read_stream({channel});
  ASSERT_EQ(changes.entries.size(), 2U);
  EXPECT_TRUE(changes.entries[1].removed);
  EXPECT_EQ(changes.entries[1].key, "k");
}

}  // namespace
}  // namespace cent::test
