#pragma once
#include <cent/fwd.hpp>
#include <cent/returns.hpp>
#include <utility>

namespace cent {

/// The methods of Centrifugo PRO, as a part of Methods. Open-source servers answer error 104 (not found). To
/// call one, include <cent/api.hpp>: <cent/cent.hpp> only declares their requests and results.
template <class Face>
class ProMethods {
  Face& face() noexcept { return static_cast<Face&>(*this); }

 public:
  /// Lists connections. PRO, since v4.0.
  template <class... How>
  ReturnType<Face, ConnectionsResult, How...> connections(const ConnectionsRequest& request, How&&... how) {
    return face().call(request, std::forward<How>(how)...);
  }

  /// Marks users as active. PRO, since v3.0.
  template <class... How>
  ReturnType<Face, UpdateUserStatusResult, How...> update_user_status(const UpdateUserStatusRequest& request,
                                                                      How&&... how) {
    return face().call(request, std::forward<How>(how)...);
  }

  /// Returns users' status. PRO, since v3.0.
  template <class... How>
  ReturnType<Face, GetUserStatusResult, How...> get_user_status(const GetUserStatusRequest& request,
                                                                How&&... how) {
    return face().call(request, std::forward<How>(how)...);
  }

  /// Deletes users' status. PRO, since v3.0.
  template <class... How>
  ReturnType<Face, DeleteUserStatusResult, How...> delete_user_status(const DeleteUserStatusRequest& request,
                                                                      How&&... how) {
    return face().call(request, std::forward<How>(how)...);
  }

  /// Blocks a user. PRO, since v3.1.
  template <class... How>
  ReturnType<Face, BlockUserResult, How...> block_user(const BlockUserRequest& request, How&&... how) {
    return face().call(request, std::forward<How>(how)...);
  }

  /// Unblocks a user. PRO, since v3.1.
  template <class... How>
  ReturnType<Face, UnblockUserResult, How...> unblock_user(const UnblockUserRequest& request, How&&... how) {
    return face().call(request, std::forward<How>(how)...);
  }

  /// Revokes one token. PRO, since v3.1.
  template <class... How>
  ReturnType<Face, RevokeTokenResult, How...> revoke_token(const RevokeTokenRequest& request, How&&... how) {
    return face().call(request, std::forward<How>(how)...);
  }

  /// Invalidates a user's older tokens. PRO, since v3.1.
  template <class... How>
  ReturnType<Face, InvalidateUserTokensResult, How...> invalidate_user_tokens(
      const InvalidateUserTokensRequest& request, How&&... how) {
    return face().call(request, std::forward<How>(how)...);
  }

  /// Registers a device for push notifications. PRO, since v5.0. Repeated only if the device's id is given.
  template <class... How>
  ReturnType<Face, DeviceRegisterResult, How...> device_register(const DeviceRegisterRequest& request,
                                                                 How&&... how) {
    return face().call(request, std::forward<How>(how)...);
  }

  /// Changes devices. PRO, since v5.0.
  template <class... How>
  ReturnType<Face, DeviceUpdateResult, How...> device_update(const DeviceUpdateRequest& request,
                                                             How&&... how) {
    return face().call(request, std::forward<How>(how)...);
  }

  /// Removes devices. PRO, since v5.0.
  template <class... How>
  ReturnType<Face, DeviceRemoveResult, How...> device_remove(const DeviceRemoveRequest& request,
                                                             How&&... how) {
    return face().call(request, std::forward<How>(how)...);
  }

  /// Lists devices. PRO, since v5.0.
  template <class... How>
  ReturnType<Face, DeviceListResult, How...> device_list(const DeviceListRequest& request, How&&... how) {
    return face().call(request, std::forward<How>(how)...);
  }

  /// Lists the topics of devices. PRO, since v5.0.
  template <class... How>
  ReturnType<Face, DeviceTopicListResult, How...> device_topic_list(const DeviceTopicListRequest& request,
                                                                    How&&... how) {
    return face().call(request, std::forward<How>(how)...);
  }

  /// Changes the topics of a device. PRO, since v5.0.
  template <class... How>
  ReturnType<Face, DeviceTopicUpdateResult, How...> device_topic_update(
      const DeviceTopicUpdateRequest& request, How&&... how) {
    return face().call(request, std::forward<How>(how)...);
  }

  /// Lists the topics of users. PRO, since v5.0.
  template <class... How>
  ReturnType<Face, UserTopicListResult, How...> user_topic_list(const UserTopicListRequest& request,
                                                                How&&... how) {
    return face().call(request, std::forward<How>(how)...);
  }

  /// Changes the topics of a user. PRO, since v5.0.
  template <class... How>
  ReturnType<Face, UserTopicUpdateResult, How...> user_topic_update(const UserTopicUpdateRequest& request,
                                                                    How&&... how) {
    return face().call(request, std::forward<How>(how)...);
  }

  /// Sends a push notification. PRO, since v5.0. Not repeated after an unknown outcome.
  template <class... How>
  ReturnType<Face, SendPushNotificationResult, How...> send_push_notification(
      const SendPushNotificationRequest& request, How&&... how) {
    return face().call(request, std::forward<How>(how)...);
  }

  /// Reports the status of a push on a device. PRO, since v5.0.
  template <class... How>
  ReturnType<Face, UpdatePushStatusResult, How...> update_push_status(const UpdatePushStatusRequest& request,
                                                                      How&&... how) {
    return face().call(request, std::forward<How>(how)...);
  }

  /// Cancels a scheduled push. PRO, since v5.0.3.
  template <class... How>
  ReturnType<Face, CancelPushResult, How...> cancel_push(const CancelPushRequest& request, How&&... how) {
    return face().call(request, std::forward<How>(how)...);
  }
};

}  // namespace cent
