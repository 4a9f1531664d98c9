#pragma once
#include <cent/api.hpp>
#include <cent/detail/outcome.hpp>
#include <initializer_list>
#include <string>
#include <type_traits>
#include <utility>

namespace cent::detail {

/// `{"a", "b"}` where one text is meant: a std::string would take the two literals for the ends of one text.
struct TwoLiterals {
  TwoLiterals(const char* first, const char* second);
};
/// A BroadcastRequest with a brace too many, `{{{"a", "b"}}, data}`, whose channels are one such text.
struct TwoLiteralsAsChannel {
  std::initializer_list<TwoLiterals> channels;
  Json data;
};

/// The methods of every Centrifugo server, of Client, Batch and AsyncClient alike. `Of<Result>` is what comes
/// back: on Client the Result itself, on Batch a Ticket<Result>, on AsyncClient a std::future<Result>, or
/// nothing if a callback follows the request. What may follow: on Client CallOptions, on AsyncClient
/// CallOptions and a callback, on Batch nothing.
///
/// All throw or report UsageError before anything is sent, RequestException and ResponseError after. Besides
/// those of the request, the everyday methods have a short form whose parameters are the request's first
/// members: `publish(a, b)` and `publish({a, b})` are one command.
template <class Face>
class OpenMethods {
  template <class R, class... How>
  using Of = typename Outcome<Face, R, std::decay_t<How>...>::type;
  Face& face() noexcept { return static_cast<Face&>(*this); }

 public:
  /// Sends data to all subscribers of a channel.
  /// Repeating it is a second message, unless it has an idempotency key. A version alone does not prevent it.
  template <class... How>
  Of<PublishResult, How...> publish(const PublishRequest& request, How&&... how) {
    return face().call(request, std::forward<How>(how)...);
  }
  template <class... How>
  void publish(const BroadcastRequest& several_channels_mean_broadcast, How&&... how) = delete;
  template <class Text, class... How, if_text<Text> = 0>
  Of<PublishResult, How...> publish(const Text& channel, Json data, How&&... how) {
    return publish(PublishRequest{std::string{text_of(channel, "the channel")}, std::move(data)},
                   std::forward<How>(how)...);
  }

  /// Sends the same data to several channels. Each channel has its own outcome in the result; the call
  /// succeeds even if all channels fail, so look at BroadcastResult::all_ok(). Repeated like publish(). Other
  /// than publish(), it reaches map and shared poll namespaces, without a key (seen on v6.9.1).
  template <class... How>
  Of<BroadcastResult, How...> broadcast(const BroadcastRequest& request, How&&... how) {
    return face().call(request, std::forward<How>(how)...);
  }
  template <class... How>
  void broadcast(const TwoLiteralsAsChannel& one_brace_too_many, How&&... how) = delete;
  template <class... How>
  Of<BroadcastResult, How...> broadcast(std::initializer_list<TextArgument> channels, const Json& data,
                                        How&&... how) {
    BroadcastRequest request{};
    request.channels = strings_of(channels, "the channel");
    request.data = data;
    return broadcast(request, std::forward<How>(how)...);
  }
  /// Any range of texts.
  template <class Channels, class... How, if_text<typename Channels::value_type> = 0,
            std::enable_if_t<!is_text<Channels>, int> = 0>
  Of<BroadcastResult, How...> broadcast(const Channels& channels, const Json& data, How&&... how) {
    BroadcastRequest request{};
    request.channels = strings_of(channels, "the channel");
    request.data = data;
    return broadcast(request, std::forward<How>(how)...);
  }

  /// Subscribes a user's connections to a channel. Since v3.0. Not repeated after an unknown outcome.
  template <class... How>
  Of<SubscribeResult, How...> subscribe(const SubscribeRequest& request, How&&... how) {
    return face().call(request, std::forward<How>(how)...);
  }

  /// Unsubscribes a user's connections from a channel. Safe to repeat.
  template <class... How>
  Of<UnsubscribeResult, How...> unsubscribe(const UnsubscribeRequest& request, How&&... how) {
    return face().call(request, std::forward<How>(how)...);
  }
  template <class User, class Channel, class... How, if_text<User> = 0, if_text<Channel> = 0>
  Of<UnsubscribeResult, How...> unsubscribe(const User& user, const Channel& channel, How&&... how) {
    UnsubscribeRequest request{};
    request.user = text_of(user, "the user");
    request.channel = text_of(channel, "the channel");
    return unsubscribe(request, std::forward<How>(how)...);
  }

  /// Closes a user's connections. A repetition may close a connection that was opened in between.
  template <class... How>
  Of<DisconnectResult, How...> disconnect(const DisconnectRequest& request, How&&... how) {
    return face().call(request, std::forward<How>(how)...);
  }
  template <class Text, class... How, if_text<Text> = 0>
  Of<DisconnectResult, How...> disconnect(const Text& user, How&&... how) {
    DisconnectRequest request{};
    request.user = text_of(user, "the user");
    return disconnect(request, std::forward<How>(how)...);
  }

  /// Changes when a user's connections expire. Since v3.0. Safe to repeat.
  template <class... How>
  Of<RefreshResult, How...> refresh(const RefreshRequest& request, How&&... how) {
    return face().call(request, std::forward<How>(how)...);
  }

