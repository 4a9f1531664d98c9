#include "protocol/discovery.hpp"

#include <vector>

#include "support/expect_error.hpp"

namespace cent::test {
namespace {

using detail::CommandBuffer;
using detail::Commands;
using detail::Dialects;
using detail::Discovery;
using detail::Search;
using detail::WireRequest;

const Dialects kBoth{ClientOptions{}};

Dialects only(Protocol protocol) {
  ClientOptions options;
  options.protocol = protocol;
  return Dialects{options};
}

const char* name_of(const detail::Dialect* dialect) {
  if (dialect == nullptr) return "unknown";
  return dialect == &detail::modern_dialect() ? "modern" : "legacy";
}

/// The paths that commands are sent to when the server answers with these statuses, one after the other. A
/// 200 can be read. `over` follows an answer that ends it, with its status if that is another one.
std::vector<std::string> paths(Discovery& discovery, const Commands& commands,
                               std::initializer_list<int> statuses) {
  std::vector<std::string> taken;
  WireRequest wire;
  Search search{commands, discovery, wire};
  for (const int status : statuses) {
    taken.push_back(wire.route.empty() ? "/api" : "/api/" + std::string(wire.route));
    HttpResponse response;
    response.status = status;
    if (search.again(response)) continue;
    if (status == 200) {
      search.confirm();
    } else {
      taken.push_back(response.status == status ? "over" : "over " + std::to_string(response.status));
    }
  }
  return taken;
}

Commands single(std::string_view method) { return {method, "{}", Effect::once}; }

using Paths = std::vector<std::string>;

TEST(Search, AModernServerIsFoundWithoutAnExtraRequest) {
  Discovery known{kBoth};
  EXPECT_EQ(paths(known, single("publish"), {200}), (Paths{"/api/publish"}));
  EXPECT_STREQ(name_of(known.known()), "modern");
  EXPECT_EQ(paths(known, single("publish"), {200}), (Paths{"/api/publish"}));
}

TEST(Search, ALegacyServerIsFoundWithOneExtraRequest) {
  Discovery known{kBoth};
  EXPECT_EQ(paths(known, single("publish"), {404, 200}), (Paths{"/api/publish", "/api"}));
  EXPECT_STREQ(name_of(known.known()), "legacy");
  EXPECT_EQ(paths(known, single("publish"), {200}), (Paths{"/api"}));
  EXPECT_EQ(paths(known, single("map_publish"), {200}), (Paths{"/api"}));
}

TEST(Search, BatchesShowItAsWell) {
  CommandBuffer buffer;
  buffer.push("map_publish", "{}", Effect::once);
  Discovery known{kBoth};
  EXPECT_EQ(paths(known, Commands{buffer}, {404, 200}), (Paths{"/api/batch", "/api"}));
  EXPECT_STREQ(name_of(known.known()), "legacy");
}

TEST(Search, AMethodThatAModernServerMayLackAsksTheBatchRouteFirst) {
  Discovery old{kBoth};
  EXPECT_EQ(paths(old, single("block_user"), {404, 200}), (Paths{"/api/batch", "/api"}));
  Discovery known{kBoth};
  EXPECT_EQ(paths(known, single("block_user"), {200}), (Paths{"/api/batch"}));
  EXPECT_STREQ(name_of(known.known()), "modern");
  EXPECT_EQ(paths(known, single("block_user"), {200}), (Paths{"/api/block_user"}));
  // Without its own route: the batch route shows whether the server or the method is the trouble.
  EXPECT_EQ(paths(known, single("block_user"), {404, 200}), (Paths{"/api/block_user", "/api/batch"}));
}

TEST(Search, AServerThatWasRolledBackIsFoundAgain) {
  Discovery known{kBoth};
  paths(known, single("publish"), {200});
  EXPECT_EQ(paths(known, single("publish"), {404, 200}), (Paths{"/api/publish", "/api"}));
  EXPECT_STREQ(name_of(known.known()), "legacy");
  paths(known, single("publish"), {404, 200});
  Discovery another{kBoth};
  paths(another, single("publish"), {200});
  EXPECT_EQ(paths(another, single("block_user"), {404, 404, 200}),
            (Paths{"/api/block_user", "/api/batch", "/api"}));
  EXPECT_STREQ(name_of(another.known()), "legacy");
}

TEST(Search, AServerThatWasUpgradedIsFoundAgain) {
  Discovery known{kBoth};
  paths(known, single("publish"), {404, 200});
  EXPECT_EQ(paths(known, single("publish"), {404, 200}), (Paths{"/api", "/api/publish"}));
  EXPECT_STREQ(name_of(known.known()), "modern");
}

TEST(Search, AServerOutOfReachMayComeBackNewer) {
  Discovery known{kBoth};
  paths(known, single("publish"), {404, 200});
  known.unreachable();
  EXPECT_STREQ(name_of(known.known()), "unknown");
  known.learn(detail::modern_dialect());
  known.unreachable();
  EXPECT_STREQ(name_of(known.known()), "modern");
}

TEST(Search, AWrongAddressIsAskedTwiceAndNoMore) {
  Discovery known{kBoth};
  EXPECT_EQ(paths(known, single("publish"), {404, 404}), (Paths{"/api/publish", "/api", "over"}));
  EXPECT_STREQ(name_of(known.known()), "unknown");
  known.learn(detail::legacy_dialect());
  EXPECT_EQ(paths(known, single("publish"), {404, 404}), (Paths{"/api", "/api/publish", "over"}));
  EXPECT_EQ(paths(known, single("block_user"), {404, 404}), (Paths{"/api", "/api/batch", "over"}));
}

TEST(Search, AKeyThatIsNotTakenIsShownTheOldWayOnce) {
  Discovery known{kBoth};
  EXPECT_EQ(paths(known, single("publish"), {401, 200}), (Paths{"/api/publish", "/api"}));
  Discovery wrong{kBoth};
  EXPECT_EQ(paths(wrong, single("publish"), {401, 401}), (Paths{"/api/publish", "/api", "over"}));
  wrong.learn(detail::modern_dialect());
  EXPECT_EQ(paths(wrong, single("publish"), {401}), (Paths{"/api/publish", "over"}));
  Discovery legacy{kBoth};
  legacy.learn(detail::legacy_dialect());
  EXPECT_EQ(paths(legacy, single("publish"), {401}), (Paths{"/api", "over"}));
}

TEST(Search, AFixedDialectIsNeverQuestioned) {
  const Dialects only_legacy = only(Protocol::legacy);
  Discovery legacy{only_legacy};
  EXPECT_EQ(paths(legacy, single("publish"), {404}), (Paths{"/api", "over"}));
  legacy.unreachable();
  EXPECT_STREQ(name_of(legacy.known()), "legacy");
  const Dialects only_modern = only(Protocol::modern);
  Discovery modern{only_modern};
  EXPECT_EQ(paths(modern, single("publish"), {404}), (Paths{"/api/publish", "over"}));
  EXPECT_EQ(paths(modern, single("publish"), {401}), (Paths{"/api/publish", "over"}));
  EXPECT_EQ(paths(modern, single("block_user"), {404, 200}), (Paths{"/api/block_user", "/api/batch"}));
  EXPECT_EQ(paths(modern, single("block_user"), {404, 404}),
            (Paths{"/api/block_user", "/api/batch", "over"}));
}

TEST(Search, TheRejectionOfTheKeyIsTheAnswerIfNoOtherPathExists) {
  Discovery known{kBoth};
  EXPECT_EQ(paths(known, single("publish"), {401, 404}), (Paths{"/api/publish", "/api", "over 401"}));
  EXPECT_STREQ(name_of(known.known()), "modern") << "servers check the path before the key";
}

TEST(Search, NothingThatMayHaveBeenExecutedIsSentAgain) {
  for (const detail::Dialect* dialect : std::initializer_list<const detail::Dialect*>{
           nullptr, &detail::modern_dialect(), &detail::legacy_dialect()}) {
    for (int status = 100; status < 600; ++status) {
      if (status == 404 || status == 401) continue;  // no server answers these after execution
      Discovery known{kBoth};
      if (dialect != nullptr) known.learn(*dialect);
      WireRequest wire;
      const Commands publish = single("publish");
      Search search{publish, known, wire};
      HttpResponse response;
      response.status = status;
      EXPECT_FALSE(search.again(response)) << status;
    }
  }
}

}  // namespace
}  // namespace cent::test
