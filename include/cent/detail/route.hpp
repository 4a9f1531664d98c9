#pragma once
#include <cstddef>
#include <functional>
#include <string_view>
#include <type_traits>
#include <utility>
#include <vector>

namespace cent::detail {

/// Decides the order of commands: a command must not overtake those that share a key with it. A key is the
/// hash of a channel, or of a user if there is no channel.
struct Route {
  std::size_t key = 0;
  bool anywhere = true;             ///< There is no key: any lane may be used.
  std::vector<std::size_t> more{};  ///< The keys of the other channels of a broadcast.

  void add(std::string_view name) {
    const std::size_t hash = std::hash<std::string_view>{}(name);
    if (anywhere) {
      key = hash;
      anywhere = false;
    } else {
      more.push_back(hash);
    }
  }
};

template <class Request, class = void>
inline constexpr bool has_channel = false;
template <class Request>
inline constexpr bool has_channel<Request, std::void_t<decltype(std::declval<const Request&>().channel)>> =
    true;
template <class Request, class = void>
inline constexpr bool has_channels = false;
template <class Request>
inline constexpr bool has_channels<Request, std::void_t<decltype(std::declval<const Request&>().channels)>> =
    true;
template <class Request, class = void>
inline constexpr bool has_user = false;
template <class Request>
inline constexpr bool has_user<Request, std::void_t<decltype(std::declval<const Request&>().user)>> = true;

template <class Request>
Route route_of([[maybe_unused]] const Request& request) {
  Route route;
  if constexpr (has_channel<Request>) {
    route.add(request.channel);
  } else if constexpr (has_channels<Request>) {
    for (const auto& channel : request.channels) route.add(channel);
  } else if constexpr (has_user<Request>) {
    if (!request.user.empty()) route.add(request.user);
  }
  return route;
}

}  // namespace cent::detail