  /// Returns the subscribers of a channel.
  template <class... How>
  Of<PresenceResult, How...> presence(const PresenceRequest& request, How&&... how) {
    return face().call(request, std::forward<How>(how)...);
  }
  template <class Text, class... How, if_text<Text> = 0>
  Of<PresenceResult, How...> presence(const Text& channel, How&&... how) {
    PresenceRequest request{};
    request.channel = text_of(channel, "the channel");
    return presence(request, std::forward<How>(how)...);
  }

  /// Returns how many connections and users are subscribed to a channel.
  template <class... How>
  Of<PresenceStatsResult, How...> presence_stats(const PresenceStatsRequest& request, How&&... how) {
    return face().call(request, std::forward<How>(how)...);
  }
  template <class Text, class... How, if_text<Text> = 0>
  Of<PresenceStatsResult, How...> presence_stats(const Text& channel, How&&... how) {
    PresenceStatsRequest request{};
    request.channel = text_of(channel, "the channel");
    return presence_stats(request, std::forward<How>(how)...);
  }

  /// Reads the history of a channel: all of it unless a limit is set, on every server.
  template <class... How>
  Of<HistoryResult, How...> history(const HistoryRequest& request, How&&... how) {
    return face().call(request, std::forward<How>(how)...);
  }
  template <class Text, class... How, if_text<Text> = 0>
  Of<HistoryResult, How...> history(const Text& channel, How&&... how) {
    HistoryRequest request{};
    request.channel = text_of(channel, "the channel");
    return history(request, std::forward<How>(how)...);
  }

  /// Deletes the history of a channel. Not repeated after an unknown outcome: that could delete newer
  /// publications.
  template <class... How>
  Of<HistoryRemoveResult, How...> history_remove(const HistoryRemoveRequest& request, How&&... how) {
    return face().call(request, std::forward<How>(how)...);
  }
  template <class Text, class... How, if_text<Text> = 0>
  Of<HistoryRemoveResult, How...> history_remove(const Text& channel, How&&... how) {
    HistoryRemoveRequest request{};
    request.channel = text_of(channel, "the channel");
    return history_remove(request, std::forward<How>(how)...);
  }

  /// Lists channels with subscribers. The server asks all nodes: for up to 10 s after a node died it gives no
  /// answer and closes the connection (seen on v6.9.1).
  template <class... How>
  Of<ChannelsResult, How...> channels(const ChannelsRequest& request, How&&... how) {
    return face().call(request, std::forward<How>(how)...);
  }
  template <class... How>
  Of<ChannelsResult, How...> channels(How&&... how) {
    return channels(ChannelsRequest{}, std::forward<How>(how)...);
  }

  /// Returns the cluster's nodes and their versions.
  template <class... How>
  Of<InfoResult, How...> info(const InfoRequest& request, How&&... how) {
    return face().call(request, std::forward<How>(how)...);
  }
  template <class... How>
  Of<InfoResult, How...> info(How&&... how) {
    return info(InfoRequest{}, std::forward<How>(how)...);
  }

  /// Calls an extension of the server. Since v2.6. Not repeated after an unknown outcome.
  template <class... How>
  Of<RPCResult, How...> rpc(const RPCRequest& request, How&&... how) {
    return face().call(request, std::forward<How>(how)...);
  }

  /// Sets a key of a map channel. Since v6.8. Repeating it as publish().
  template <class... How>
  Of<MapPublishResult, How...> map_publish(const MapPublishRequest& request, How&&... how) {
    return face().call(request, std::forward<How>(how)...);
  }

  /// Removes a key of a map channel. Since v6.8. Repeated only with an idempotency key.
  template <class... How>
  Of<MapRemoveResult, How...> map_remove(const MapRemoveRequest& request, How&&... how) {
    return face().call(request, std::forward<How>(how)...);
  }

  /// Reads a map channel's keys. Since v6.8.
  template <class... How>
  Of<MapReadStateResult, How...> map_read_state(const MapReadStateRequest& request, How&&... how) {
    return face().call(request, std::forward<How>(how)...);
  }

  /// Reads a map channel's changes. Since v6.8.
  template <class... How>
  Of<MapReadStreamResult, How...> map_read_stream(const MapReadStreamRequest& request, How&&... how) {
    return face().call(request, std::forward<How>(how)...);
  }

  /// Returns the number of keys of a map channel. Since v6.8.
  template <class... How>
  Of<MapStatsResult, How...> map_stats(const MapStatsRequest& request, How&&... how) {
    return face().call(request, std::forward<How>(how)...);
  }

  /// Removes all keys of a map channel. Since v6.8. Not repeated after an unknown outcome.
  template <class... How>
  Of<MapClearResult, How...> map_clear(const MapClearRequest& request, How&&... how) {
    return face().call(request, std::forward<How>(how)...);
  }

  /// Publishes a key's new value to a shared poll channel. Since v6.8. Not repeated after an unknown outcome:
  /// another writer's epoch may have come between.
  template <class... How>
  Of<SharedPollPublishResult, How...> shared_poll_publish(const SharedPollPublishRequest& request,
                                                          How&&... how) {
    return face().call(request, std::forward<How>(how)...);
  }
};

}  // namespace cent::detail
