#pragma once
#include <cent/api/common.hpp>
#include <string_view>

namespace cent {

// Centrifugo PRO, in the shape they have since v5.0. Open-source servers answer error 104.

/// A device that can get push notifications.
struct Device {
  std::string id{};                   ///< Given by the server, or by whoever registered it.
  std::string platform{};             ///< `ios`, `android`, `web`.
  std::string provider{};             ///< `fcm`, `hms`, `apns`, `webpush`.
  std::string token{};                ///< The provider's.
  std::string user{};                 ///< Empty if it belongs to none.
  std::int64_t created_at = 0;        ///< Unix seconds.
  std::int64_t updated_at = 0;        ///< Unix seconds.
  Tags meta{};                        ///< Labels given at registration or by an update.
  std::vector<std::string> topics{};  ///< It gets what is sent to these.
  std::string timezone{};             ///< For example `Europe/Berlin`; empty: not told. Since v5.3.0.
  std::string locale{};               ///< For example `de-DE`; empty: not told. Since v5.3.0.
  std::string webpush_keys{};         ///< Of a web push subscription; empty unless asked for. Since v6.8.2.
};

/// The device's ID.
struct DeviceRegisterResult {
  std::string id{};  ///< Of the device, new or as given.
};
/// Registers a device, or updates it if its id is given.
struct DeviceRegisterRequest {
  using Result = DeviceRegisterResult;
  static constexpr std::string_view kMethod = "device_register";

  std::string id{};                   ///< Empty: a new device.
  std::string provider{};             ///< Required.
  std::string token{};                ///< Required.
  std::string platform{};             ///< `ios`, `android`, `web` or empty.
  std::string user{};                 ///< Empty: it belongs to none.
  Tags meta{};                        ///< Labels of your own.
  std::vector<std::string> topics{};  ///< Topics to subscribe it to at once.
  std::string timezone{};             ///< For example `Europe/Berlin`; empty: not told. Since v5.3.0.
  std::string locale{};               ///< For example `de-DE`; empty: not told. Since v5.3.0.
};

/// A device's new user.
struct DeviceUserUpdate {
  std::string user{};  ///< The new owner; empty: none.
};
/// A device's new meta.
struct DeviceMetaUpdate {
  Tags meta{};  ///< Replaces the labels.
};
/// A change of topics.
struct DeviceTopicsUpdate {
  std::string op{};                   ///< `add`, `remove`, `set`.
  std::vector<std::string> topics{};  ///< What `op` is about.
};
/// A device's new time zone.
struct DeviceTimezoneUpdate {
  std::string timezone{};  ///< For example `Europe/Berlin`.
};
/// A device's new locale.
struct DeviceLocaleUpdate {
  std::string locale{};  ///< For example `de-DE`.
};
/// Nothing but success.
struct DeviceUpdateResult {};
/// Changes devices, by their ids or their users.
struct DeviceUpdateRequest {
  using Result = DeviceUpdateResult;
  static constexpr std::string_view kMethod = "device_update";

  std::vector<std::string> ids{};                         ///< Devices by ID; this or users.
  std::vector<std::string> users{};                       ///< All devices of these users.
  std::optional<DeviceUserUpdate> user_update{};          ///< Unset: the user stays.
  std::optional<DeviceMetaUpdate> meta_update{};          ///< Unset: the labels stay.
  std::optional<DeviceTopicsUpdate> topics_update{};      ///< Unset: the topics stay.
  std::optional<DeviceTimezoneUpdate> timezone_update{};  ///< Unset: the time zone stays. Since v5.3.0.
  std::optional<DeviceLocaleUpdate> locale_update{};      ///< Unset: the locale stays. Since v5.3.0.
};

/// Nothing but success.
struct DeviceRemoveResult {};
/// Removes devices, by their ids or their users.
struct DeviceRemoveRequest {
  using Result = DeviceRemoveResult;
  static constexpr std::string_view kMethod = "device_remove";

  std::vector<std::string> ids{};    ///< Devices by ID; this or users.
  std::vector<std::string> users{};  ///< All devices of these users.
};

/// Which devices; what is empty does not narrow.
struct DeviceFilter {
  std::vector<std::string> ids{};        ///< Any of these IDs; empty: not asked.
  std::vector<std::string> users{};      ///< Any of these users; empty: not asked.
  std::vector<std::string> topics{};     ///< Subscribed to any of these; empty: not asked.
  std::vector<std::string> providers{};  ///< Any of `fcm`, `hms`, `apns`, `webpush`; empty: not asked.
  std::vector<std::string> platforms{};  ///< Any of `ios`, `android`, `web`; empty: not asked.
};
/// A page of devices.
struct DeviceListResult {
  std::vector<Device> items{};   ///< One page of them.
  std::string next_cursor{};     ///< Empty at the end.
  std::int64_t total_count = 0;  ///< If asked for.
};
/// Lists devices.
struct DeviceListRequest {
  using Result = DeviceListResult;
  static constexpr std::string_view kMethod = "device_list";

  DeviceFilter filter{};              ///< Unset: all devices.
  bool include_total_count = false;   ///< Fill in total_count, which costs a query.
  bool include_meta = false;          ///< Fill in each device's meta.
  bool include_topics = false;        ///< Fill in each device's topics.
  bool include_webpush_keys = false;  ///< Fill in each device's webpush_keys. Since v6.8.2.
  std::string cursor{};               ///< From the page before; empty: from the start.
  std::int32_t limit = 0;             ///< 0: the server's default.
};

}  // namespace cent
