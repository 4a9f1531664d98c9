#pragma once
#include <cent/api/publish.hpp>

#include "api/checks.hpp"
#include "api/common_rows.hpp"
#include "json/encode.hpp"
#include "json/row.hpp"

#include "api/row_macros.hpp"

namespace cent::detail {

template <>
struct Row<PublishResult> {
  using T = PublishResult;
  static constexpr std::tuple fields{F(offset), F(epoch)};
};
template <>
struct Row<PublishRequest> {
  using T = PublishRequest;
  static constexpr std::tuple fields{R(channel),         F(data),  F(b64data), F(skip_history), F(tags),
                                     F(idempotency_key), F(delta), F(version), F(version_epoch)};
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
  static constexpr std::tuple fields{R(channels),        F(data),  F(b64data), F(skip_history), F(tags),
                                     F(idempotency_key), F(delta), F(version), F(version_epoch)};
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
