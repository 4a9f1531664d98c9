#pragma once
#include <cent/api/users.hpp>

#include "api/checks.hpp"
#include "api/common_rows.hpp"
#include "json/encode.hpp"
#include "json/row.hpp"

#include "api/row_macros.hpp"

namespace cent::detail {

template <>
struct Row<ChannelContext> {
  using T = ChannelContext;
  static constexpr bool kListedByName = true;  // v4.0.0
  static constexpr std::tuple fields{F(source)};
};
template <>
struct Row<ConnectionTokenInfo> {
  using T = ConnectionTokenInfo;
  static constexpr std::tuple fields{F(uid), F(issued_at)};
};
template <>
struct Row<SubscriptionTokenInfo> {
  using T = SubscriptionTokenInfo;
  static constexpr std::tuple fields{F(uid), F(issued_at)};
};
template <>
struct Row<ConnectionState> {
  using T = ConnectionState;
  static constexpr std::tuple fields{F(channels), F(connection_token), F(subscription_tokens), F(meta)};
};
template <>
struct Row<ConnectionInfo> {
  using T = ConnectionInfo;
  static constexpr std::tuple fields{F(app_name),
                                     F(app_version),
                                     F(transport),
                                     F(protocol),
                                     F(user),
                                     F(state),
                                     S(connected_at_ms, 6, 3),
                                     S(ping_pong_latency_ms, 6, 3),
                                     S(labels, 6, 8)};
};
template <>
struct Row<ConnectionsResult> {
  using T = ConnectionsResult;
  static constexpr std::tuple fields{R(connections)};
};
template <>
struct Row<ConnectionsRequest> {
  using T = ConnectionsRequest;
  static constexpr std::tuple fields{F(user), F(expression), S(label_filter, 6, 8)};
  static Effect effect(const T&) { return Effect::reads; }
};
template <>
struct Row<UpdateUserStatusResult> {
  static constexpr std::tuple<> fields{};
};
template <>
struct Row<UpdateUserStatusRequest> {
  using T = UpdateUserStatusRequest;
  static constexpr std::tuple fields{R(users), S(state, 5, 1)};
  static Effect effect(const T&) { return Effect::sets; }
};
template <>
struct Row<UserStatus> {
  using T = UserStatus;
  static constexpr std::tuple fields{F(user), F(active), F(online), S(state, 5, 1)};
};
template <>
struct Row<GetUserStatusResult> {
  using T = GetUserStatusResult;
  static constexpr std::tuple fields{R(statuses)};
};
template <>
struct Row<GetUserStatusRequest> {
  using T = GetUserStatusRequest;
  static constexpr std::tuple fields{R(users)};
  static Effect effect(const T&) { return Effect::reads; }
};
template <>
struct Row<DeleteUserStatusResult> {
  static constexpr std::tuple<> fields{};
};
template <>
struct Row<DeleteUserStatusRequest> {
  using T = DeleteUserStatusRequest;
  static constexpr std::tuple fields{R(users)};
  static Effect effect(const T&) { return Effect::sets; }
};
template <>
struct Row<BlockUserResult> {
  static constexpr std::tuple<> fields{};
};
template <>
struct Row<BlockUserRequest> {
  using T = BlockUserRequest;
  static constexpr std::tuple fields{R(user), F(expire_at)};
  static Effect effect(const T&) { return Effect::sets; }
};
template <>
struct Row<UnblockUserResult> {
  static constexpr std::tuple<> fields{};
};
template <>
struct Row<UnblockUserRequest> {
  using T = UnblockUserRequest;
  static constexpr std::tuple fields{R(user)};
  static Effect effect(const T&) { return Effect::sets; }
};
template <>
struct Row<RevokeTokenResult> {
  static constexpr std::tuple<> fields{};
};
template <>
struct Row<RevokeTokenRequest> {
  using T = RevokeTokenRequest;
  static constexpr std::tuple fields{R(uid), F(expire_at)};
  static Effect effect(const T&) { return Effect::sets; }
};
template <>
struct Row<InvalidateUserTokensResult> {
  static constexpr std::tuple<> fields{};
};
template <>
struct Row<InvalidateUserTokensRequest> {
  using T = InvalidateUserTokensRequest;
  static constexpr std::tuple fields{R(user), F(expire_at), F(issued_before), S(channel, 3, 2)};
  static Effect effect(const T&) { return Effect::sets; }
};

}  // namespace cent::detail

#include "api/row_macros.hpp"
