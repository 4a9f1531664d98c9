#pragma once
#include <cent/api/common.hpp>
#include <string_view>

namespace cent {

// Centrifugo PRO, in the shape they have since v5.0. Open-source servers answer error 104.

/// A device that can get push notifications.
struct Device {
  std::string id{};
  std::string platform{};  ///< `ios`, `android`, `web`.
  std::string provider{};  ///< `fcm`, `hms`, `apns`, `webpush`.
  std::string token{};     ///< The provider's.
  std::string user{};
  std::int64_t created_at = 0;  ///< Unix seconds.
  std::int64_t updated_at = 0;  ///< Unix seconds.
  Tags meta{};
  std::vector<std::string> topics{};
  std::string timezone{};      ///< Since v5.3.0.
  std::string locale{};        ///< Since v5.3.0.
  std::string webpush_keys{};  ///< Since v6.8.2.
};

/// The device's ID.
struct DeviceRegisterResult {
  std::string id{};
};
/// Registers a device, or updates it if its id is given.
struct DeviceRegisterRequest {
  using Result = DeviceRegisterResult;
  static constexpr std::string_view kMethod = "device_register";

  std::string id{};        ///< Empty: a new device.
  std::string provider{};  ///< Required.
  std::string token{};     ///< Required.
  std::string platform{};
  std::string user{};
  Tags meta{};
  std::vector<std::string> topics{};
  std::string timezone{};  ///< Since v5.3.0.
  std::string locale{};    ///< Since v5.3.0.
};

/// A device's new user.
struct DeviceUserUpdate {
  std::string user{};
};
/// A device's new meta.
struct DeviceMetaUpdate {
  Tags meta{};
};
/// A change of topics.
struct DeviceTopicsUpdate {
  std::string op{};  ///< `add`, `remove`, `set`.
  std::vector<std::string> topics{};
};
/// A device's new time zone.
struct DeviceTimezoneUpdate {
  std::string timezone{};
};
/// A device's new locale.
struct DeviceLocaleUpdate {
  std::string locale{};
};
/// Nothing but success.
struct DeviceUpdateResult {};
/// Changes devices, by their ids or their users.
struct DeviceUpdateRequest {
  using Result = DeviceUpdateResult;
  static constexpr std::string_view kMethod = "device_update";

  std::vector<std::string> ids{};
  std::vector<std::string> users{};
  std::optional<DeviceUserUpdate> user_update{};
  std::optional<DeviceMetaUpdate> meta_update{};
  std::optional<DeviceTopicsUpdate> topics_update{};
  std::optional<DeviceTimezoneUpdate> timezone_update{};  ///< Since v5.3.0.
  std::optional<DeviceLocaleUpdate> locale_update{};      ///< Since v5.3.0.
};

/// Nothing but success.
struct DeviceRemoveResult {};
/// Removes devices, by their ids or their users.
struct DeviceRemoveRequest {
  using Result = DeviceRemoveResult;
  static constexpr std::string_view kMethod = "device_remove";

  std::vector<std::string> ids{};
  std::vector<std::string> users{};
};

/// Which devices; what is empty does not narrow.
struct DeviceFilter {
  std::vector<std::string> ids{};
  std::vector<std::string> users{};
  std::vector<std::string> topics{};
  std::vector<std::string> providers{};
  std::vector<std::string> platforms{};
};
/// A page of devices.
struct DeviceListResult {
  std::vector<Device> items{};
  std::string next_cursor{};     ///< Empty at the end.
  std::int64_t total_count = 0;  ///< If asked for.
};
/// Lists devices.
struct DeviceListRequest {
  using Result = DeviceListResult;
  static constexpr std::string_view kMethod = "device_list";

  DeviceFilter filter{};
  bool include_total_count = false;
  bool include_meta = false;
  bool include_topics = false;
  bool include_webpush_keys = false;  ///< Since v6.8.2.
  std::string cursor{};               ///< From the page before; empty: from the start.
  std::int32_t limit = 0;             ///< 0: the server's default.
};

}  // namespace cent
