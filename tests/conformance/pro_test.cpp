// Methods of the commercial edition: an open server does not have them.
#include <cent/api.hpp>
#include <cent/detail/method_list.hpp>
#include "conformance/fixture.hpp"

namespace cent::test {
namespace {

struct ProMethod {
  const char* name;
  int since;  ///< First generation whose open servers know the name.
};

#define CENT_PRO_METHOD(name, Type, since, number) {#name, since},
constexpr ProMethod kProMethods[] = {CENT_PRO_METHODS(CENT_PRO_METHOD)};
#undef CENT_PRO_METHOD

TEST_P(Conformance, ProMethodsAreNotFound) {
  static_assert(std::size(kProMethods) >= 19);
  Client cent = client();
  for (const ProMethod& method : kProMethods) {
    const auto call = [&] { cent.call(Command{method.name}); };
    if (since(method.since)) {
      EXPECT_EQ(code_of(call), ErrorCode::kNotFound) << method.name;
    } else {
      // A name that such a server does not know spoils the whole request.
      EXPECT_EQ(status_of(call), 400) << method.name;
    }
  }
}

TEST_P(Conformance, TypedProMethodsAreNotFound) {
  if (!since(4)) GTEST_SKIP() << "some of these names are unknown";
  Client cent = client();
  EXPECT_EQ(code_of([&] { cent.connections({}); }), ErrorCode::kNotFound);
  EXPECT_EQ(code_of([&] { cent.block_user({"u"}); }), ErrorCode::kNotFound);
  EXPECT_EQ(code_of([&] { cent.device_list({}); }), ErrorCode::kNotFound);
}

TEST_P(Conformance, AProMethodInABatchFailsAlone) {
  if (!since(4)) GTEST_SKIP() << "an unknown name spoils the whole request";
  Client cent = client();
  Batch batch;
  const auto pro = batch.connections({});
  const auto open = batch.publish(fresh("pro"), json(1));
  const Replies replies = cent.send(batch);
  EXPECT_EQ(code_of([&] { return replies[pro].value(); }), ErrorCode::kNotFound);
  EXPECT_TRUE(replies[open].ok());
}

TEST_P(Conformance, AnUnknownNameSpoilsTheStreamOfAnOldServer) {
  if (since(5)) GTEST_SKIP() << "the batch of newer ones goes on";
  Client cent = client();
  const std::string channel = fresh("spoiled");
  cent.publish(channel, json(1));  // so that the dialect is known
  cent.add("publish", json{{"channel", channel}, {"data", 2}});
  cent.add(Command{"no_such_method"});
  for (const Reply<Json>& reply : cent.send()) EXPECT_EQ(reply.delivery(), Delivery::unknown);
  EXPECT_EQ(cent.history(channel).publications.size(), 2U);  // it was carried out, its reply is lost
}

}  // namespace
}  // namespace cent::test
