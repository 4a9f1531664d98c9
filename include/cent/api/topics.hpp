#pragma once
#include <cent/api/devices.hpp>

namespace cent {

// Topics of push notifications: Centrifugo PRO, in the shape they have since v5.0.

/// Which device topics; what is empty does not narrow.
struct DeviceTopicFilter {
  std::vector<std::string> device_ids{};        ///< Any of these; empty: not asked.
  std::vector<std::string> device_providers{};  ///< Any of these; empty: not asked.
  std::vector<std::string> device_platforms{};  ///< Any of these; empty: not asked.
  std::vector<std::string> device_users{};      ///< Any of these; empty: not asked.
  std::vector<std::string> topics{};            ///< Any of these; empty: not asked.
  std::string topic_prefix{};                   ///< Topics that begin so; empty: not asked.
};
/// One topic of one device.
struct DeviceTopic {
  std::string id{};                ///< Of this pair.
  std::string topic{};             ///< What the device is subscribed to.
  std::optional<Device> device{};  ///< If asked for.
};
/// A page of device topics.
struct DeviceTopicListResult {
  std::vector<DeviceTopic> items{};  ///< One page of them.
  std::string next_cursor{};         ///< Empty at the end.
  std::int64_t total_count = 0;      ///< If asked for.
};
/// Lists the topics of devices.
struct DeviceTopicListRequest {
  using Result = DeviceTopicListResult;
  static constexpr std::string_view kMethod = "device_topic_list";

  DeviceTopicFilter filter{};        ///< Unset: all.
  bool include_total_count = false;  ///< Fill in total_count, which costs a query.
  bool include_device = false;       ///< Fill in each item's device.
  std::string cursor{};              ///< From the page before; empty: from the start.
  std::int32_t limit = 0;            ///< 0: the server's default.
};

/// Nothing but success.
struct DeviceTopicUpdateResult {};
/// Changes the topics of a device.
struct DeviceTopicUpdateRequest {
  using Result = DeviceTopicUpdateResult;
  static constexpr std::string_view kMethod = "device_topic_update";

  std::string device_id{};            ///< Required.
  std::string op{};                   ///< Required: `add`, `remove`, `set`.
  std::vector<std::string> topics{};  ///< What `op` is about.
  std::string user{};                 ///< The device must be this user's, else error 113. Since v6.8.2.
};

/// Which user topics; what is empty does not narrow.
struct UserTopicFilter {
  std::vector<std::string> users{};   ///< Any of these; empty: not asked.
  std::vector<std::string> topics{};  ///< Any of these; empty: not asked.
  std::string topic_prefix{};         ///< Topics that begin so; empty: not asked.
};
/// One topic of one user.
struct UserTopic {
  std::string id{};     ///< Of this pair.
  std::string user{};   ///< Whose devices are meant.
  std::string topic{};  ///< What they are subscribed to.
};
/// A page of user topics.
struct UserTopicListResult {
  std::vector<UserTopic> items{};  ///< One page of them.
  std::string next_cursor{};       ///< Empty at the end.
  std::int64_t total_count = 0;    ///< If asked for.
};
/// Lists the topics of users.
struct UserTopicListRequest {
  using Result = UserTopicListResult;
  static constexpr std::string_view kMethod = "user_topic_list";

  UserTopicFilter filter{};          ///< Unset: all.
  bool include_total_count = false;  ///< Fill in total_count, which costs a query.
  std::string cursor{};              ///< From the page before; empty: from the start.
  std::int32_t limit = 0;            ///< 0: the server's default.
};

/// Nothing but success.
struct UserTopicUpdateResult {};
/// Changes the topics of a user.
struct UserTopicUpdateRequest {
  using Result = UserTopicUpdateResult;
  static constexpr std::string_view kMethod = "user_topic_update";

  std::string user{};                 ///< Required.
  std::string op{};                   ///< Required: `add`, `remove`, `set`.
  std::vector<std::string> topics{};  ///< What `op` is about.
};

}  // namespace cent
