#pragma once
#include <cent/api/common.hpp>
#include <string_view>

namespace cent {

// In all four requests, `client` and `session` restrict the connections of `user`. Without a user they have
// no effect. An empty user means all anonymous connections; cent rejects it unless `anonymous_users` is set.
// Servers answer success whether or not a connection matched.

/// Options of a server-side subscription. Each set member overrides the channel's own setting. v3 knows
/// `recover` and `position`, v4 and later the `force_` members; a server silently ignores the other spelling.
///
/// On a map channel leave force_recovery and force_positioning unset: the next map_publish closes the
/// connection with code 3010 "insufficient state" (seen on v6.9.1).
struct SubscribeOptionOverride {
  std::optional<bool> presence{};           ///< Take part in presence.
  std::optional<bool> join_leave{};         ///< Send join and leave messages.
  std::optional<bool> force_recovery{};     ///< Recover missed publications after a reconnect. Since v4.0.
  std::optional<bool> force_positioning{};  ///< Detect gaps in the stream of publications. Since v4.0.
  std::optional<bool> force_push_join_leave{};  ///< Send join and leave messages to this client. Since v4.0.
  std::optional<bool> recover{};                ///< The name of force_recovery on v3.
  std::optional<bool> position{};               ///< The name of force_positioning on v3.
};

/// Empty, since the server reports only success.
struct SubscribeResult {};

/// Subscribes a user's connections to a channel. Success does not mean that there was a connection. Since
/// v3.0.
///
/// Nor does success mean that a connection accepted the subscription (seen on v5.4.9 and v6.9.1): the 129th
/// channel of a connection closes it with code 3505 "channel limit". If a connection is subscribed again with
/// presence off, its old entry stays in presence for 60 s.
struct SubscribeRequest {
  using Result = SubscribeResult;
  static constexpr std::string_view kMethod = "subscribe";

  std::string user{};     ///< Required. Empty: see anonymous_users.
  std::string channel{};  ///< Required.
  /// When the subscription expires, in Unix seconds. 0: never. Expiry closes the whole connection with code
  /// 3006, by default 25 to 55 s late. A past time is error 100 and silently removes the connection's
  /// existing subscription (seen on v3.2.3, v5.4.9 and v6.9.1), so the clocks must agree.
  std::int64_t expire_at = 0;
  Json info{};  ///< Shown in presence as chan_info.
  /// Binary `info` as base64. Works since v6.9.0. If the text is not JSON, `presence` of the channel answers
  /// HTTP 500.
  std::string b64info{};
  std::string client{};  ///< Only this connection of the user.
  Json data{};           ///< Sent to the client with the subscription.
  /// Binary `data` as base64. Works since v6.9.0. If a client uses the JSON protocol and the text is not
  /// JSON, the answer is error 100, although the client is then subscribed (seen on v6.9.1).
  std::string b64data{};
  /// Sent to the client as its last position. Open-source servers replay nothing (seen on v3.2.3, v5.4.9 and
  /// v6.9.1): the client must read missed publications with `history`.
  std::optional<StreamPosition> recover_since{};
  std::optional<SubscribeOptionOverride> override{};  ///< Unset: the channel's settings.
  std::string session{};                              ///< Only this session of the user. Since v3.2.0.
  std::optional<FilterNode> label_filter{};  ///< Only connections with such labels. PRO, since v6.8.2.
  bool all_users = false;                    ///< An empty user means all users. PRO, since v6.8.2.
  bool anonymous_users = false;  ///< Allows an empty user, which means all anonymous connections. Not sent.
};

/// Empty, since the server reports only success.
struct UnsubscribeResult {};

/// Unsubscribes a user's connections from a channel. Success does not mean that there was a connection.
struct UnsubscribeRequest {
  using Result = UnsubscribeResult;
  static constexpr std::string_view kMethod = "unsubscribe";

  std::string user{};     ///< Required. Empty: see anonymous_users.
  std::string channel{};  ///< Required. Servers would ignore a request without it and answer success.
  std::string client{};   ///< Only this connection of the user. Since v3.0.
  std::string session{};  ///< Only this session of the user. Since v3.2.0.
  std::optional<FilterNode> label_filter{};  ///< Only connections with such labels. PRO, since v6.8.2.
  bool all_users = false;                    ///< An empty user means all users. PRO, since v6.8.2.
  bool anonymous_users = false;  ///< Allows an empty user, which means all anonymous connections. Not sent.
};

/// How a connection is closed. Since v3.0.
struct Disconnect {
  /// 3001 to 4999. Use 4000 to 4999 for your own codes. Clients reconnect after 3000–3499 and 4000–4499 (v4
  /// and later). Servers do not send code 3000: the client only sees its connection end (seen on v3.2.3,
  /// v5.4.9 and v6.9.1).
  std::uint32_t code = 0;
  std::string reason{};    ///< Sent to the client. At most 123 bytes.
  bool reconnect = false;  ///< v3 only. On later servers the code decides.
};

/// Empty, since the server reports only success.
struct DisconnectResult {};

/// Closes a user's connections. Success does not mean that there was a connection. Servers answer before they
/// close them, so later commands of the same batch still reach and count the connections.
struct DisconnectRequest {
  using Result = DisconnectResult;
  static constexpr std::string_view kMethod = "disconnect";

  std::string user{};                        ///< Required. Empty: see anonymous_users.
  std::optional<Disconnect> disconnect{};    ///< Unset: "force disconnect", without reconnecting. Since v3.0.
  std::string client{};                      ///< Only this connection of the user. Since v3.0.
  std::vector<std::string> whitelist{};      ///< Client IDs that stay connected. Since v3.0.
  std::string session{};                     ///< Only this session of the user. Since v3.2.0.
  std::optional<FilterNode> label_filter{};  ///< Only connections with such labels. PRO, since v6.8.2.
  bool all_users = false;                    ///< An empty user means all users. PRO, since v6.8.2.
  bool anonymous_users = false;  ///< Allows an empty user, which means all anonymous connections. Not sent.
};

/// Empty, since the server reports only success.
struct RefreshResult {};

/// Changes the time at which a user's connections expire. Success does not mean that there was a connection.
/// Since v3.0.
struct RefreshRequest {
  using Result = RefreshResult;
  static constexpr std::string_view kMethod = "refresh";

  std::string user{};          ///< Required. Empty: see anonymous_users.
  std::string client{};        ///< Only this connection of the user.
  bool expired = false;        ///< Close them as expired. Happens after the answer, as with disconnect.
  std::int64_t expire_at = 0;  ///< Unix seconds. 0: never. They are closed up to 25 s later.
  Json info{};                 ///< New connection info.
  std::string session{};       ///< Only this session of the user. Since v3.2.0.
  std::optional<FilterNode> label_filter{};  ///< Only connections with such labels. PRO, since v6.8.2.
  bool all_users = false;                    ///< An empty user means all users. PRO, since v6.8.2.
  bool anonymous_users = false;  ///< Allows an empty user, which means all anonymous connections. Not sent.
};

}  // namespace cent
