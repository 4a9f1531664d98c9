#pragma once
#include <cent/api/topics.hpp>

#include "api/checks.hpp"
#include "api/common_rows.hpp"
#include "api/devices_rows.hpp"
#include "json/encode.hpp"
#include "json/row.hpp"

#include "api/row_macros.hpp"

namespace cent::detail {

template <>
struct Row<DeviceTopicFilter> {
  using T = DeviceTopicFilter;
  static constexpr std::tuple fields{F(device_ids),   F(device_providers), F(device_platforms),
                                     F(device_users), F(topics),           F(topic_prefix)};
};
template <>
struct Row<DeviceTopic> {
  using T = DeviceTopic;
  static constexpr std::tuple fields{F(id), F(topic), F(device)};
};
template <>
struct Row<DeviceTopicListResult> {
  using T = DeviceTopicListResult;
  static constexpr std::tuple fields{R(items), F(next_cursor), F(total_count)};
};
template <>
struct Row<DeviceTopicListRequest> {
  using T = DeviceTopicListRequest;
  static constexpr std::tuple fields{F(filter), F(include_total_count), F(include_device), F(cursor),
                                     F(limit)};
  static Effect effect(const T&) { return Effect::reads; }
};
template <>
struct Row<DeviceTopicUpdateResult> {
  static constexpr std::tuple<> fields{};
};
template <>
struct Row<DeviceTopicUpdateRequest> {
  using T = DeviceTopicUpdateRequest;
  static constexpr std::tuple fields{R(device_id), R(op), F(topics), S(user, 6, 8)};
  static Effect effect(const T&) { return Effect::sets; }
  static void check(const T& request) { check_topic_op(T::kMethod, request.op); }
};
template <>
struct Row<UserTopicFilter> {
  using T = UserTopicFilter;
  static constexpr std::tuple fields{F(users), F(topics), F(topic_prefix)};
};
template <>
struct Row<UserTopic> {
  using T = UserTopic;
  static constexpr std::tuple fields{F(id), F(user), F(topic)};
};
template <>
struct Row<UserTopicListResult> {
  using T = UserTopicListResult;
  static constexpr std::tuple fields{R(items), F(next_cursor), F(total_count)};
};
template <>
struct Row<UserTopicListRequest> {
  using T = UserTopicListRequest;
  static constexpr std::tuple fields{F(filter), F(include_total_count), F(cursor), F(limit)};
  static Effect effect(const T&) { return Effect::reads; }
};
template <>
struct Row<UserTopicUpdateResult> {
  static constexpr std::tuple<> fields{};
};
template <>
struct Row<UserTopicUpdateRequest> {
  using T = UserTopicUpdateRequest;
  static constexpr std::tuple fields{R(user), R(op), F(topics)};
  static Effect effect(const T&) { return Effect::sets; }
  static void check(const T& request) { check_topic_op(T::kMethod, request.op); }
};

}  // namespace cent::detail

#include "api/row_macros.hpp"
