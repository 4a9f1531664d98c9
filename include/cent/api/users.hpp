#pragma once
#include <cent/api/common.hpp>
#include <string_view>

namespace cent {

// Centrifugo PRO. Open-source servers answer with error 104.

/// The origin of a connection's subscription to a channel.
struct ChannelContext {
  std::uint32_t source = 0;  ///< Why it is subscribed: a number defined by the server.
};
/// The token of a connection.
struct ConnectionTokenInfo {
  std::string uid{};           ///< The token's `jti`.
  std::int64_t issued_at = 0;  ///< Unix seconds.
};
/// The token of a subscription.
struct SubscriptionTokenInfo {
  std::string uid{};           ///< The token's `jti`.
  std::int64_t issued_at = 0;  ///< Unix seconds.
};
/// State of a connection on its node.
struct ConnectionState {
  std::map<std::string, ChannelContext> channels{};                    ///< By channel.
  std::optional<ConnectionTokenInfo> connection_token{};               ///< Unset: connected without one.
  std::map<std::string, SubscriptionTokenInfo> subscription_tokens{};  ///< By channel.
  Json meta{};                                                         ///< The connection's `meta`.
};
/// One connection.
struct ConnectionInfo {
  std::string app_name{};                  ///< Reported by the client. May be empty.
  std::string app_version{};               ///< Reported by the client. May be empty.
  std::string transport{};                 ///< For example `websocket`.
  std::string protocol{};                  ///< `json` or `protobuf`.
  std::string user{};                      ///< Empty for an anonymous user.
  std::optional<ConnectionState> state{};  ///< Unset if the server reports none.
  std::int64_t connected_at_ms = 0;        ///< Unix milliseconds. Since v6.3.0.
  std::int64_t ping_pong_latency_ms = 0;   ///< −1: unknown. Since v6.3.0.
  Tags labels{};                           ///< The connection's labels. Since v6.8.2.
};
/// Connections by client ID.
struct ConnectionsResult {
  std::map<std::string, ConnectionInfo> connections{};  ///< By client ID.
};
/// Lists connections. Since v4.0.
struct ConnectionsRequest {
  using Result = ConnectionsResult;
  static constexpr std::string_view kMethod = "connections";

  std::string user{};                        ///< Only connections of this user. Empty: of all users.
  std::string expression{};                  ///< Only connections for which this CEL expression is true.
  std::optional<FilterNode> label_filter{};  ///< Only connections with such labels. Unset: all. Since v6.8.2.
};

/// Empty, since the server reports only success.
struct UpdateUserStatusResult {};
/// Marks users as active. Since v3.0.
struct UpdateUserStatusRequest {
  using Result = UpdateUserStatusResult;
  static constexpr std::string_view kMethod = "update_user_status";

  std::vector<std::string> users{};  ///< Required.
  std::string state{};               ///< Any word that describes their activity. Since v5.1.1.
};

/// A user's status.
struct UserStatus {
  std::string user{};       ///< The user's ID.
  std::int64_t active = 0;  ///< Unix seconds of the last activity. 0: never.
  std::int64_t online = 0;  ///< Unix seconds of the last time online. 0: never.
  std::string state{};      ///< The word set by update_user_status. Since v5.1.1.
};
/// The status of users.
struct GetUserStatusResult {
  std::vector<UserStatus> statuses{};  ///< One for each user with a status.
};
/// Returns the status of users. Since v3.0.
struct GetUserStatusRequest {
  using Result = GetUserStatusResult;
  static constexpr std::string_view kMethod = "get_user_status";

  std::vector<std::string> users{};  ///< Required.
};

/// Empty, since the server reports only success.
struct DeleteUserStatusResult {};
/// Deletes the status of users. Since v3.0.
struct DeleteUserStatusRequest {
  using Result = DeleteUserStatusResult;
  static constexpr std::string_view kMethod = "delete_user_status";

  std::vector<std::string> users{};  ///< Required.
};

/// Empty, since the server reports only success.
struct BlockUserResult {};
/// Blocks a user. Since v3.1.
struct BlockUserRequest {
  using Result = BlockUserResult;
  static constexpr std::string_view kMethod = "block_user";

  std::string user{};          ///< Required.
  std::int64_t expire_at = 0;  ///< Unix seconds until which it applies. 0: for ever.
};

/// Empty, since the server reports only success.
struct UnblockUserResult {};
/// Unblocks a user. Since v3.1.
struct UnblockUserRequest {
  using Result = UnblockUserResult;
  static constexpr std::string_view kMethod = "unblock_user";

  std::string user{};  ///< Required.
};

/// Empty, since the server reports only success.
struct RevokeTokenResult {};
/// Revokes one token. Since v3.1.
struct RevokeTokenRequest {
  using Result = RevokeTokenResult;
  static constexpr std::string_view kMethod = "revoke_token";

  std::string uid{};           ///< Required: the token's `jti`.
  std::int64_t expire_at = 0;  ///< Unix seconds until which it applies. 0: for ever.
};

/// Empty, since the server reports only success.
struct InvalidateUserTokensResult {};
/// Revokes a user's older tokens. Since v3.1.
struct InvalidateUserTokensRequest {
  using Result = InvalidateUserTokensResult;
  static constexpr std::string_view kMethod = "invalidate_user_tokens";

  std::string user{};              ///< Required.
  std::int64_t expire_at = 0;      ///< Unix seconds until which it applies. 0: for ever.
  std::int64_t issued_before = 0;  ///< Unix seconds. Only tokens issued before are revoked. 0: now.
  std::string channel{};           ///< Only subscription tokens of this channel. Since v3.2.1.
};

}  // namespace cent
