#pragma once
#include <cent/api/devices.hpp>

namespace cent {

// Topics of push notifications: Centrifugo PRO, in the shape they have since v5.0.

/// Which device topics; what is empty does not narrow.
struct DeviceTopicFilter {
  std::vector<std::string> device_ids{};
  std::vector<std::string> device_providers{};
  std::vector<std::string> device_platforms{};
  std::vector<std::string> device_users{};
  std::vector<std::string> topics{};
  std::string topic_prefix{};
};
/// One topic of one device.
struct DeviceTopic {
  std::string id{};
  std::string topic{};
  std::optional<Device> device{};  ///< If asked for.
};
/// A page of device topics.
struct DeviceTopicListResult {
  std::vector<DeviceTopic> items{};
  std::string next_cursor{};     ///< Empty at the end.
  std::int64_t total_count = 0;  ///< If asked for.
};
/// Lists the topics of devices.
struct DeviceTopicListRequest {
  using Result = DeviceTopicListResult;
  static constexpr std::string_view kMethod = "device_topic_list";

  DeviceTopicFilter filter{};
  bool include_total_count = false;
  bool include_device = false;
  std::string cursor{};    ///< From the page before; empty: from the start.
  std::int32_t limit = 0;  ///< 0: the server's default.
};

/// Nothing but success.
struct DeviceTopicUpdateResult {};
/// Changes the topics of a device.
struct DeviceTopicUpdateRequest {
  using Result = DeviceTopicUpdateResult;
  static constexpr std::string_view kMethod = "device_topic_update";

  std::string device_id{};  ///< Required.
  std::string op{};         ///< Required: `add`, `remove`, `set`.
  std::vector<std::string> topics{};
  std::string user{};  ///< The device must be this user's, else error 113. Since v6.8.2.
};

/// Which user topics; what is empty does not narrow.
struct UserTopicFilter {
  std::vector<std::string> users{};
  std::vector<std::string> topics{};
  std::string topic_prefix{};
};
/// One topic of one user.
struct UserTopic {
  std::string id{};
  std::string user{};
  std::string topic{};
};
/// A page of user topics.
struct UserTopicListResult {
  std::vector<UserTopic> items{};
  std::string next_cursor{};     ///< Empty at the end.
  std::int64_t total_count = 0;  ///< If asked for.
};
/// Lists the topics of users.
struct UserTopicListRequest {
  using Result = UserTopicListResult;
  static constexpr std::string_view kMethod = "user_topic_list";

  UserTopicFilter filter{};
  bool include_total_count = false;
  std::string cursor{};    ///< From the page before; empty: from the start.
  std::int32_t limit = 0;  ///< 0: the server's default.
};

/// Nothing but success.
struct UserTopicUpdateResult {};
/// Changes the topics of a user.
struct UserTopicUpdateRequest {
  using Result = UserTopicUpdateResult;
  static constexpr std::string_view kMethod = "user_topic_update";

  std::string user{};  ///< Required.
  std::string op{};    ///< Required: `add`, `remove`, `set`.
  std::vector<std::string> topics{};
};

}  // namespace cent
