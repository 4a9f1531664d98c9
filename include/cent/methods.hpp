#pragma once
#include <cent/api/channels.hpp>
#include <cent/api/idempotency_key.hpp>
#include <cent/api/maps.hpp>
#include <cent/api/publish.hpp>
#include <cent/api/server.hpp>
#include <cent/api/subscriptions.hpp>
#include <cent/detail/text.hpp>
#include <cent/pro_methods.hpp>
#include <cent/returns.hpp>
#include <cent/text.hpp>
#include <initializer_list>
#include <string>
#include <string_view>
#include <type_traits>
#include <utility>

namespace cent {

/// All methods of the server API: those of every Centrifugo server here, those of Centrifugo PRO in
/// ProMethods. Client, Batch and AsyncClient derive from it; each is a *face* of this one list.
///
/// A method throws or reports UsageError before anything is sent, RequestException or ResponseError after.
/// The everyday methods also have a short form, whose parameters are the first members of the request:
/// `publish(a, b)` and `publish({a, b})` are the same command.
///
///              returns, for a result R      arguments that may follow the request
///     Client       R                        CallOptions, or a time-out such as 500ms
///     Client       Reply<R>                 no_throw, or one of these and no_throw
///     Batch        Ticket<R>                none
///     AsyncClient  std::future<R>           CallOptions, or a time-out
///     AsyncClient  void                     a callback, or one of these and a callback
///
/// A class of your own can be a face, too: see Returns.
template <class Face>
class Methods : public ProMethods<Face> {
  Face& face() noexcept { return static_cast<Face&>(*this); }

  // A BroadcastRequest with a brace too many, `{{{"a", "b"}}, data}`, whose channels would be one text.
  struct TwoLiteralsAsChannel {
    std::initializer_list<detail::TwoLiterals> channels;
    Json data;
  };

  // The ends of the short forms. Literals of each length are types of their own, so requests are made here,
  // where a text has one type: another call is little code.
  template <class... How>
  ReturnType<Face, PublishResult, How...> publish_to(std::string_view channel, Json& data, How&&... how) {
    return face().call(PublishRequest{std::string{channel}, std::move(data)}, std::forward<How>(how)...);
  }
  template <class... How>
  ReturnType<Face, UnsubscribeResult, How...> unsubscribe_from(std::string_view user,
                                                               std::string_view channel, How&&... how) {
    return face().call(UnsubscribeRequest{std::string{user}, std::string{channel}},
                       std::forward<How>(how)...);
  }
  template <class Request, class... How>
  ReturnType<Face, typename Request::Result, How...> call_of(std::string_view name, How&&... how) {
    return face().call(Request{std::string{name}}, std::forward<How>(how)...);
  }

 public:
  /// Sends data to all subscribers of a channel. A repetition is a second message unless the request has an
  /// idempotency key; a version alone does not prevent it.
  template <class... How>
  ReturnType<Face, PublishResult, How...> publish(const PublishRequest& request, How&&... how) {
    return face().call(request, std::forward<How>(how)...);
  }
  /// Several channels: see broadcast().
  template <class... How>
  void publish(const BroadcastRequest& several_channels_mean_broadcast, How&&... how) = delete;
  /// The short form.
  template <class Text, class... How, if_text<Text> = 0>
  ReturnType<Face, PublishResult, How...> publish(const Text& channel, Json data, How&&... how) {
    return publish_to(detail::text_of(channel, "the channel"), data, std::forward<How>(how)...);
  }

