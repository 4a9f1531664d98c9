#include "protocol/conversation.hpp"

#include <vector>

#include "support/expect_error.hpp"

namespace cent::test {
namespace {

using detail::CommandBuffer;
using detail::Conversation;
using detail::DialectKind;
using detail::KnownDialect;
using detail::WireRequest;
using detail::Work;

/// The paths that a piece of work is sent to when the server answers with these statuses, one after the
/// other. A 200 confirms.
std::vector<std::string> paths(KnownDialect& known, const Work& work, std::initializer_list<int> statuses) {
  std::vector<std::string> taken;
  Conversation conversation{work, known};
  WireRequest wire;
  conversation.begin(wire);
  for (const int status : statuses) {
    taken.push_back(wire.route.empty() ? "/api" : "/api/" + std::string(wire.route));
    if (status == 200) {
      conversation.confirm(wire);
      EXPECT_FALSE(conversation.again(status, wire));
    } else if (!conversation.again(status, wire)) {
      taken.push_back("over");
    }
  }
  return taken;
}

Work single(std::string_view method) {
  Work work;
  work.method = method;
  work.params = "{}";
  return work;
}

using Paths = std::vector<std::string>;

TEST(Conversation, AModernServerIsFoundWithoutAnExtraRequest) {
  KnownDialect known{DialectKind::unknown};
  EXPECT_EQ(paths(known, single("publish"), {200}), (Paths{"/api/publish"}));
  EXPECT_EQ(known.kind(), DialectKind::modern);
  EXPECT_EQ(paths(known, single("publish"), {200}), (Paths{"/api/publish"}));
}

TEST(Conversation, ALegacyServerIsFoundWithOneExtraRequest) {
  KnownDialect known{DialectKind::unknown};
  EXPECT_EQ(paths(known, single("publish"), {404, 200}), (Paths{"/api/publish", "/api"}));
  EXPECT_EQ(known.kind(), DialectKind::legacy);
  EXPECT_EQ(paths(known, single("publish"), {200}), (Paths{"/api"}));
  EXPECT_EQ(paths(known, single("map_publish"), {200}), (Paths{"/api"}));
}

TEST(Conversation, BatchesTellAsWell) {
  CommandBuffer buffer;
  buffer.push("map_publish", "{}", Effect::once);
  Work work;
  work.many = &buffer;
  KnownDialect known{DialectKind::unknown};
  EXPECT_EQ(paths(known, work, {404, 200}), (Paths{"/api/batch", "/api"}));
  EXPECT_EQ(known.kind(), DialectKind::legacy);
}

TEST(Conversation, AMethodThatAModernServerMayLackAsksTheBatchRouteFirst) {
  KnownDialect old{DialectKind::unknown};
  EXPECT_EQ(paths(old, single("block_user"), {404, 200}), (Paths{"/api/batch", "/api"}));
  KnownDialect known{DialectKind::unknown};
  EXPECT_EQ(paths(known, single("block_user"), {200}), (Paths{"/api/batch"}));
  EXPECT_EQ(known.kind(), DialectKind::modern);
  EXPECT_EQ(paths(known, single("block_user"), {200}), (Paths{"/api/block_user"}));
  // Without its own route: the batch route tells whether the server or the method is the trouble.
  EXPECT_EQ(paths(known, single("block_user"), {404, 200}), (Paths{"/api/block_user", "/api/batch"}));
}

TEST(Conversation, AServerThatWasRolledBackIsFoundAgain) {
  KnownDialect known{DialectKind::unknown};
  paths(known, single("publish"), {200});
  EXPECT_EQ(paths(known, single("publish"), {404, 200}), (Paths{"/api/publish", "/api"}));
  EXPECT_EQ(known.kind(), DialectKind::legacy);
  paths(known, single("publish"), {404, 200});
  KnownDialect another{DialectKind::unknown};
  paths(another, single("publish"), {200});
  EXPECT_EQ(paths(another, single("block_user"), {404, 404, 200}),
            (Paths{"/api/block_user", "/api/batch", "/api"}));
  EXPECT_EQ(another.kind(), DialectKind::legacy);
}

TEST(Conversation, AServerThatWasUpgradedIsFoundAgain) {
  KnownDialect known{DialectKind::unknown};
  paths(known, single("publish"), {404, 200});
  EXPECT_EQ(paths(known, single("publish"), {404, 200}), (Paths{"/api", "/api/publish"}));
  EXPECT_EQ(known.kind(), DialectKind::modern);
}

TEST(Conversation, AServerOutOfReachMayComeBackNewer) {
  KnownDialect known{DialectKind::unknown};
  paths(known, single("publish"), {404, 200});
  known.forget_legacy();
  EXPECT_EQ(known.kind(), DialectKind::unknown);
  known.learn(DialectKind::modern);
  known.forget_legacy();
  EXPECT_EQ(known.kind(), DialectKind::modern);
}

TEST(Conversation, AWrongAddressIsAskedTwiceAndNoMore) {
  KnownDialect known{DialectKind::unknown};
  EXPECT_EQ(paths(known, single("publish"), {404, 404}), (Paths{"/api/publish", "/api", "over"}));
  EXPECT_EQ(known.kind(), DialectKind::unknown);
  known.learn(DialectKind::legacy);
  EXPECT_EQ(paths(known, single("publish"), {404, 404}), (Paths{"/api", "/api/publish", "over"}));
  EXPECT_EQ(paths(known, single("block_user"), {404, 404}), (Paths{"/api", "/api/batch", "over"}));
}

TEST(Conversation, AKeyThatIsNotTakenIsShownTheOldWayOnce) {
  KnownDialect known{DialectKind::unknown};
  EXPECT_EQ(paths(known, single("publish"), {401, 200}), (Paths{"/api/publish", "/api"}));
  KnownDialect wrong{DialectKind::unknown};
  EXPECT_EQ(paths(wrong, single("publish"), {401, 401}), (Paths{"/api/publish", "/api", "over"}));
  wrong.learn(DialectKind::modern);
  EXPECT_EQ(paths(wrong, single("publish"), {401}), (Paths{"/api/publish", "over"}));
  KnownDialect legacy{DialectKind::legacy};
  EXPECT_EQ(paths(legacy, single("publish"), {401}), (Paths{"/api", "over"}));
}

TEST(Conversation, AFixedDialectIsNeverQuestioned) {
  KnownDialect legacy{DialectKind::legacy};
  EXPECT_TRUE(legacy.is_fixed());
  EXPECT_EQ(paths(legacy, single("publish"), {404}), (Paths{"/api", "over"}));
  legacy.learn(DialectKind::modern);
  legacy.forget_legacy();
  EXPECT_EQ(legacy.kind(), DialectKind::legacy);
  KnownDialect modern{DialectKind::modern};
  EXPECT_EQ(paths(modern, single("publish"), {404}), (Paths{"/api/publish", "over"}));
  EXPECT_EQ(paths(modern, single("publish"), {401}), (Paths{"/api/publish", "over"}));
  EXPECT_EQ(paths(modern, single("block_user"), {404, 200}), (Paths{"/api/block_user", "/api/batch"}));
  EXPECT_EQ(paths(modern, single("block_user"), {404, 404}),
            (Paths{"/api/block_user", "/api/batch", "over"}));
}

TEST(Conversation, NothingThatMayHaveBeenExecutedIsSentAgain) {
  for (const DialectKind kind : {DialectKind::unknown, DialectKind::modern, DialectKind::legacy}) {
    for (int status = 100; status < 600; ++status) {
      if (status == 404 || status == 401) continue;  // no server says so after the deed
      KnownDialect known{DialectKind::unknown};
      known.learn(kind);
      const Work work = single("publish");
      Conversation conversation{work, known};
      WireRequest wire;
      conversation.begin(wire);
      EXPECT_FALSE(conversation.again(status, wire)) << status;
    }
  }
}

}  // namespace
}  // namespace cent::test
