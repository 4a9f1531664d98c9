// Golden requests and results of PRO's methods about users, tokens and connections.
#include "api/golden.hpp"

namespace {

using namespace cent;
using namespace cent::test;

TEST(Golden, Connections) {
  ConnectionState state;
  state.channels = {{"news", {2}}};
  state.connection_token = ConnectionTokenInfo{"t1", 1700000000};
  state.subscription_tokens = {{"news", {"t2", 1700000001}}};
  state.meta = Json::raw(R"({"plan":"pro"})");
  ConnectionsResult result;
  result.connections["c1"] = {"app", "1.2",         "websocket", "json",           "42",
                              state, 1700000000123, -1,          {{"env", "prod"}}};
  expect_golden<ConnectionsRequest>({"42", "'x' in labels", golden_filter()}, {}, result);
}

TEST(Golden, UpdateUserStatus) {
  expect_golden<UpdateUserStatusRequest>({{"42", "43"}, "away"}, {{"42"}}, {});
}

TEST(Golden, GetUserStatus) {
  GetUserStatusResult result;
  result.statuses = {{"42", 1700000000, 1700000001, "away"}, {"43"}};
  expect_golden<GetUserStatusRequest>({{"42", "43"}}, {{"42"}}, result);
}

TEST(Golden, DeleteUserStatus) { expect_golden<DeleteUserStatusRequest>({{"42", "43"}}, {{"42"}}, {}); }
TEST(Golden, BlockUser) { expect_golden<BlockUserRequest>({"42", 1893456000}, {"42"}, {}); }
TEST(Golden, UnblockUser) { expect_golden<UnblockUserRequest>({"42"}, {"42"}, {}); }
TEST(Golden, RevokeToken) { expect_golden<RevokeTokenRequest>({"t1", 1893456000}, {"t1"}, {}); }

TEST(Golden, InvalidateUserTokens) {
  expect_golden<InvalidateUserTokensRequest>({"42", 1893456000, 1700000000, "news"}, {"42"}, {});
}

}  // namespace
