#pragma once
#include <cent/api/common.hpp>
#include <string_view>

namespace cent {

// In all four requests, `client` and `session` narrow the connections of `user`; without a user they do
// nothing. An empty user means all anonymous connections; cent rejects it unless `anonymous_users` is set.
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

/// Empty: the server reports success only.
struct SubscribeResult {};

/// Subscribes a user's connections to a channel. Success does not mean that there was a connection. Since
/// v3.0.
///
/// Success does not mean either that a connection took the subscription (seen on v5.4.9 and v6.9.1): the
/// 129th channel of a connection closes it with code 3505 "channel limit". Subscribing again with presence
/// off leaves the old entry in presence for 60 s.
struct SubscribeRequest {
  using Result = SubscribeResult;
  static constexpr std::string_view kMethod = "subscribe";

  std::string user{};     ///< Required; empty: see anonymous_users.
  std::string channel{};  ///< Required.
  /// When the subscription expires, in Unix seconds; 0: never. Its end closes the whole connection with code
  /// 3006, by default 25 to 55 s late. A past time is error 100 and silently removes a subscription that the
  /// connection had (seen on v3.2.3, v5.4.9 and v6.9.1): mind the clocks.
  std::int64_t expire_at = 0;
  Json info{};  ///< Shown in presence as chan_info.
  /// Binary `info` as base64. Works since v6.9.0. Text that is not JSON makes `presence` of the channel
  /// answer HTTP 500.
  std::string b64info{};
  std::string client{};  ///< Only this connection of the user.
  Json data{};           ///< Handed to the client with the subscription.
  /// Binary `data` as base64. Works since v6.9.0. For a client of the JSON protocol, text that is not JSON is
  /// error 100, although the client is then subscribed (seen on v6.9.1).
  std::string b64data{};
  /// The position that the client is given as its last one. Open-source servers replay nothing (seen on
  /// v3.2.3, v5.4.9 and v6.9.1): the client must read what it missed by `history`.
  std::optional<StreamPosition> recover_since{};
  std::optional<SubscribeOptionOverride> override{};  ///< Unset: the channel's own settings.
  std::string session{};                              ///< Only this session of the user. Since v3.2.0.
  std::optional<FilterNode> label_filter{};  ///< Only connections with such labels. PRO, since v6.8.2.
  bool all_users = false;                    ///< An empty user means all users. PRO, since v6.8.2.
  bool anonymous_users = false;              ///< Allows an empty user: all anonymous connections. Not sent.
};

/// Empty: the server reports success only.
struct UnsubscribeResult {};

/// Unsubscribes a user's connections from a channel. Success does not mean that there was a connection.
struct UnsubscribeRequest {
  using Result = UnsubscribeResult;
  static constexpr std::string_view kMethod = "unsubscribe";

  std::string user{};     ///< Required; empty: see anonymous_users.
  std::string channel{};  ///< Required: without one, servers answer success and do nothing.
  std::string client{};   ///< Only this connection of the user. Since v3.0.
  std::string session{};  ///< Only this session of the user. Since v3.2.0.
  std::optional<FilterNode> label_filter{};  ///< Only connections with such labels. PRO, since v6.8.2.
  bool all_users = false;                    ///< An empty user means all users. PRO, since v6.8.2.
  bool anonymous_users = false;              ///< Allows an empty user: all anonymous connections. Not sent.
};

/// How a connection is closed. Since v3.0.
struct Disconnect {
  /// 3001 to 4999; 4000 to 4999 are yours. Clients reconnect after 3000–3499 and 4000–4499 (v4 and later).
  /// Servers do not send code 3000: the client only sees its connection end (seen on v3.2.3, v5.4.9 and
  /// v6.9.1).
  std::uint32_t code = 0;
  std::string reason{};    ///< Shown to the client; at most 123 bytes.
  bool reconnect = false;  ///< v3 only; on later servers the code decides.
};

/// Empty: the server reports success only.
struct DisconnectResult {};

/// Closes a user's connections. Success does not mean that there was a connection. Servers answer before they
/// act: later commands of the same batch still reach and count the connections.
struct DisconnectRequest {
  using Result = DisconnectResult;
  static constexpr std::string_view kMethod = "disconnect";

  std::string user{};                        ///< Required; empty: see anonymous_users.
  std::optional<Disconnect> disconnect{};    ///< Unset: "force disconnect", without reconnecting. Since v3.0.
  std::string client{};                      ///< Only this connection of the user. Since v3.0.
  std::vector<std::string> whitelist{};      ///< Client IDs that stay connected. Since v3.0.
  std::string session{};                     ///< Only this session of the user. Since v3.2.0.
  std::optional<FilterNode> label_filter{};  ///< Only connections with such labels. PRO, since v6.8.2.
  bool all_users = false;                    ///< An empty user means all users. PRO, since v6.8.2.
  bool anonymous_users = false;              ///< Allows an empty user: all anonymous connections. Not sent.
};

/// Empty: the server reports success only.
struct RefreshResult {};

/// Changes when a user's connections expire. Success does not mean that there was a connection. Since v3.0.
struct RefreshRequest {
  using Result = RefreshResult;
  static constexpr std::string_view kMethod = "refresh";

  std::string user{};                        ///< Required; empty: see anonymous_users.
  std::string client{};                      ///< Only this connection of the user.
  bool expired = false;                      ///< Close them as expired; after the answer, like disconnect.
  std::int64_t expire_at = 0;                ///< Unix seconds; 0: never. They are closed up to 25 s later.
  Json info{};                               ///< New connection info.
  std::string session{};                     ///< Only this session of the user. Since v3.2.0.
  std::optional<FilterNode> label_filter{};  ///< Only connections with such labels. PRO, since v6.8.2.
  bool all_users = false;                    ///< An empty user means all users. PRO, since v6.8.2.
  bool anonymous_users = false;              ///< Allows an empty user: all anonymous connections. Not sent.
};

}  // namespace cent
