#pragma once
#include <cent/api/publish.hpp>

#include "api/checks.hpp"
#include "api/common_rows.hpp"
#include "json/encode.hpp"
#include "json/row.hpp"
#include "json/usual_result.hpp"

#include "api/row_macros.hpp"

namespace cent::detail {

template <>
struct Row<PublishResult> {
  using T = PublishResult;
  static constexpr std::tuple fields{F(offset), F(epoch)};
  static bool decode_usual(std::string_view text, T& result) {
    UsualResult usual;
    const char* at = text.data();
    const char* const end = at + text.size();
    if (!take_usual_result(at, end, usual) || at != end) return false;
    result.offset = usual.offset;
    if (!usual.epoch.empty()) result.epoch.assign(usual.epoch);
    return true;
  }
};
template <>
struct Row<PublishRequest> {
  using T = PublishRequest;
  static constexpr std::tuple fields{R(channel),
                                     F(data),
                                     S(b64data, 3, 0),
                                     S(skip_history, 3, 0),
                                     S(tags, 3, 2),
                                     S(idempotency_key, 5, 2),
                                     S(delta, 5, 4),
                                     S(version, 6, 2),
                                     S(version_epoch, 6, 2)};
  static Effect effect(const T& request) {
    // A version is compared with that in the history.
    return effect_of_publication(request.idempotency_key, request.skip_history ? 0 : request.version);
  }
  static void check(const T& request) { check_payload(request); }
};
template <>
struct Row<PublishResponse> {
  using T = PublishResponse;
  static constexpr std::tuple fields{F(error), F(result)};
  static const char* fault(const T& value) {
    return value.error.has_value() != value.result.has_value() ? nullptr
                                                               : "neither a result nor an error, or both";
  }
};
template <>
struct Row<BroadcastResult> {
  using T = BroadcastResult;
  static constexpr std::tuple fields{F(responses)};
};
template <>
struct Row<BroadcastRequest> {
  using T = BroadcastRequest;
  static constexpr std::tuple fields{R(channels),           F(data),          S(b64data, 3, 0),
                                     S(skip_history, 3, 0), S(tags, 3, 2),    S(idempotency_key, 5, 2),
                                     S(delta, 5, 4),        S(version, 6, 2), S(version_epoch, 6, 2)};
  static Effect effect(const T& request) {
    // A version is compared with that in the history.
    return effect_of_publication(request.idempotency_key, request.skip_history ? 0 : request.version);
  }
  static void check(const T& request) {
    check_names(T::kMethod, request.channels, "a channel in the list is empty");
    check_payload(request);
  }
};

}  // namespace cent::detail

#include "api/row_macros.hpp"
