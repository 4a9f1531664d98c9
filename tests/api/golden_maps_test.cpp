// Golden requests and results of map channels and shared polls.
#include "api/golden.hpp"

namespace {

using namespace cent;
using namespace cent::test;

MapEntry golden_entry() {
  return {"k", Json::raw(R"({"x":1})"), {{"a", "b"}}, kU64, -3, true, 1893456000123};
}

TEST(Golden, MapPublish) {
  MapPublishRequest request{"m:1", "k", Json::raw(R"({"x":1})"), "AA==", Json::raw("[2]"), "AQ==", INT64_MIN};
  request.tags = {{"a", "b"}};
  request.idempotency_key = "i1";
  request.delta = true;
  request.version = kU64;
  request.version_epoch = "v1";
  request.key_mode = "if_new";
  expect_golden(request, {"m:1", "k"}, {kU64, "xyz", true, "key_exists"});
}

TEST(Golden, MapRemove) {
  expect_golden<MapRemoveRequest>({"m:1", "k", "i1"}, {"m:1", "k"}, {kU64, "xyz", true, "key_not_found"});
}

TEST(Golden, MapReadState) {
  MapReadStateResult result;
  result.entries = {golden_entry(), {"l"}};
  result.offset = kU64;
  result.epoch = "xyz";
  result.cursor = "c10";
  expect_golden<MapReadStateRequest>({"m:1", "c9", 100, "k", true, kU64, "xyz"}, {"m:1"}, result);
}

TEST(Golden, MapReadStream) {
  expect_golden<MapReadStreamRequest>({"m:1", kU64, "xyz", INT32_MIN, true}, {"m:1"},
                                      {{golden_entry()}, kU64, "xyz"});
}

TEST(Golden, MapStats) { expect_golden<MapStatsRequest>({"m:1"}, {"m:1"}, {INT32_MAX}); }
TEST(Golden, MapClear) { expect_golden<MapClearRequest>({"m:1"}, {"m:1"}, {}); }

TEST(Golden, SharedPollPublish) {
  SharedPollPublishRequest least{"p:1", "k"};
  least.version = 1;
  expect_golden<SharedPollPublishRequest>({"p:1", "k", Json::raw(R"({"x":1})"), "AA==", kU64, "v1"}, least,
                                          {});
}

}  // namespace
