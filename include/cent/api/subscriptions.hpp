#pragma once
#include <cent/api/common.hpp>
#include <string_view>

namespace cent {

// In all four requests here `client` and `session` only narrow within `user`: given alone they do nothing. An
// empty user stands for the anonymous users, all of them, and is refused unless `anonymous_users` says that
// they are meant. Success does not tell that anybody matched.

/// Options of a server-side subscription. Each set member overrides the channel's own setting. v3 has
/// `recover` and `position`; v4 and later the `force_` ones. A server ignores the other spelling in silence.
struct SubscribeOptionOverride {
  std::optional<bool> presence{};           ///< Take part in presence.
  std::optional<bool> join_leave{};         ///< Send join and leave messages.
  std::optional<bool> force_recovery{};     ///< Recover missed publications after reconnecting. Since v4.0.
  std::optional<bool> force_positioning{};  ///< Notice gaps in the stream of publications. Since v4.0.
  std::optional<bool> force_push_join_leave{};  ///< Send join and leave messages to this client. Since v4.0.
  std::optional<bool> recover{};                ///< What became force_recovery. v3 only.
  std::optional<bool> position{};               ///< What became force_positioning. v3 only.
};

/// Nothing but success.
struct SubscribeResult {};

/// Subscribes a user's connections to a channel; success does not tell that there were any. Since v3.0.
struct SubscribeRequest {
  using Result = SubscribeResult;
  static constexpr std::string_view kMethod = "subscribe";

  std::string user{};                                 ///< Required; empty: see anonymous_users.
  std::string channel{};                              ///< Required.
  std::int64_t expire_at = 0;                         ///< Unix seconds; 0: never.
  Json info{};                                        ///< Shown in presence as chan_info.
  std::string b64info{};                              ///< The same as base64. Works since v6.9.0.
  std::string client{};                               ///< Only this connection of the user.
  Json data{};                                        ///< Handed to the client with the subscription.
  std::string b64data{};                              ///< The same as base64. Works since v6.9.0.
  std::optional<StreamPosition> recover_since{};      ///< Replay publications after this.
  std::optional<SubscribeOptionOverride> override{};  ///< Unset: the channel's own settings.
  std::string session{};                              ///< Only this session of the user. Since v3.2.0.
  std::optional<FilterNode> label_filter{};  ///< Only connections whose labels meet it. PRO, since v6.8.2.
  bool all_users = false;                    ///< PRO, since v6.8.2: an empty user means everybody.
  bool anonymous_users = false;              ///< Not sent: lets an empty user mean all anonymous ones.
};

/// Nothing but success.
struct UnsubscribeResult {};

/// Takes a channel from a user's connections; success does not tell that there were any.
struct UnsubscribeRequest {
  using Result = UnsubscribeResult;
  static constexpr std::string_view kMethod = "unsubscribe";

  std::string user{};     ///< Required; empty: see anonymous_users.
  std::string channel{};  ///< Required: without one, servers answer success and do nothing.
  std::string client{};   ///< Only this connection of the user. Since v3.0.
  std::string session{};  ///< Only this session of the user. Since v3.2.0.
  std::optional<FilterNode> label_filter{};  ///< Only connections whose labels meet it. PRO, since v6.8.2.
  bool all_users = false;                    ///< PRO, since v6.8.2: an empty user means everybody.
  bool anonymous_users = false;              ///< Not sent: lets an empty user mean all anonymous ones.
};

/// How a connection is closed. Since v3.0.
struct Disconnect {
  /// 3000 to 4999; your own: 4000 to 4999. Of 3000–3499 and 4000–4499 the client reconnects (v4 and later).
  std::uint32_t code = 0;
  std::string reason{};    ///< At most 123 bytes.
  bool reconnect = false;  ///< v3 only; later the code decides.
};

/// Nothing but success.
struct DisconnectResult {};

/// Closes a user's connections; success does not tell that there were any.
struct DisconnectRequest {
  using Result = DisconnectResult;
  static constexpr std::string_view kMethod = "disconnect";

  std::string user{};                        ///< Required; empty: see anonymous_users.
  std::optional<Disconnect> disconnect{};    ///< Unset: "force disconnect", without reconnecting. Since v3.0.
  std::string client{};                      ///< Only this connection of the user. Since v3.0.
  std::vector<std::string> whitelist{};      ///< Client IDs that stay connected. Since v3.0.
  std::string session{};                     ///< Only this session of the user. Since v3.2.0.
  std::optional<FilterNode> label_filter{};  ///< Only connections whose labels meet it. PRO, since v6.8.2.
  bool all_users = false;                    ///< PRO, since v6.8.2: an empty user means everybody.
  bool anonymous_users = false;              ///< Not sent: lets an empty user mean all anonymous ones.
};

/// Nothing but success.
struct RefreshResult {};

/// Changes when a user's connections expire; success does not tell that there were any. Since v3.0.
struct RefreshRequest {
  using Result = RefreshResult;
  static constexpr std::string_view kMethod = "refresh";

  std::string user{};                        ///< Required; empty: see anonymous_users.
  std::string client{};                      ///< Only this connection of the user.
  bool expired = false;                      ///< Disconnect at once, as expired.
  std::int64_t expire_at = 0;                ///< Unix seconds; 0: they no longer expire.
  Json info{};                               ///< New connection info.
  std::string session{};                     ///< Only this session of the user. Since v3.2.0.
  std::optional<FilterNode> label_filter{};  ///< Only connections whose labels meet it. PRO, since v6.8.2.
  bool all_users = false;                    ///< PRO, since v6.8.2: an empty user means everybody.
  bool anonymous_users = false;              ///< Not sent: lets an empty user mean all anonymous ones.
};

}  // namespace cent
