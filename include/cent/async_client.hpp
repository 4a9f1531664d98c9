#pragma once
#include <cent/api.hpp>
#include <cent/async_options.hpp>
#include <cent/async_stats.hpp>
#include <cent/call_options.hpp>
#include <cent/detail/codec.hpp>
#include <cent/detail/completion.hpp>
#include <cent/detail/methods.hpp>
#include <cent/detail/route.hpp>
#include <cent/reply.hpp>
#include <chrono>
#include <cstddef>
#include <future>
#include <initializer_list>
#include <memory>
#include <string>
#include <string_view>
#include <type_traits>
#include <utility>
#include <vector>

namespace cent {

class AsyncClient;

namespace detail {
template <class Done, class R>
inline constexpr bool hears = std::is_invocable_v<Done&, Reply<R>>;

template <class R>
struct Outcome<AsyncClient, R> {
  using type = std::future<R>;
};
template <class R>
struct Outcome<AsyncClient, R, CallOptions> {
  using type = std::future<R>;
};
template <class R, class Done>
struct Outcome<AsyncClient, R, Done> : std::enable_if<hears<Done, R>> {};
template <class R, class Done>
struct Outcome<AsyncClient, R, CallOptions, Done> : std::enable_if<hears<Done, R>> {};
}  // namespace detail

/// Calls Centrifugo's server API without waiting: commands are gathered into batches by themselves, sent by a
/// thread of the client's own, and each ends in exactly one outcome.
///
/// Every method takes, after its request, an optional CallOptions and an optional callback `void(Reply<R>)`,
/// which may be move-only. Without a callback it gives a std::future<R>. Commands of one channel are carried
/// out in the order in which they were submitted.
///
/// A callback is called once, in the client's thread, never inside the call that submitted; close() and the
/// destructor call those themselves that a slow callback keeps from their turn. It should be short: while it
/// runs the client does nothing else, though no deadline is forgotten. What it throws is contained, see
/// AsyncClientOptions::on_callback_error. It may submit; it cannot flush or close.
///
/// Safe from many threads at once. A forked child has no such thread: there every submission is refused, and
/// the destructor does nothing.
class CENT_EXPORT AsyncClient : public detail::Methods<AsyncClient> {
 public:
  /// @param address `http://host:port` or `https://…`, with or without `/api` at its end.
  /// @param options Settings; the defaults work but for a server that asks for a key.
  /// @throws UsageError if address, key or options cannot be, RequestException (resources) if there
  /// is no thread to be had, or no descriptors.
  template <class Text, detail::if_text<Text> = 0>
  explicit AsyncClient(const Text& address, AsyncClientOptions options = {})
      : AsyncClient(Checked{}, {std::string(detail::text_of(address, "the address"))}, std::move(options)) {}
  /// With an API key and all other settings as they are by default. @throws UsageError
  template <class Text, class Key, detail::if_text<Text> = 0, detail::if_text<Key> = 0>
  AsyncClient(const Text& address, const Key& api_key)
      : AsyncClient(Checked{}, {std::string(detail::text_of(address, "the address"))},
                    with_key(detail::text_of(api_key, "the API key"))) {}
  /// Several addresses of one cluster: the first that works is used; one that fails is set aside for a while.
  AsyncClient(std::initializer_list<detail::TextArgument> addresses, AsyncClientOptions options)
      : AsyncClient(Checked{}, detail::strings_of(addresses, "the address"), std::move(options)) {}
  /// The same from a list made at run time. @throws UsageError if it is empty.
  AsyncClient(const std::vector<std::string>& addresses, AsyncClientOptions options)
      : AsyncClient(Checked{}, addresses, std::move(options)) {}

  AsyncClient(const AsyncClient&) = delete;
  AsyncClient& operator=(const AsyncClient&) = delete;
  /// Closes, waiting at most AsyncClientOptions::close_timeout.
  ~AsyncClient();