  /// Sends the same data to several channels. The result has one outcome for each channel; the call
  /// succeeds even if all channels fail, so check BroadcastResult::all_ok(). Repeated like publish(). Unlike
  /// publish(), it reaches map and shared poll namespaces, without a key (seen on v6.9.1).
  template <class... How>
  ReturnType<Face, BroadcastResult, How...> broadcast(const BroadcastRequest& request, How&&... how) {
    return face().call(request, std::forward<How>(how)...);
  }
  /// One brace too many: `{{"a", "b"}, data}` is a request.
  template <class... How>
  void broadcast(const TwoLiteralsAsChannel& one_brace_too_many, How&&... how) = delete;
  /// The short form.
  template <class... How>
  ReturnType<Face, BroadcastResult, How...> broadcast(std::initializer_list<TextArgument> channels,
                                                      const Json& data, How&&... how) {
    return broadcast(BroadcastRequest{detail::strings_of(channels, "the channel"), data},
                     std::forward<How>(how)...);
  }
  /// The short form for any range of texts.
  template <class Channels, class... How, if_text<typename Channels::value_type> = 0,
            std::enable_if_t<!is_text<Channels>, int> = 0>
  ReturnType<Face, BroadcastResult, How...> broadcast(const Channels& channels, const Json& data,
                                                      How&&... how) {
    return broadcast(BroadcastRequest{detail::strings_of(channels, "the channel"), data},
                     std::forward<How>(how)...);
  }

  /// Subscribes a user's connections to a channel. Since v3.0. Not repeated after an unknown outcome.
  template <class... How>
  ReturnType<Face, SubscribeResult, How...> subscribe(const SubscribeRequest& request, How&&... how) {
    return face().call(request, std::forward<How>(how)...);
  }

  /// Unsubscribes a user's connections from a channel. Safe to repeat.
  template <class... How>
  ReturnType<Face, UnsubscribeResult, How...> unsubscribe(const UnsubscribeRequest& request, How&&... how) {
    return face().call(request, std::forward<How>(how)...);
  }
  /// The short form.
  template <class User, class Channel, class... How, if_text<User> = 0, if_text<Channel> = 0>
  ReturnType<Face, UnsubscribeResult, How...> unsubscribe(const User& user, const Channel& channel,
                                                          How&&... how) {
    return unsubscribe_from(detail::text_of(user, "the user"), detail::text_of(channel, "the channel"),
                            std::forward<How>(how)...);
  }

  /// Closes a user's connections. A repetition may close a connection that was opened in between.
  template <class... How>
  ReturnType<Face, DisconnectResult, How...> disconnect(const DisconnectRequest& request, How&&... how) {
    return face().call(request, std::forward<How>(how)...);
  }
  /// The short form.
  template <class Text, class... How, if_text<Text> = 0>
  ReturnType<Face, DisconnectResult, How...> disconnect(const Text& user, How&&... how) {
    return call_of<DisconnectRequest>(detail::text_of(user, "the user"), std::forward<How>(how)...);
  }

  /// Changes when a user's connections expire. Since v3.0. Safe to repeat.
  template <class... How>
  ReturnType<Face, RefreshResult, How...> refresh(const RefreshRequest& request, How&&... how) {
    return face().call(request, std::forward<How>(how)...);
  }

  /// Returns the subscribers of a channel.
  template <class... How>
  ReturnType<Face, PresenceResult, How...> presence(const PresenceRequest& request, How&&... how) {
    return face().call(request, std::forward<How>(how)...);
  }
  /// The short form.
  template <class Text, class... How, if_text<Text> = 0>
  ReturnType<Face, PresenceResult, How...> presence(const Text& channel, How&&... how) {
    return call_of<PresenceRequest>(detail::text_of(channel, "the channel"), std::forward<How>(how)...);
  }

  /// Returns how many connections and users are subscribed to a channel.
  template <class... How>
  ReturnType<Face, PresenceStatsResult, How...> presence_stats(const PresenceStatsRequest& request,
                                                               How&&... how) {
    return face().call(request, std::forward<How>(how)...);
  }
  /// The short form.
  template <class Text, class... How, if_text<Text> = 0>
  ReturnType<Face, PresenceStatsResult, How...> presence_stats(const Text& channel, How&&... how) {
    return call_of<PresenceStatsRequest>(detail::text_of(channel, "the channel"), std::forward<How>(how)...);
  }

  /// Reads the history of a channel: all of it unless a limit is set, on every server.
  template <class... How>
  ReturnType<Face, HistoryResult, How...> history(const HistoryRequest& request, How&&... how) {
    return face().call(request, std::forward<How>(how)...);
  }
  /// The short form.
  template <class Text, class... How, if_text<Text> = 0>
  ReturnType<Face, HistoryResult, How...> history(const Text& channel, How&&... how) {
    return call_of<HistoryRequest>(detail::text_of(channel, "the channel"), std::forward<How>(how)...);
  }

