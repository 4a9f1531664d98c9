#pragma once
#include <cent/api/devices.hpp>

namespace cent {

// Topics of push notifications: Centrifugo PRO, in the form of v5.0 and later.

/// Selects topics of devices. An empty member does not restrict.
struct DeviceTopicFilter {
  std::vector<std::string> device_ids{};        ///< Any of these.
  std::vector<std::string> device_providers{};  ///< Any of these.
  std::vector<std::string> device_platforms{};  ///< Any of these.
  std::vector<std::string> device_users{};      ///< Any of these.
  std::vector<std::string> topics{};            ///< Any of these.
  std::string topic_prefix{};                   ///< Topics with this prefix.
};
/// One topic of one device.
struct DeviceTopic {
  std::string id{};                ///< ID of this subscription.
  std::string topic{};             ///< The topic that the device is subscribed to.
  std::optional<Device> device{};  ///< Set only if requested.
};
/// A page of device topics.
struct DeviceTopicListResult {
  std::vector<DeviceTopic> items{};  ///< The items of this page.
  std::string next_cursor{};         ///< For the next page. Empty on the last one.
  std::int64_t total_count = 0;      ///< Set only if requested.
};
/// Lists the topics of devices.
struct DeviceTopicListRequest {
  using Result = DeviceTopicListResult;
  static constexpr std::string_view kMethod = "device_topic_list";

  DeviceTopicFilter filter{};        ///< Unset: all topics.
  bool include_total_count = false;  ///< Return total_count, which costs a query.
  bool include_device = false;       ///< Return each item's device.
  std::string cursor{};              ///< next_cursor of the page before. Empty: the first page.
  std::int32_t limit = 0;            ///< 0: the server's default.
};

/// Empty, since the server reports only success.
struct DeviceTopicUpdateResult {};
/// Changes the topics of a device.
struct DeviceTopicUpdateRequest {
  using Result = DeviceTopicUpdateResult;
  static constexpr std::string_view kMethod = "device_topic_update";

  std::string device_id{};            ///< Required.
  std::string op{};                   ///< Required: `add`, `remove`, `set`.
  std::vector<std::string> topics{};  ///< The topics to add, remove or set.
  std::string user{};  ///< If set, the device must belong to this user, else error 113. Since v6.8.2.
};

/// Selects topics of users. An empty member does not restrict.
struct UserTopicFilter {
  std::vector<std::string> users{};   ///< Any of these.
  std::vector<std::string> topics{};  ///< Any of these.
  std::string topic_prefix{};         ///< Topics with this prefix.
};
/// One topic of one user.
struct UserTopic {
  std::string id{};     ///< ID of this subscription.
  std::string user{};   ///< The user of the devices.
  std::string topic{};  ///< The topic that they are subscribed to.
};
/// A page of user topics.
struct UserTopicListResult {
  std::vector<UserTopic> items{};  ///< The items of this page.
  std::string next_cursor{};       ///< For the next page. Empty on the last one.
  std::int64_t total_count = 0;    ///< Set only if requested.
};
/// Lists the topics of users.
struct UserTopicListRequest {
  using Result = UserTopicListResult;
  static constexpr std::string_view kMethod = "user_topic_list";

  UserTopicFilter filter{};          ///< Unset: all topics.
  bool include_total_count = false;  ///< Return total_count, which costs a query.
  std::string cursor{};              ///< next_cursor of the page before. Empty: the first page.
  std::int32_t limit = 0;            ///< 0: the server's default.
};

/// Empty, since the server reports only success.
struct UserTopicUpdateResult {};
/// Changes the topics of a user.
struct UserTopicUpdateRequest {
  using Result = UserTopicUpdateResult;
  static constexpr std::string_view kMethod = "user_topic_update";

  std::string user{};                 ///< Required.
  std::string op{};                   ///< Required: `add`, `remove`, `set`.
  std::vector<std::string> topics{};  ///< The topics to add, remove or set.
};

}  // namespace cent
