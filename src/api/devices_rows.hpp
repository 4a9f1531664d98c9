#pragma once
#include <cent/api/devices.hpp>

#include "api/checks.hpp"
#include "api/common_rows.hpp"
#include "json/encode.hpp"
#include "json/row.hpp"

#include "api/row_macros.hpp"

namespace cent::detail {

template <>
struct Row<Device> {
  using T = Device;
  static constexpr std::tuple fields{F(id),     F(platform),       F(provider),     F(token),
                                     F(user),   F(created_at),     F(updated_at),   F(meta),
                                     F(topics), S(timezone, 5, 3), S(locale, 5, 3), S(webpush_keys, 6, 8)};
};
template <>
struct Row<DeviceRegisterResult> {
  using T = DeviceRegisterResult;
  static constexpr std::tuple fields{F(id)};
};
template <>
struct Row<DeviceRegisterRequest> {
  using T = DeviceRegisterRequest;
  static constexpr std::tuple fields{F(id),   R(provider), R(token),          F(platform),    F(user),
                                     F(meta), F(topics),   S(timezone, 5, 3), S(locale, 5, 3)};
  static Effect effect(const T& request) { return request.id.empty() ? Effect::once : Effect::sets; }
};
template <>
struct Row<DeviceUserUpdate> {
  using T = DeviceUserUpdate;
  static constexpr std::tuple fields{F(user)};
};
template <>
struct Row<DeviceMetaUpdate> {
  using T = DeviceMetaUpdate;
  static constexpr std::tuple fields{F(meta)};
};
template <>
struct Row<DeviceTopicsUpdate> {
  using T = DeviceTopicsUpdate;
  static constexpr std::tuple fields{F(op), F(topics)};
};
template <>
struct Row<DeviceTimezoneUpdate> {
  using T = DeviceTimezoneUpdate;
  static constexpr std::tuple fields{F(timezone)};
};
template <>
struct Row<DeviceLocaleUpdate> {
  using T = DeviceLocaleUpdate;
  static constexpr std::tuple fields{F(locale)};
};
template <>
struct Row<DeviceUpdateResult> {
  static constexpr std::tuple<> fields{};
};
template <>
struct Row<DeviceUpdateRequest> {
  using T = DeviceUpdateRequest;
  static constexpr std::tuple fields{F(ids),
                                     F(users),
                                     F(user_update),
                                     F(meta_update),
                                     F(topics_update),
                                     S(timezone_update, 5, 3),
                                     S(locale_update, 5, 3)};
  static Effect effect(const T&) { return Effect::sets; }
  static void check(const T& request) {
    if (request.ids.empty() && request.users.empty()) refuse(T::kMethod, "ids or users are required");
    if (request.topics_update) check_topic_op(T::kMethod, request.topics_update->op);
  }
};
template <>
struct Row<DeviceRemoveResult> {
  static constexpr std::tuple<> fields{};
};
template <>
struct Row<DeviceRemoveRequest> {
  using T = DeviceRemoveRequest;
  static constexpr std::tuple fields{F(ids), F(users)};
  static Effect effect(const T&) { return Effect::sets; }
  static void check(const T& request) {
    if (request.ids.empty() && request.users.empty()) refuse(T::kMethod, "ids or users are required");
  }
};
template <>
struct Row<DeviceFilter> {
  using T = DeviceFilter;
  static constexpr std::tuple fields{F(ids), F(users), F(topics), F(providers), F(platforms)};
};
template <>
struct Row<DeviceListResult> {
  using T = DeviceListResult;
  static constexpr std::tuple fields{R(items), F(next_cursor), F(total_count)};
};
template <>
struct Row<DeviceListRequest> {
  using T = DeviceListRequest;
  static constexpr std::tuple fields{F(filter),         F(include_total_count),        F(include_meta),
                                     F(include_topics), S(include_webpush_keys, 6, 8), F(cursor),
                                     F(limit)};
  static Effect effect(const T&) { return Effect::reads; }
};

}  // namespace cent::detail

#include "api/row_macros.hpp"