  /// Deletes the history of a channel. Not repeated after an unknown outcome, since that could delete newer
  /// publications.
  template <class... How>
  ReturnType<Face, HistoryRemoveResult, How...> history_remove(const HistoryRemoveRequest& request,
                                                               How&&... how) {
    return face().call(request, std::forward<How>(how)...);
  }
  /// The short form.
  template <class Text, class... How, if_text<Text> = 0>
  ReturnType<Face, HistoryRemoveResult, How...> history_remove(const Text& channel, How&&... how) {
    return call_of<HistoryRemoveRequest>(detail::text_of(channel, "the channel"), std::forward<How>(how)...);
  }

  /// Lists channels with subscribers. The server asks all nodes: for up to 10 s after a node died it closes
  /// the connection without an answer (seen on v6.9.1).
  template <class... How>
  ReturnType<Face, ChannelsResult, How...> channels(const ChannelsRequest& request, How&&... how) {
    return face().call(request, std::forward<How>(how)...);
  }
  /// The short form.
  template <class... How>
  ReturnType<Face, ChannelsResult, How...> channels(How&&... how) {
    return channels(ChannelsRequest{}, std::forward<How>(how)...);
  }

  /// Returns the cluster's nodes and their versions.
  template <class... How>
  ReturnType<Face, InfoResult, How...> info(const InfoRequest& request, How&&... how) {
    return face().call(request, std::forward<How>(how)...);
  }
  /// The short form.
  template <class... How>
  ReturnType<Face, InfoResult, How...> info(How&&... how) {
    return info(InfoRequest{}, std::forward<How>(how)...);
  }

  /// Calls an extension of the server. Since v2.6. Not repeated after an unknown outcome.
  template <class... How>
  ReturnType<Face, RPCResult, How...> rpc(const RPCRequest& request, How&&... how) {
    return face().call(request, std::forward<How>(how)...);
  }

  /// Sets a key of a map channel. Since v6.8. Repeated like publish().
  template <class... How>
  ReturnType<Face, MapPublishResult, How...> map_publish(const MapPublishRequest& request, How&&... how) {
    return face().call(request, std::forward<How>(how)...);
  }

  /// Removes a key of a map channel. Since v6.8. Repeated only with an idempotency key.
  template <class... How>
  ReturnType<Face, MapRemoveResult, How...> map_remove(const MapRemoveRequest& request, How&&... how) {
    return face().call(request, std::forward<How>(how)...);
  }

  /// Reads a map channel's keys. Since v6.8.
  template <class... How>
  ReturnType<Face, MapReadStateResult, How...> map_read_state(const MapReadStateRequest& request,
                                                              How&&... how) {
    return face().call(request, std::forward<How>(how)...);
  }

  /// Reads a map channel's changes. Since v6.8.
  template <class... How>
  ReturnType<Face, MapReadStreamResult, How...> map_read_stream(const MapReadStreamRequest& request,
                                                                How&&... how) {
    return face().call(request, std::forward<How>(how)...);
  }

  /// Returns the number of keys of a map channel. Since v6.8.
  template <class... How>
  ReturnType<Face, MapStatsResult, How...> map_stats(const MapStatsRequest& request, How&&... how) {
    return face().call(request, std::forward<How>(how)...);
  }

  /// Removes all keys of a map channel. Since v6.8. Not repeated after an unknown outcome.
  template <class... How>
  ReturnType<Face, MapClearResult, How...> map_clear(const MapClearRequest& request, How&&... how) {
    return face().call(request, std::forward<How>(how)...);
  }

  /// Publishes a key's new value to a shared poll channel. Since v6.8. Not repeated after an unknown outcome:
  /// another writer may have set a new epoch in between.
  template <class... How>
  ReturnType<Face, SharedPollPublishResult, How...> shared_poll_publish(
      const SharedPollPublishRequest& request, How&&... how) {
    return face().call(request, std::forward<How>(how)...);
  }
};

}  // namespace cent
