#pragma once
#include <cent/api.hpp>
#include <cent/detail/outcome.hpp>
#include <type_traits>
#include <utility>

namespace cent::detail {

/// The methods of Centrifugo PRO; open-source servers answer error 104. As in OpenMethods otherwise.
template <class Face>
class ProMethods {
  template <class R, class... How>
  using Of = typename Outcome<Face, R, std::decay_t<How>...>::type;
  Face& face() noexcept { return static_cast<Face&>(*this); }

 public:
  /// Lists connections. PRO, since v4.0.
  template <class... How>
  Of<ConnectionsResult, How...> connections(const ConnectionsRequest& request, How&&... how) {
    return face().call(request, std::forward<How>(how)...);
  }

  /// Notes that users are active. PRO, since v3.0.
  template <class... How>
  Of<UpdateUserStatusResult, How...> update_user_status(const UpdateUserStatusRequest& request,
                                                        How&&... how) {
    return face().call(request, std::forward<How>(how)...);
  }

  /// Asks for users' status. PRO, since v3.0.
  template <class... How>
  Of<GetUserStatusResult, How...> get_user_status(const GetUserStatusRequest& request, How&&... how) {
    return face().call(request, std::forward<How>(how)...);
  }

  /// Forgets users' status. PRO, since v3.0.
  template <class... How>
  Of<DeleteUserStatusResult, How...> delete_user_status(const DeleteUserStatusRequest& request,
                                                        How&&... how) {
    return face().call(request, std::forward<How>(how)...);
  }

  /// Keeps a user from connecting. PRO, since v3.1.
  template <class... How>
  Of<BlockUserResult, How...> block_user(const BlockUserRequest& request, How&&... how) {
    return face().call(request, std::forward<How>(how)...);
  }

  /// Lets a user connect again. PRO, since v3.1.
  template <class... How>
  Of<UnblockUserResult, How...> unblock_user(const UnblockUserRequest& request, How&&... how) {
    return face().call(request, std::forward<How>(how)...);
  }

  /// Makes one token invalid. PRO, since v3.1.
  template <class... How>
  Of<RevokeTokenResult, How...> revoke_token(const RevokeTokenRequest& request, How&&... how) {
    return face().call(request, std::forward<How>(how)...);
  }

  /// Makes a user's older tokens invalid. PRO, since v3.1.
  template <class... How>
  Of<InvalidateUserTokensResult, How...> invalidate_user_tokens(const InvalidateUserTokensRequest& request,
                                                                How&&... how) {
    return face().call(request, std::forward<How>(how)...);
  }

  /// Registers a device for push notifications. PRO, since v5.0. Repeated only if the device's id is given.
  template <class... How>
  Of<DeviceRegisterResult, How...> device_register(const DeviceRegisterRequest& request, How&&... how) {
    return face().call(request, std::forward<How>(how)...);
  }

  /// Changes devices. PRO, since v5.0.
  template <class... How>
  Of<DeviceUpdateResult, How...> device_update(const DeviceUpdateRequest& request, How&&... how) {
    return face().call(request, std::forward<How>(how)...);
  }

  /// Removes devices. PRO, since v5.0.
  template <class... How>
  Of<DeviceRemoveResult, How...> device_remove(const DeviceRemoveRequest& request, How&&... how) {
    return face().call(request, std::forward<How>(how)...);
  }

  /// Lists devices. PRO, since v5.0.
  template <class... How>
  Of<DeviceListResult, How...> device_list(const DeviceListRequest& request, How&&... how) {
    return face().call(request, std::forward<How>(how)...);
  }

  /// Lists the topics of devices. PRO, since v5.0.
  template <class... How>
  Of<DeviceTopicListResult, How...> device_topic_list(const DeviceTopicListRequest& request, How&&... how) {
    return face().call(request, std::forward<How>(how)...);
  }

  /// Changes the topics of a device. PRO, since v5.0.
  template <class... How>
  Of<DeviceTopicUpdateResult, How...> device_topic_update(const DeviceTopicUpdateRequest& request,
                                                          How&&... how) {
    return face().call(request, std::forward<How>(how)...);
  }

  /// Lists the topics of users. PRO, since v5.0.
  template <class... How>
  Of<UserTopicListResult, How...> user_topic_list(const UserTopicListRequest& request, How&&... how) {
    return face().call(request, std::forward<How>(how)...);
  }

  /// Changes the topics of a user. PRO, since v5.0.
  template <class... How>
  Of<UserTopicUpdateResult, How...> user_topic_update(const UserTopicUpdateRequest& request, How&&... how) {
    return face().call(request, std::forward<How>(how)...);
  }

  /// Sends a push notification. PRO, since v5.0. Not repeated after an unknown outcome.
  template <class... How>
  Of<SendPushNotificationResult, How...> send_push_notification(const SendPushNotificationRequest& request,
                                                                How&&... how) {
    return face().call(request, std::forward<How>(how)...);
  }

  /// Reports what became of a push on a device. PRO, since v5.0.
  template <class... How>
  Of<UpdatePushStatusResult, How...> update_push_status(const UpdatePushStatusRequest& request,
                                                        How&&... how) {
    return face().call(request, std::forward<How>(how)...);
  }

  /// Cancels a push that waits for its time. PRO, since v5.0.3.
  template <class... How>
  Of<CancelPushResult, How...> cancel_push(const CancelPushRequest& request, How&&... how) {
    return face().call(request, std::forward<How>(how)...);
  }
};

}  // namespace cent::detail
