#pragma once
// Every request that the library knows, and the private rows of all types. The list is compared with the
// headers and with the schema by schema_test.cpp, so a method that is missing here turns a test red.
#include <cent/api.hpp>
#include <tuple>

#include "api/channels_rows.hpp"
#include "api/common_rows.hpp"
#include "api/devices_rows.hpp"
#include "api/maps_rows.hpp"
#include "api/publish_rows.hpp"
#include "api/push_rows.hpp"
#include "api/server_rows.hpp"
#include "api/subscriptions_rows.hpp"
#include "api/topics_rows.hpp"
#include "api/users_rows.hpp"

namespace cent::test {

template <class T>
struct Tag {
  using type = T;
};

using AllRequests = std::tuple<
    // Open
    PublishRequest, BroadcastRequest, SubscribeRequest, UnsubscribeRequest, DisconnectRequest, RefreshRequest,
    PresenceRequest, PresenceStatsRequest, HistoryRequest, HistoryRemoveRequest, ChannelsRequest, InfoRequest,
    RPCRequest, MapPublishRequest, MapRemoveRequest, MapReadStateRequest, MapReadStreamRequest,
    MapStatsRequest, MapClearRequest, SharedPollPublishRequest,
    // PRO
    ConnectionsRequest, UpdateUserStatusRequest, GetUserStatusRequest, DeleteUserStatusRequest,
    BlockUserRequest, UnblockUserRequest, RevokeTokenRequest, InvalidateUserTokensRequest,
    DeviceRegisterRequest, DeviceUpdateRequest, DeviceRemoveRequest, DeviceListRequest,
    DeviceTopicListRequest, DeviceTopicUpdateRequest, UserTopicListRequest, UserTopicUpdateRequest,
    SendPushNotificationRequest, UpdatePushStatusRequest, CancelPushRequest>;

/// Calls `visit(Tag<Request>{})` for each.
template <class Visit>
void for_each_request(const Visit& visit) {
  std::apply([&](const auto&... request) { (visit(Tag<std::decay_t<decltype(request)>>{}), ...); },
             AllRequests{});
}

}  // namespace cent::test
