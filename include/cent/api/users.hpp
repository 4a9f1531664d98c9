#pragma once
#include <cent/api/common.hpp>
#include <string_view>

namespace cent {

// Centrifugo PRO. Open-source servers answer error 104.

/// Where a connection's subscription to a channel comes from.
struct ChannelContext {
  std::uint32_t source = 0;  ///< Why it is subscribed, as a number of the server's.
};
/// The token a connection was made with.
struct ConnectionTokenInfo {
  std::string uid{};           ///< The token's `jti`.
  std::int64_t issued_at = 0;  ///< Unix seconds.
};
/// The token a subscription was made with.
struct SubscriptionTokenInfo {
  std::string uid{};           ///< The token's `jti`.
  std::int64_t issued_at = 0;  ///< Unix seconds.
};
/// What a node knows about a connection.
struct ConnectionState {
  std::map<std::string, ChannelContext> channels{};                    ///< By channel.
  std::optional<ConnectionTokenInfo> connection_token{};               ///< Unset: connected without one.
  std::map<std::string, SubscriptionTokenInfo> subscription_tokens{};  ///< By channel.
  Json meta{};                                                         ///< The connection's `meta`.
};
/// One connection.
struct ConnectionInfo {
  std::string app_name{};                  ///< As the client told; may be empty.
  std::string app_version{};               ///< As the client told; may be empty.
  std::string transport{};                 ///< For example `websocket`.
  std::string protocol{};                  ///< `json` or `protobuf`.
  std::string user{};                      ///< Empty for an anonymous user.
  std::optional<ConnectionState> state{};  ///< Unset if the server tells none.
  std::int64_t connected_at_ms = 0;        ///< Unix milliseconds. Since v6.3.0.
  std::int64_t ping_pong_latency_ms = 0;   ///< −1: unknown. Since v6.3.0.
  Tags labels{};                           ///< The connection's labels; empty if it has none. Since v6.8.2.
};
/// Connections by client ID.
struct ConnectionsResult {
  std::map<std::string, ConnectionInfo> connections{};  ///< By client ID.
};
/// Lists connections. Since v4.0.
struct ConnectionsRequest {
  using Result = ConnectionsResult;
  static constexpr std::string_view kMethod = "connections";

  std::string user{};        ///< Of this user; empty: of all.
  std::string expression{};  ///< CEL expression that must hold.
  std::optional<FilterNode>
      label_filter{};  ///< Only connections whose labels meet it; unset: all. Since v6.8.2.
};

/// Nothing but success.
struct UpdateUserStatusResult {};
/// Notes that users are active. Since v3.0.
struct UpdateUserStatusRequest {
  using Result = UpdateUserStatusResult;
  static constexpr std::string_view kMethod = "update_user_status";

  std::vector<std::string> users{};  ///< Required.
  std::string state{};               ///< Your own word for what they do. Since v5.1.1.
};

/// A user's status.
struct UserStatus {
  std::string user{};       ///< Whose status it is.
  std::int64_t active = 0;  ///< Unix seconds when last active; 0: never.
  std::int64_t online = 0;  ///< Unix seconds when last online; 0: never.
  std::string state{};      ///< The word that update_user_status gave. Since v5.1.1.
};
/// One status a user.
struct GetUserStatusResult {
  std::vector<UserStatus> statuses{};  ///< One for each user that has one.
};
/// Asks for users' status. Since v3.0.
struct GetUserStatusRequest {
  using Result = GetUserStatusResult;
  static constexpr std::string_view kMethod = "get_user_status";

  std::vector<std::string> users{};  ///< Required.
};

/// Nothing but success.
struct DeleteUserStatusResult {};
/// Forgets users' status. Since v3.0.
struct DeleteUserStatusRequest {
  using Result = DeleteUserStatusResult;
  static constexpr std::string_view kMethod = "delete_user_status";

  std::vector<std::string> users{};  ///< Required.
};

/// Nothing but success.
struct BlockUserResult {};
/// Keeps a user from connecting. Since v3.1.
struct BlockUserRequest {
  using Result = BlockUserResult;
  static constexpr std::string_view kMethod = "block_user";

  std::string user{};          ///< Required.
  std::int64_t expire_at = 0;  ///< Unix seconds; 0: for good.
};

/// Nothing but success.
struct UnblockUserResult {};
/// Lets a user connect again. Since v3.1.
struct UnblockUserRequest {
  using Result = UnblockUserResult;
  static constexpr std::string_view kMethod = "unblock_user";

  std::string user{};  ///< Required.
};

/// Nothing but success.
struct RevokeTokenResult {};
/// Makes one token invalid. Since v3.1.
struct RevokeTokenRequest {
  using Result = RevokeTokenResult;
  static constexpr std::string_view kMethod = "revoke_token";

  std::string uid{};           ///< Required: the token's `jti`.
  std::int64_t expire_at = 0;  ///< Unix seconds until which it is remembered; 0: for good.
};

/// Nothing but success.
struct InvalidateUserTokensResult {};
/// Makes a user's older tokens invalid. Since v3.1.
struct InvalidateUserTokensRequest {
  using Result = InvalidateUserTokensResult;
  static constexpr std::string_view kMethod = "invalidate_user_tokens";

  std::string user{};              ///< Required.
  std::int64_t expire_at = 0;      ///< Unix seconds until which it is remembered; 0: for good.
  std::int64_t issued_before = 0;  ///< Unix seconds: tokens issued before; 0: now.
  std::string channel{};           ///< Subscription tokens of this channel only. Since v3.2.1.
};

}  // namespace cent
