#pragma once

// The list of all methods of the server API. A new method is one more row of its family.
//
//   M(wire name, type, since, number)
//
// The request is TypeRequest, the result TypeResult. `since` is the first generation of servers that knows
// the name; open-source servers also know the names of PRO, and answer error 104. `number` is what
// old clients may send instead of the name in the legacy protocol: only the dev server reads it. A new method
// takes the next free one.

// clang-format off
#define CENT_PUBLISH_METHODS(M) \
  M(publish, Publish, 2, 0)     \
  M(broadcast, Broadcast, 2, 1)
#define CENT_SUBSCRIPTIONS_METHODS(M) \
  M(subscribe, Subscribe, 3, 11)      \
  M(unsubscribe, Unsubscribe, 2, 2)   \
  M(disconnect, Disconnect, 2, 3)     \
  M(refresh, Refresh, 3, 12)
#define CENT_CHANNELS_METHODS(M)         \
  M(presence, Presence, 2, 4)            \
  M(presence_stats, PresenceStats, 2, 5) \
  M(history, History, 2, 6)              \
  M(history_remove, HistoryRemove, 2, 7) \
  M(channels, Channels, 2, 8)
#define CENT_SERVER_METHODS(M) \
  M(info, Info, 2, 9)          \
  M(rpc, RPC, 2, 10)
#define CENT_MAPS_METHODS(M)                       \
  M(map_publish, MapPublish, 6, 33)                \
  M(map_remove, MapRemove, 6, 34)                  \
  M(map_read_state, MapReadState, 6, 35)           \
  M(map_read_stream, MapReadStream, 6, 36)         \
  M(map_stats, MapStats, 6, 37)                    \
  M(map_clear, MapClear, 6, 38)                    \
  M(shared_poll_publish, SharedPollPublish, 6, 39)

#define CENT_USERS_METHODS(M)                            \
  M(connections, Connections, 4, 14)                     \
  M(update_user_status, UpdateUserStatus, 3, 15)         \
  M(get_user_status, GetUserStatus, 3, 16)               \
  M(delete_user_status, DeleteUserStatus, 3, 17)         \
  M(block_user, BlockUser, 3, 18)                        \
  M(unblock_user, UnblockUser, 3, 19)                    \
  M(revoke_token, RevokeToken, 3, 20)                    \
  M(invalidate_user_tokens, InvalidateUserTokens, 3, 21)
#define CENT_DEVICES_METHODS(M)             \
  M(device_register, DeviceRegister, 4, 22) \
  M(device_update, DeviceUpdate, 4, 23)     \
  M(device_remove, DeviceRemove, 4, 24)     \
  M(device_list, DeviceList, 4, 25)
#define CENT_TOPICS_METHODS(M)                     \
  M(device_topic_list, DeviceTopicList, 4, 26)     \
  M(device_topic_update, DeviceTopicUpdate, 4, 27) \
  M(user_topic_list, UserTopicList, 4, 28)         \
  M(user_topic_update, UserTopicUpdate, 4, 29)
#define CENT_PUSH_METHODS(M)                             \
  M(send_push_notification, SendPushNotification, 4, 30) \
  M(update_push_status, UpdatePushStatus, 4, 31)         \
  M(cancel_push, CancelPush, 5, 32)

#define CENT_OPEN_METHODS(M)    \
  CENT_PUBLISH_METHODS(M)       \
  CENT_SUBSCRIPTIONS_METHODS(M) \
  CENT_CHANNELS_METHODS(M)      \
  CENT_SERVER_METHODS(M)        \
  CENT_MAPS_METHODS(M)
#define CENT_PRO_METHODS(M) \
  CENT_USERS_METHODS(M)     \
  CENT_DEVICES_METHODS(M)   \
  CENT_TOPICS_METHODS(M)    \
  CENT_PUSH_METHODS(M)
#define CENT_METHODS(M) \
  CENT_OPEN_METHODS(M)  \
  CENT_PRO_METHODS(M)
// clang-format on
