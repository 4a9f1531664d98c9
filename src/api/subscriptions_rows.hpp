#pragma once
#include <cent/api/subscriptions.hpp>

#include "api/checks.hpp"
#include "api/common_rows.hpp"
#include "json/encode.hpp"
#include "json/row.hpp"

#include "api/row_macros.hpp"

namespace cent::detail {

template <>
struct Row<SubscribeOptionOverride> {
  using T = SubscribeOptionOverride;
  static constexpr std::tuple fields{F(presence),
                                     F(join_leave),
                                     S(force_recovery, 4, 0),
                                     S(force_positioning, 4, 0),
                                     S(force_push_join_leave, 4, 0),
                                     F(recover),
                                     F(position)};
};
template <>
struct Row<SubscribeResult> {
  static constexpr std::tuple<> fields{};
};
template <>
struct Row<SubscribeRequest> {
  using T = SubscribeRequest;
  static constexpr std::tuple fields{F(user),
                                     R(channel),
                                     F(expire_at),
                                     F(info),
                                     S(b64info, 6, 9),
                                     F(client),
                                     F(data),
                                     S(b64data, 6, 9),
                                     F(recover_since),
                                     F(override),
                                     S(session, 3, 2),
                                     S(label_filter, 6, 8),
                                     S(all_users, 6, 8),
                                     L(anonymous_users)};
  static Effect effect(const T&) { return Effect::once; }
  static void check(const T& request) { check_user(request); }
};
template <>
struct Row<UnsubscribeResult> {
  static constexpr std::tuple<> fields{};
};
template <>
struct Row<UnsubscribeRequest> {
  using T = UnsubscribeRequest;
  static constexpr std::tuple fields{F(user),
                                     R(channel),
                                     S(client, 3, 0),
                                     S(session, 3, 2),
                                     S(label_filter, 6, 8),
                                     S(all_users, 6, 8),
                                     L(anonymous_users)};
  static Effect effect(const T&) { return Effect::sets; }
  static void check(const T& request) { check_user(request); }
};
template <>
struct Row<Disconnect> {
  using T = Disconnect;
  static constexpr std::tuple fields{F(code), F(reason), F(reconnect)};
};
template <>
struct Row<DisconnectResult> {
  static constexpr std::tuple<> fields{};
};
template <>
struct Row<DisconnectRequest> {
  using T = DisconnectRequest;
  static constexpr std::tuple fields{
      F(user),          S(disconnect, 3, 0),   S(client, 3, 0),    S(whitelist, 3, 0),
      S(session, 3, 2), S(label_filter, 6, 8), S(all_users, 6, 8), L(anonymous_users)};
  static Effect effect(const T&) { return Effect::sets; }
  static void check(const T& request) {
    check_user(request);
    if (!request.disconnect) return;
    if (request.disconnect->code < 3000 || request.disconnect->code > 4999) {
      refuse(T::kMethod, "disconnect.code must be from 3000 to 4999");
    }
    if (request.disconnect->reason.size() > 123) {
      refuse(T::kMethod, "disconnect.reason must have at most 123 bytes");
    }
  }
};
template <>
struct Row<RefreshResult> {
  static constexpr std::tuple<> fields{};
};
template <>
struct Row<RefreshRequest> {
  using T = RefreshRequest;
  static constexpr std::tuple fields{F(user),
                                     F(client),
                                     F(expired),
                                     F(expire_at),
                                     F(info),
                                     S(session, 3, 2),
                                     S(label_filter, 6, 8),
                                     S(all_users, 6, 8),
                                     L(anonymous_users)};
  static Effect effect(const T&) { return Effect::sets; }
  static void check(const T& request) { check_user(request); }
};

}  // namespace cent::detail

#include "api/row_macros.hpp"
