#pragma once
#include <cent/api/maps.hpp>

#include "api/checks.hpp"
#include "api/common_rows.hpp"
#include "json/encode.hpp"
#include "json/row.hpp"

#include "api/row_macros.hpp"

namespace cent::detail {

template <>
struct Row<MapPublishResult> {
  using T = MapPublishResult;
  static constexpr std::tuple fields{F(offset), F(epoch), F(suppressed), F(suppress_reason)};
};
template <>
struct Row<MapPublishRequest> {
  using T = MapPublishRequest;
  static constexpr std::tuple fields{
      R(channel),        R(key),           F(data),    F(b64data),         F(stream_data),
      F(b64stream_data), F(score),         F(tags),    F(idempotency_key), F(delta),
      F(version),        F(version_epoch), F(key_mode)};
  static Effect effect(const T& request) {
    return effect_of_publication(request.idempotency_key, request.version);
  }
  static void check(const T& request) {
    const std::string& mode = request.key_mode;
    if (!mode.empty() && mode != "if_new" && mode != "if_exists") {
      refuse(T::kMethod, "key_mode must be empty, if_new or if_exists");
    }
  }
};
template <>
struct Row<MapRemoveResult> {
  using T = MapRemoveResult;
  static constexpr std::tuple fields{F(offset), F(epoch), F(suppressed), F(suppress_reason)};
};
template <>
struct Row<MapRemoveRequest> {
  using T = MapRemoveRequest;
  static constexpr std::tuple fields{R(channel), R(key), F(idempotency_key)};
  static Effect effect(const T& request) { return effect_of_publication(request.idempotency_key, 0); }
};
template <>
struct Row<MapEntry> {
  using T = MapEntry;
  static constexpr std::tuple fields{F(key), F(data), F(tags), F(offset), F(score), F(removed), F(time)};
};
template <>
struct Row<MapReadStateResult> {
  using T = MapReadStateResult;
  static constexpr std::tuple fields{F(entries), F(offset), F(epoch), F(cursor)};
};
template <>
struct Row<MapReadStateRequest> {
  using T = MapReadStateRequest;
  static constexpr std::tuple fields{R(channel), F(cursor),          F(limit),         F(key),
                                     F(asc),     F(revision_offset), F(revision_epoch)};
  static Effect effect(const T&) { return Effect::reads; }
};
template <>
struct Row<MapReadStreamResult> {
  using T = MapReadStreamResult;
  static constexpr std::tuple fields{F(entries), F(offset), F(epoch)};
};
template <>
struct Row<MapReadStreamRequest> {
  using T = MapReadStreamRequest;
  static constexpr std::tuple fields{R(channel), F(since_offset), F(since_epoch), F(limit), F(reverse)};
  static Effect effect(const T&) { return Effect::reads; }
};
template <>
struct Row<MapStatsResult> {
  using T = MapStatsResult;
  static constexpr std::tuple fields{F(num_keys)};
};
template <>
struct Row<MapStatsRequest> {
  using T = MapStatsRequest;
  static constexpr std::tuple fields{R(channel)};
  static Effect effect(const T&) { return Effect::reads; }
};
template <>
struct Row<MapClearResult> {
  static constexpr std::tuple<> fields{};
};
template <>
struct Row<MapClearRequest> {
  using T = MapClearRequest;
  static constexpr std::tuple fields{R(channel)};
  static Effect effect(const T&) { return Effect::once; }
};
template <>
struct Row<SharedPollPublishResult> {
  static constexpr std::tuple<> fields{};
};
template <>
struct Row<SharedPollPublishRequest> {
  using T = SharedPollPublishRequest;
  static constexpr std::tuple fields{R(channel), R(key), F(data), F(b64data), R(version), F(epoch)};
  static Effect effect(const T&) { return Effect::versioned; }
};

}  // namespace cent::detail

#include "api/row_macros.hpp"
