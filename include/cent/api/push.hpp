#pragma once
#include <cent/api/devices.hpp>

namespace cent {

// Push notifications: Centrifugo PRO, in the form of v5.0 and later.

/// The recipients: exactly one member is set.
struct PushRecipient {
  std::optional<DeviceFilter> filter{};       ///< Registered devices.
  std::vector<std::string> fcm_tokens{};      ///< Devices by their FCM tokens.
  std::string fcm_topic{};                    ///< All subscribers of an FCM topic.
  std::string fcm_condition{};                ///< All devices that meet an FCM condition.
  std::vector<std::string> hms_tokens{};      ///< Devices by their HMS tokens.
  std::string hms_topic{};                    ///< All subscribers of an HMS topic.
  std::string hms_condition{};                ///< All devices that meet an HMS condition.
  std::vector<std::string> apns_tokens{};     ///< Devices by their APNs tokens.
  std::vector<std::string> webpush_tokens{};  ///< Devices by their web push tokens. Since v6.8.2.
};
/// A message in Firebase's form.
struct FcmPushNotification {
  Json message{};  ///< FCM's message object.
};
/// A message in Huawei's form.
struct HmsPushNotification {
  Json message{};  ///< HMS's message object.
};
/// A message in Apple's form.
struct ApnsPushNotification {
  Tags headers{};  ///< HTTP headers for APNs, such as `apns-priority`.
  Json payload{};  ///< APNs' payload object.
};
/// A message for browsers. Since v6.8.2.
struct WebPushNotification {
  Tags headers{};  ///< HTTP headers for the push service.
  Json payload{};  ///< Passed to the service worker.
};
/// The message, for each provider.
struct PushNotification {
  std::optional<FcmPushNotification> fcm{};      ///< For devices of FCM. Unset: not sent to them.
  std::optional<HmsPushNotification> hms{};      ///< For devices of HMS. Unset: not sent to them.
  std::optional<ApnsPushNotification> apns{};    ///< For devices of APNs. Unset: not sent to them.
  std::int64_t expire_at = 0;                    ///< Unix seconds. 0: never.
  std::optional<WebPushNotification> webpush{};  ///< For browsers. Unset: not sent to them. Since v6.8.2.
};
/// A number of notifications per interval.
struct RateLimitPolicy {
  std::int64_t rate = 0;         ///< Maximum number in one interval.
  std::int32_t interval_ms = 0;  ///< Length of the interval in milliseconds.
};
/// Limits how often a recipient gets notifications.
struct PushRateLimitStrategy {
  std::string key{};                        ///< Notifications with the same key are counted together.
  std::vector<RateLimitPolicy> policies{};  ///< All of them apply.
  bool drop_if_rate_limited = false;        ///< True: drop it above the limit. False: delay it.
};
/// Limits the time of day at which a recipient gets notifications.
struct PushTimeLimitStrategy {
  std::string send_after_time{};   ///< `HH:MM:SS` in the device's time zone.
  std::string send_before_time{};  ///< `HH:MM:SS` in the device's time zone.
  bool no_tz_send_now = false;     ///< Send at once to devices without a time zone.
};
/// Limits for one push.
struct PushLimitStrategy {
  std::optional<PushRateLimitStrategy> rate_limit{};  ///< Unset: no limit.
  std::optional<PushTimeLimitStrategy> time_limit{};  ///< Unset: at any time of day.
};
/// Texts of one language.
struct PushLocalization {
  Tags translations{};  ///< By template variable.
};

/// The push's ID.
struct SendPushNotificationResult {
  std::string uid{};  ///< ID of the push, for cancel_push.
};
/// Sends a push notification.
struct SendPushNotificationRequest {
  using Result = SendPushNotificationResult;
  static constexpr std::string_view kMethod = "send_push_notification";

  PushRecipient recipient{};              ///< Required.
  PushNotification notification{};        ///< Required.
  std::string uid{};                      ///< ID of the push. Empty: the server creates one.
  std::int64_t send_at = 0;               ///< Unix seconds. 0: now. Since v5.0.3.
  bool optimize_for_reliability = false;  ///< Costlier. Pushes survive a failure of the queue. Since v5.3.0.
  std::optional<PushLimitStrategy> limit_strategy{};  ///< Unset: no limits. Since v5.3.0.
  std::string analytics_uid{};                        ///< ID for analytics. Empty: uid. Since v5.3.0.
  /// By locale. Empty: the same text for all. Since v5.3.0.
  std::map<std::string, PushLocalization> localizations{};
  bool use_templating = false;  ///< Replace variables in the texts. Since v5.3.0.
  bool use_meta = false;        ///< Use a device's meta as variables, too. Since v5.3.0.
};

/// Empty, since the server reports only success.
struct UpdatePushStatusResult {};
/// Reports the status of a push on a device.
struct UpdatePushStatusRequest {
  using Result = UpdatePushStatusResult;
  static constexpr std::string_view kMethod = "update_push_status";

  std::string analytics_uid{};  ///< Required. v5.3.0 gave it this name.
  std::string status{};         ///< Required: `delivered` or `interacted`.
  std::string device_id{};      ///< ID of the device.
  std::string msg_id{};         ///< The provider's ID of the message.
};

/// Empty, since the server reports only success.
struct CancelPushResult {};
/// Cancels a push that is scheduled for later. Since v5.0.3.
struct CancelPushRequest {
  using Result = CancelPushResult;
  static constexpr std::string_view kMethod = "cancel_push";

  std::string uid{};  ///< Required.
};

}  // namespace cent
