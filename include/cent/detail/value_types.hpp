#pragma once
#include <cent/api.hpp>
#include <cent/detail/method_list.hpp>

// The types of the API that are values: requests and results by the list of methods, and their parts. A part
// that is missing here cannot be printed, which tests/api/values_test.cpp finds.
// clang-format off
#define CENT_VALUE_PARTS(V)                                                                              \
  V(ApnsPushNotification) V(ChannelContext) V(ChannelInfo) V(ClientInfo) V(ConnectionInfo)               \
  V(ConnectionState) V(ConnectionTokenInfo) V(Device) V(DeviceFilter) V(DeviceLocaleUpdate)              \
  V(DeviceMetaUpdate) V(DeviceTimezoneUpdate) V(DeviceTopic) V(DeviceTopicFilter) V(DeviceTopicsUpdate)  \
  V(DeviceUserUpdate) V(Disconnect) V(ErrorInfo) V(FcmPushNotification) V(FilterNode)                    \
  V(HmsPushNotification) V(MapEntry) V(Metrics) V(NodeResult) V(Process) V(Publication)                  \
  V(PublishResponse) V(PushLimitStrategy) V(PushLocalization) V(PushNotification)                        \
  V(PushRateLimitStrategy) V(PushRecipient) V(PushTimeLimitStrategy) V(RateLimitPolicy)                  \
  V(StreamPosition) V(SubscribeOptionOverride) V(SubscriptionTokenInfo) V(UserStatus) V(UserTopic)       \
  V(UserTopicFilter) V(WebPushNotification)
// clang-format on

namespace cent::detail {

template <class T>
inline constexpr bool is_value = false;
#define CENT_VALUE(Type) \
  template <>            \
  inline constexpr bool is_value<Type> = true;
#define CENT_VALUES_OF_METHOD(name, Type, since, number) CENT_VALUE(Type##Request) CENT_VALUE(Type##Result)
CENT_METHODS(CENT_VALUES_OF_METHOD)
CENT_VALUE_PARTS(CENT_VALUE)
#undef CENT_VALUES_OF_METHOD
#undef CENT_VALUE

}  // namespace cent::detail
