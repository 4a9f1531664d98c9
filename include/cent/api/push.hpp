#pragma once
#include <cent/api/devices.hpp>

namespace cent {

// Push notifications: Centrifugo PRO, in the shape they have since v5.0.

/// Who gets it: one of these.
struct PushRecipient {
  std::optional<DeviceFilter> filter{};       ///< Registered devices.
  std::vector<std::string> fcm_tokens{};      ///< Devices by their FCM tokens.
  std::string fcm_topic{};                    ///< Everybody on an FCM topic.
  std::string fcm_condition{};                ///< Everybody who meets an FCM condition.
  std::vector<std::string> hms_tokens{};      ///< Devices by their HMS tokens.
  std::string hms_topic{};                    ///< Everybody on an HMS topic.
  std::string hms_condition{};                ///< Everybody who meets an HMS condition.
  std::vector<std::string> apns_tokens{};     ///< Devices by their APNs tokens.
  std::vector<std::string> webpush_tokens{};  ///< Devices by their web push tokens. Since v6.8.2.
};
/// A message in Firebase's own form.
struct FcmPushNotification {
  Json message{};  ///< FCM's own message object.
};
/// A message in Huawei's own form.
struct HmsPushNotification {
  Json message{};  ///< HMS's own message object.
};
/// A message in Apple's own form.
struct ApnsPushNotification {
  Tags headers{};  ///< HTTP headers for APNs, such as `apns-priority`.
  Json payload{};  ///< APNs' own payload object.
};
/// A message for browsers. Since v6.8.2.
struct WebPushNotification {
  Tags headers{};  ///< HTTP headers for the push service.
  Json payload{};  ///< What the service worker gets.
};
/// What is sent; one member a provider.
struct PushNotification {
  std::optional<FcmPushNotification> fcm{};      ///< For devices of FCM; unset: none of them.
  std::optional<HmsPushNotification> hms{};      ///< For devices of HMS; unset: none of them.
  std::optional<ApnsPushNotification> apns{};    ///< For devices of APNs; unset: none of them.
  std::int64_t expire_at = 0;                    ///< Unix seconds; 0: never.
  std::optional<WebPushNotification> webpush{};  ///< For browsers; unset: none of them. Since v6.8.2.
};
/// So many in so much time.
struct RateLimitPolicy {
  std::int64_t rate = 0;         ///< Notifications in one interval at most.
  std::int32_t interval_ms = 0;  ///< Milliseconds.
};
/// How often a recipient may be sent to.
struct PushRateLimitStrategy {
  std::string key{};                        ///< What the limit is counted by.
  std::vector<RateLimitPolicy> policies{};  ///< All of them must hold.
  bool drop_if_rate_limited = false;        ///< Else it waits.
};
/// When in the day a recipient may be sent to.
struct PushTimeLimitStrategy {
  std::string send_after_time{};   ///< `HH:MM:SS` in the device's time zone.
  std::string send_before_time{};  ///< `HH:MM:SS` in the device's time zone.
  bool no_tz_send_now = false;     ///< Send at once to devices without a time zone.
};
/// Limits of one push.
struct PushLimitStrategy {
  std::optional<PushRateLimitStrategy> rate_limit{};  ///< Unset: as many as come.
  std::optional<PushTimeLimitStrategy> time_limit{};  ///< Unset: at any time of day.
};
/// Texts of one language.
struct PushLocalization {
  Tags translations{};  ///< By template variable.
};

/// The push's ID.
struct SendPushNotificationResult {
  std::string uid{};  ///< Of the push, for cancel_push.
};
/// Sends a push notification.
struct SendPushNotificationRequest {
  using Result = SendPushNotificationResult;
  static constexpr std::string_view kMethod = "send_push_notification";

  PushRecipient recipient{};        ///< Required.
  PushNotification notification{};  ///< Required.
  std::string uid{};                ///< ID of your own; empty: the server makes one.
  std::int64_t send_at = 0;         ///< Unix seconds; 0: now. Since v5.0.3.
  bool optimize_for_reliability =
      false;  ///< Costlier; pushes survive a queue that fails meanwhile. Since v5.3.0.
  std::optional<PushLimitStrategy> limit_strategy{};  ///< Unset: no limits. Since v5.3.0.
  std::string analytics_uid{};  ///< What analytics count it by; empty: uid. Since v5.3.0.
  std::map<std::string, PushLocalization>
      localizations{};          ///< By locale; empty: one text for all. Since v5.3.0.
  bool use_templating = false;  ///< Fill in variables in the texts. Since v5.3.0.
  bool use_meta = false;        ///< A device's meta is among the variables. Since v5.3.0.
};

/// Nothing but success.
struct UpdatePushStatusResult {};
/// Reports what became of a push on a device.
struct UpdatePushStatusRequest {
  using Result = UpdatePushStatusResult;
  static constexpr std::string_view kMethod = "update_push_status";

  std::string analytics_uid{};  ///< Required. Since v5.3.0 under this name.
  std::string status{};         ///< Required: `delivered` or `interacted`.
  std::string device_id{};      ///< On which device.
  std::string msg_id{};         ///< Of the message, as the provider calls it.
};

/// Nothing but success.
struct CancelPushResult {};
/// Cancels a push that waits for its time. Since v5.0.3.
struct CancelPushRequest {
  using Result = CancelPushResult;
  static constexpr std::string_view kMethod = "cancel_push";

  std::string uid{};  ///< Required.
};

}  // namespace cent
