#pragma once
#include <cent/api/common.hpp>
#include <string_view>

namespace cent {

// Centrifugo PRO, in the form of v5.0 and later. Open-source servers answer with error 104.

/// A device that can receive push notifications.
struct Device {
  std::string id{};                   ///< Assigned by the server or at registration.
  std::string platform{};             ///< `ios`, `android`, `web`.
  std::string provider{};             ///< `fcm`, `hms`, `apns`, `webpush`.
  std::string token{};                ///< The provider's token for the device.
  std::string user{};                 ///< The device's user. Empty if it has none.
  std::int64_t created_at = 0;        ///< Unix seconds.
  std::int64_t updated_at = 0;        ///< Unix seconds.
  Tags meta{};                        ///< Labels set at registration or by an update.
  std::vector<std::string> topics{};  ///< Topics that it is subscribed to.
  std::string timezone{};             ///< For example `Europe/Berlin`. Empty: unknown. Since v5.3.0.
  std::string locale{};               ///< For example `de-DE`. Empty: unknown. Since v5.3.0.
  /// Keys of a web push subscription. Set only with include_webpush_keys. Since v6.8.2.
  std::string webpush_keys{};
};

/// The device's ID.
struct DeviceRegisterResult {
  std::string id{};  ///< ID of the device.
};
/// Registers a device, or updates it if its id is given.
struct DeviceRegisterRequest {
  using Result = DeviceRegisterResult;
  static constexpr std::string_view kMethod = "device_register";

  std::string id{};                   ///< Empty: a new device is registered.
  std::string provider{};             ///< Required.
  std::string token{};                ///< Required.
  std::string platform{};             ///< `ios`, `android`, `web` or empty.
  std::string user{};                 ///< The device's user. Empty: none.
  Tags meta{};                        ///< Any labels.
  std::vector<std::string> topics{};  ///< Topics to subscribe it to.
  std::string timezone{};             ///< For example `Europe/Berlin`. Empty: unknown. Since v5.3.0.
  std::string locale{};               ///< For example `de-DE`. Empty: unknown. Since v5.3.0.
};

/// A device's new user.
struct DeviceUserUpdate {
  std::string user{};  ///< The new user. Empty: none.
};
/// A device's new meta.
struct DeviceMetaUpdate {
  Tags meta{};  ///< Replaces all labels.
};
/// A change of topics.
struct DeviceTopicsUpdate {
  std::string op{};                   ///< `add`, `remove`, `set`.
  std::vector<std::string> topics{};  ///< The topics to add, remove or set.
};
/// A device's new time zone.
struct DeviceTimezoneUpdate {
  std::string timezone{};  ///< For example `Europe/Berlin`.
};
/// A device's new locale.
struct DeviceLocaleUpdate {
  std::string locale{};  ///< For example `de-DE`.
};
/// Empty, since the server reports only success.
struct DeviceUpdateResult {};
/// Changes devices, by their ids or their users.
struct DeviceUpdateRequest {
  using Result = DeviceUpdateResult;
  static constexpr std::string_view kMethod = "device_update";

  std::vector<std::string> ids{};                         ///< IDs of devices. Required unless users is set.
  std::vector<std::string> users{};                       ///< All devices of these users.
  std::optional<DeviceUserUpdate> user_update{};          ///< Unset: the user stays.
  std::optional<DeviceMetaUpdate> meta_update{};          ///< Unset: the labels stay.
  std::optional<DeviceTopicsUpdate> topics_update{};      ///< Unset: the topics stay.
  std::optional<DeviceTimezoneUpdate> timezone_update{};  ///< Unset: the time zone stays. Since v5.3.0.
  std::optional<DeviceLocaleUpdate> locale_update{};      ///< Unset: the locale stays. Since v5.3.0.
};

/// Empty, since the server reports only success.
struct DeviceRemoveResult {};
/// Removes devices, by their ids or their users.
struct DeviceRemoveRequest {
  using Result = DeviceRemoveResult;
  static constexpr std::string_view kMethod = "device_remove";

  std::vector<std::string> ids{};    ///< IDs of devices. Required unless users is set.
  std::vector<std::string> users{};  ///< All devices of these users.
};

/// Selects devices. An empty member does not restrict.
struct DeviceFilter {
  std::vector<std::string> ids{};        ///< Any of these IDs.
  std::vector<std::string> users{};      ///< Any of these users.
  std::vector<std::string> topics{};     ///< Subscribed to any of these topics.
  std::vector<std::string> providers{};  ///< Any of `fcm`, `hms`, `apns`, `webpush`.
  std::vector<std::string> platforms{};  ///< Any of `ios`, `android`, `web`.
};
/// A page of devices.
struct DeviceListResult {
  std::vector<Device> items{};   ///< The devices of this page.
  std::string next_cursor{};     ///< For the next page. Empty on the last one.
  std::int64_t total_count = 0;  ///< Set only with include_total_count.
};
/// Lists devices.
struct DeviceListRequest {
  using Result = DeviceListResult;
  static constexpr std::string_view kMethod = "device_list";

  DeviceFilter filter{};              ///< Unset: all devices.
  bool include_total_count = false;   ///< Return total_count, which costs a query.
  bool include_meta = false;          ///< Return each device's meta.
  bool include_topics = false;        ///< Return each device's topics.
  bool include_webpush_keys = false;  ///< Return each device's webpush_keys. Since v6.8.2.
  std::string cursor{};               ///< next_cursor of the page before. Empty: the first page.
  std::int32_t limit = 0;             ///< 0: the server's default.
};

}  // namespace cent
