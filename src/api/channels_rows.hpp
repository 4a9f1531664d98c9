#pragma once
#include <cent/api/channels.hpp>

#include "api/checks.hpp"
#include "api/common_rows.hpp"
#include "json/encode.hpp"
#include "json/row.hpp"

#include "api/row_macros.hpp"

namespace cent::detail {

template <>
struct Row<PresenceResult> {
  using T = PresenceResult;
  static constexpr std::tuple fields{R(presence)};
};
template <>
struct Row<PresenceRequest> {
  using T = PresenceRequest;
  static constexpr std::tuple fields{R(channel)};
  static Effect effect(const T&) { return Effect::reads; }
};
template <>
struct Row<PresenceStatsResult> {
  using T = PresenceStatsResult;
  static constexpr std::tuple fields{R(num_clients), R(num_users)};
};
template <>
struct Row<PresenceStatsRequest> {
  using T = PresenceStatsRequest;
  static constexpr std::tuple fields{R(channel)};
  static Effect effect(const T&) { return Effect::reads; }
};
template <>
struct Row<HistoryResult> {
  using T = HistoryResult;
  static constexpr std::tuple fields{R(publications), S(offset, 3, 0), S(epoch, 3, 0)};
};
template <>
struct Row<HistoryRequest> {
  using T = HistoryRequest;
  static constexpr std::tuple fields{R(channel), F(limit), S(since, 3, 0), S(reverse, 3, 0)};
  static Effect effect(const T&) { return Effect::reads; }
};
template <>
struct Row<HistoryRemoveResult> {
  static constexpr std::tuple<> fields{};
};
template <>
struct Row<HistoryRemoveRequest> {
  using T = HistoryRemoveRequest;
  static constexpr std::tuple fields{R(channel)};
  static Effect effect(const T&) { return Effect::once; }
};
template <>
struct Row<ChannelInfo> {
  using T = ChannelInfo;
  static constexpr bool kListedByName = true;  // v2
  static constexpr std::tuple fields{F(num_clients)};
};
template <>
struct Row<ChannelsResult> {
  using T = ChannelsResult;
  static constexpr std::tuple fields{R(channels)};
};
template <>
struct Row<ChannelsRequest> {
  using T = ChannelsRequest;
  static constexpr std::tuple fields{S(pattern, 3, 0)};
  static Effect effect(const T&) { return Effect::reads; }
};

}  // namespace cent::detail

#include "api/row_macros.hpp"
