// Golden requests and results of the open methods: everyday ones, map channels and shared polls.
#include "api/golden.hpp"

#include <set>

#include "api/dom_agrees.hpp"
#include "json/decode.hpp"

namespace {

using namespace cent;
using namespace cent::test;

const char* const kData = R"({"input":"test","n":[1,-0.5,true,null]})";

ClientInfo golden_client() { return {"42", "c1", Json::raw(R"({"name":"Al"})"), Json::raw("[1,2]")}; }

TEST(Golden, Publish) {
  PublishRequest request{"public:chat", Json::raw(kData), "eyJhIjoxfQ==", true};
  request.tags = {{"lang", "en"}, {"région", "été"}};
  request.idempotency_key = "order-17";
  request.delta = true;
  request.version = kU64;
  request.version_epoch = "v1";
  expect_golden(request, {"c", Json::of(1)}, {kU64, "xyz"});
}

TEST(Golden, Broadcast) {
  BroadcastRequest request{{"a", "b:\"quoted\"", "ü"}, Json::of("text"), "AAEC", true};
  request.tags = {{"lang", "en"}, {"région", "été"}};
  request.idempotency_key = "order-17";
  request.delta = true;
  request.version = kU64;
  request.version_epoch = "v1";
  BroadcastResult result;
  result.responses.resize(3);
  result.responses[0].result = PublishResult{1, "xyz"};
  result.responses[1].error = ErrorInfo{102, "unknown channel"};
  result.responses[2].result.emplace();
  expect_golden(request, {{"a"}, Json::raw("null")}, result);
}

TEST(Golden, Subscribe) {
  SubscribeRequest request{"42", "news"};
  request.expire_at = kI64;
  request.info = Json::raw(R"({"name":"Al"})");
  request.b64info = "AA==";
  request.client = "c1";
  request.data = Json::raw("[1]");
  request.b64data = "AQ==";
  request.recover_since = StreamPosition{kU64, "xyz"};
  request.override = SubscribeOptionOverride{true, false, true, false, true, false, true};
  request.session = "s1";
  request.label_filter = golden_filter();
  request.all_users = true;
  request.anonymous_users = true;  // never on the wire
  expect_golden(request, {"42", "news"}, {});
}

TEST(Golden, Unsubscribe) {
  UnsubscribeRequest request{"42", "news", "c1", "s1"};
  request.label_filter = golden_filter();
  request.all_users = true;
  request.anonymous_users = true;
  expect_golden(request, {"42", "news"}, {});
}

TEST(Golden, Disconnect) {
  DisconnectRequest request{"42", Disconnect{4000, "banned", true}, "c1", {"c2", "c3"}, "s1"};
  request.label_filter = golden_filter();
  request.all_users = true;
  request.anonymous_users = true;
  expect_golden(request, {"42"}, {});
}

TEST(Golden, Refresh) {
  RefreshRequest request{"42", "c1", true, 1893456000, Json::raw(R"({"name":"Al"})"), "s1"};
  request.label_filter = golden_filter();
  request.all_users = true;
  request.anonymous_users = true;
  expect_golden(request, {"42"}, {});
}

TEST(Golden, Presence) {
  PresenceResult result;
  result.presence["c1"] = golden_client();
  result.presence["c2"].client = "c2";
  expect_golden<PresenceRequest>({"news"}, {"news"}, result);
}

TEST(Golden, PresenceStats) { expect_golden<PresenceStatsRequest>({"news"}, {"news"}, {UINT32_MAX, 7}); }

TEST(Golden, History) {
  HistoryRequest request{"news", INT32_MAX, StreamPosition{kU64, "xyz"}, true};
  HistoryResult result;
  result.publications.resize(2);
  result.publications[0] = {Json::raw(kData), golden_client(), kU64, {{"a", "b"}}, "u1"};
  result.publications[1].data = Json::raw("null");
  result.offset = kU64;
  result.epoch = "xyz";
  expect_golden(request, {"news"}, result);
}

TEST(Golden, HistoryRemove) { expect_golden<HistoryRemoveRequest>({"news"}, {"news"}, {}); }

TEST(Golden, Channels) {
  ChannelsResult result;
  result.channels = {{"news", {UINT32_MAX}}, {"ü", {1}}};
  expect_golden<ChannelsRequest>({"news:*"}, {}, result);
}

TEST(Golden, Info) {
  InfoResult result;
  NodeResult node{"u1", "host_8000", "6.9.1 OSS", UINT32_MAX, 2, 3, 4, 5};
  node.metrics = Metrics{60, {{"a.count", 1.5}, {"b.count", -2}}};
  node.process = Process{12.5, kI64};
  result.nodes = {node, {"u2", "other", ""}};
  expect_golden<InfoRequest>({}, {}, result);
}

TEST(Golden, Rpc) {
  expect_golden<RPCRequest>({"getUser", Json::raw(R"({"id":7})")}, {"getUser"},
                            {Json::raw(R"({"name":"Al"})")});
}

/// The batch has no request type: it is the body that CommandBuffer makes.
TEST(Golden, Batch) {
  const ordered_json golden = read_golden("batch");
  detail::CommandBuffer buffer;
  EXPECT_EQ(buffer.body(), golden.at("least").dump());
  buffer.push(PublishRequest{"a", Json::of(1)});
  buffer.push(HistoryRequest{"b", 10});
  buffer.push(InfoRequest{});
  buffer.set_parallel(true);
  EXPECT_EQ(buffer.body(), golden.at("request").dump());
}

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

// The golden texts of every method of the list, into its types and back. The other golden tests fill the same
// types by hand, as users do.

namespace cent::detail {
/// The library only writes this form of a bool, `{"value":true}`.
static void decode(JsonReader& in, std::optional<bool>& value) {
  in.begin_object();
  for (std::string_view name; in.next_member(name);) value = in.read_bool();
}
}  // namespace cent::detail

namespace {

using namespace cent;
using namespace cent::test;

/// A request as its params say.
template <class Request>
Request read_request(const ordered_json& params) {
  const std::string text = params.dump();
  detail::JsonReader in{text};
  Request request{};
  detail::decode(in, request);
  return request;
}

/// Fills the members that are never on the wire as well.
template <class Request>
Request with_local_members(Request request) {
  for_each_field<Request>([&](const auto& field) {
    using Member = std::decay_t<decltype(std::declval<Request>().*field.member)>;
    if constexpr (std::is_same_v<Member, bool>) {
      if (field.kind == FieldKind::local) request.*field.member = true;
    }
  });
  return request;
}

template <class Request>
void expect_golden_texts() {
  const ordered_json golden = read_golden(Request::kMethod);
  ASSERT_TRUE(golden.is_object());
  const auto result = parse_result<typename Request::Result>(golden.at("result").dump());
  EXPECT_TRUE(agrees(result, nlohmann::json(golden.at("result")))) << "the result as another reader sees it";
  expect_golden(with_local_members(read_request<Request>(golden.at("request"))),
                read_request<Request>(golden.at("least")), result);
}

#define CENT_GOLDEN(name, Type, since, number) \
  TEST(GoldenTexts, Type) { expect_golden_texts<Type##Request>(); }
CENT_METHODS(CENT_GOLDEN)
#undef CENT_GOLDEN

TEST(GoldenTexts, HaveOneEntryForEachMethod) {
  std::set<std::string> entries;
  for (const auto& [method, texts] : golden_texts().items()) entries.insert(method);
  std::set<std::string> methods{"batch"};
  for_each_request([&](auto tag) { methods.emplace(decltype(tag)::type::kMethod); });
  EXPECT_EQ(entries, methods);
}

}  // namespace