  /// Submits a request of any method.
  /// @throws UsageError if the request cannot be; RequestException with delivery() `refused` if the queue is
  /// full (queue_full), the command too large, or the client closed or forked (cancelled). No callback is
  /// called then.
  template <class Request, class Result = typename Request::Result>
  std::future<Result> call(const Request& request, const CallOptions& options = {}) {
    return promise(detail::TypedCall<Request>{}, [&](auto size, auto completion) {
      submit(request, options, size, std::move(completion));
    });
  }
  /// The same with a callback.
  template <class Request, class Done,
            class = std::enable_if_t<detail::hears<Done, typename Request::Result>>>
  void call(const Request& request, Done done) {
    call(request, CallOptions{}, std::move(done));
  }
  /// The same with options and a callback.
  template <class Request, class Done,
            class = std::enable_if_t<detail::hears<Done, typename Request::Result>>>
  void call(const Request& request, const CallOptions& options, Done done) {
    using Completion = detail::CallbackCompletion<detail::TypedCall<Request>, Done>;
    submit(request, options, sizeof(Completion),
           std::make_unique<Completion>(detail::TypedCall<Request>{}, std::move(done)));
  }
  /// A command by its wire name, for methods newer than this library. Gives the result as it came.
  std::future<Json> call(const Command& command, const CallOptions& options = {});
  /// The same with a callback.
  template <class Done, class = std::enable_if_t<detail::hears<Done, Json>>>
  void call(const Command& command, Done done) {
    call(command, CallOptions{}, std::move(done));
  }
  /// The same with options and a callback.
  template <class Done, class = std::enable_if_t<detail::hears<Done, Json>>>
  void call(const Command& command, const CallOptions& options, Done done) {
    using Completion = detail::CallbackCompletion<detail::RawCall, Done>;
    submit(command, options, sizeof(Completion),
           std::make_unique<Completion>(detail::RawCall{command.method}, std::move(done)));
  }

  /// Waits until every command has its outcome, at most so long. Gives the number of those that have none
  /// yet.
  /// @throws UsageError inside a callback, RequestException (cancelled) in a forked child.
  std::size_t flush(std::chrono::milliseconds at_most);
  /// Takes nothing more, flushes, and ends what has no outcome when the time is up: `not_sent` if it was
  /// still queued, `unknown` if it was under way. Returns within `at_most` and 0.2 s, with the number of
  /// those; they have been told, in the calling thread if a callback keeps the client's own. Calling it again
  /// does nothing.
  /// @throws UsageError inside a callback, RequestException (cancelled) in a forked child.
  std::size_t close(std::chrono::milliseconds at_most);

  /// The ledger and other figures.
  [[nodiscard]] AsyncStats stats() const;

 private:
  struct Checked {};
  struct Impl;
  static AsyncClientOptions with_key(std::string_view key);
  AsyncClient(Checked, const std::vector<std::string>& addresses, AsyncClientOptions options);

  /// The calling thread's text to encode into; empty.
  static std::string& scratch();
  void submit(std::string_view method, std::string& params, Effect effect, const detail::Route& route,
              const CallOptions& options, std::size_t completion_size,
              std::unique_ptr<detail::Completion> completion);
  void submit(const Command& command, const CallOptions& options, std::size_t completion_size,
              std::unique_ptr<detail::Completion> completion);
  template <class Request>
  void submit(const Request& request, const CallOptions& options, std::size_t completion_size,
              std::unique_ptr<detail::Completion> completion) {
    std::string& params = scratch();
    const Effect effect = detail::encode_params(request, params);
    submit(Request::kMethod, params, effect, detail::route_of(request), options, completion_size,
           std::move(completion));
  }
  template <class Call, class Submit>
  static auto promise(Call call, const Submit& submit) {
    using Completion = detail::PromiseCompletion<Call>;
    constexpr std::size_t kSharedState = 128;  // of the future, on the heap too
    auto completion = std::make_unique<Completion>(std::move(call));
    auto future = completion->future();
    submit(sizeof(Completion) + kSharedState, std::move(completion));
    return future;
  }

  std::shared_ptr<Impl> impl_;  // close() keeps it while callbacks that are told there run
};

}  // namespace cent
