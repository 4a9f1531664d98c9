#pragma once
#include <cent/api/push.hpp>

#include "api/checks.hpp"
#include "api/common_rows.hpp"
#include "api/devices_rows.hpp"
#include "json/encode.hpp"
#include "json/row.hpp"

#include "api/row_macros.hpp"

namespace cent::detail {

template <>
struct Row<PushRecipient> {
  using T = PushRecipient;
  static constexpr std::tuple fields{F(filter),        F(fcm_tokens),  F(fcm_topic),
                                     F(fcm_condition), F(hms_tokens),  F(hms_topic),
                                     F(hms_condition), F(apns_tokens), S(webpush_tokens, 6, 8)};
};
template <>
struct Row<FcmPushNotification> {
  using T = FcmPushNotification;
  static constexpr std::tuple fields{F(message)};
};
template <>
struct Row<HmsPushNotification> {
  using T = HmsPushNotification;
  static constexpr std::tuple fields{F(message)};
};
template <>
struct Row<ApnsPushNotification> {
  using T = ApnsPushNotification;
  static constexpr std::tuple fields{F(headers), F(payload)};
};
template <>
struct Row<WebPushNotification> {
  using T = WebPushNotification;
  static constexpr std::tuple fields{F(headers), F(payload)};
};
template <>
struct Row<PushNotification> {
  using T = PushNotification;
  static constexpr std::tuple fields{F(fcm), F(hms), F(apns), F(expire_at), S(webpush, 6, 8)};
};
template <>
struct Row<RateLimitPolicy> {
  using T = RateLimitPolicy;
  static constexpr std::tuple fields{F(rate), F(interval_ms)};
};
template <>
struct Row<PushRateLimitStrategy> {
  using T = PushRateLimitStrategy;
  static constexpr std::tuple fields{F(key), F(policies), F(drop_if_rate_limited)};
};
template <>
struct Row<PushTimeLimitStrategy> {
  using T = PushTimeLimitStrategy;
  static constexpr std::tuple fields{F(send_after_time), F(send_before_time), F(no_tz_send_now)};
};
template <>
struct Row<PushLimitStrategy> {
  using T = PushLimitStrategy;
  static constexpr std::tuple fields{F(rate_limit), F(time_limit)};
};
template <>
struct Row<PushLocalization> {
  using T = PushLocalization;
  static constexpr std::tuple fields{F(translations)};
};
template <>
struct Row<SendPushNotificationResult> {
  using T = SendPushNotificationResult;
  static constexpr std::tuple fields{F(uid)};
};
template <>
struct Row<SendPushNotificationRequest> {
  using T = SendPushNotificationRequest;
  static constexpr std::tuple fields{F(recipient),
                                     F(notification),
                                     F(uid),
                                     S(send_at, 5, 0),
                                     S(optimize_for_reliability, 5, 3),
                                     S(limit_strategy, 5, 3),
                                     S(analytics_uid, 5, 3),
                                     S(localizations, 5, 3),
                                     S(use_templating, 5, 3),
                                     S(use_meta, 5, 3)};
  static Effect effect(const T&) { return Effect::once; }
  static void check(const T& request) {
    const auto is_empty = [](const auto& part) {
      std::string text;
      encode(text, part, 0);
      return text == "{}";
    };
    if (is_empty(request.recipient)) refuse(T::kMethod, "recipient is required");
    if (is_empty(request.notification)) refuse(T::kMethod, "notification is required");
  }
};
template <>
struct Row<UpdatePushStatusResult> {
  static constexpr std::tuple<> fields{};
};
template <>
struct Row<UpdatePushStatusRequest> {
  using T = UpdatePushStatusRequest;
  static constexpr std::tuple fields{R(analytics_uid), R(status), F(device_id), F(msg_id)};
  static Effect effect(const T&) { return Effect::sets; }
};
template <>
struct Row<CancelPushResult> {
  static constexpr std::tuple<> fields{};
};
template <>
struct Row<CancelPushRequest> {
  using T = CancelPushRequest;
  static constexpr std::tuple fields{R(uid)};
  static Effect effect(const T&) { return Effect::sets; }
};

}  // namespace cent::detail

#include "api/row_macros.hpp"
