#pragma once
#include <cent/async_options.hpp>
#include <cent/async_result.hpp>
#include <cent/async_stats.hpp>
#include <cent/call_options.hpp>
#include <cent/detached.hpp>
#include <cent/detail/codec.hpp>
#include <cent/detail/completion.hpp>
#include <cent/detail/route.hpp>
#include <cent/detail/submission.hpp>
#include <cent/methods.hpp>
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

/// On AsyncClient a method without a callback returns a future.
template <class R>
struct Returns<AsyncClient, R> {
  using type = std::future<R>;  ///< A future of the result; it throws the error.
};
/// The same with options for the call.
template <class R>
struct Returns<AsyncClient, R, CallOptions> {
  using type = std::future<R>;  ///< A future of the result; it throws the error.
};
/// The same with CallOptions::timeout alone.
template <class R, class Rep, class Period>
struct Returns<AsyncClient, R, std::chrono::duration<Rep, Period>> {
  using type = std::future<R>;  ///< A future of the result; it throws the error.
};
/// With a callback or `detached` it returns nothing, with another token what AsyncResult says.
template <class R, class Token>
struct Returns<AsyncClient, R, Token> : detail::TokenReturns<Token, R> {};
/// The same with options for the call.
template <class R, class Token>
struct Returns<AsyncClient, R, CallOptions, Token> : detail::TokenReturns<Token, R> {};
/// The same with a time-out.
template <class R, class Rep, class Period, class Token>
struct Returns<AsyncClient, R, std::chrono::duration<Rep, Period>, Token> : detail::TokenReturns<Token, R> {};

/// Calls Centrifugo's server API without waiting.
///
///     cent::AsyncClient client{"http://localhost:8000", "api_key"};
///     client.publish("news", cent::Json::of("hello"), [](const cent::Reply<cent::PublishResult>& reply) {
///       if (!reply) std::cerr << reply.error().what() << '\n';
///     });
///     auto count = client.presence_stats("news");  // a future
///     std::cout << count.get().num_users << '\n';
///
/// One request for each command is slow, so the client gathers commands into batches. A background thread
/// sends them, several batches at a time. Every command that was accepted ends in exactly one outcome, also
/// when the client is closed or destroyed.
///
/// The methods are those of Methods. Every method takes, after its request, an optional CallOptions and an
/// optional callback `void(Reply<R>)`, which may be move-only. Without a callback it returns a
/// std::future<R>; with `cent::detached` in its place it returns nothing. <cent/coroutine.hpp> and
/// <cent/asio.hpp> add tokens for coroutines and Asio, AsyncResult those of your own. Commands of one channel
/// are executed in the order of their submission.
///
/// A callback is called once, in a thread of the client or of AsyncClientOptions::executor: never inside the
/// call that submitted the command, and never in the thread that closes or destroys the client. Without an
/// executor it should be short: while it runs the client does nothing else, though deadlines still hold. An
/// exception that it throws goes to AsyncClientOptions::on_callback_error. It may submit commands; it must
/// not call flush() or close().
///
/// Callbacks that block do not delay close() or the destructor: both return at the latest 0.2 s after their
/// time is up, later only while a thousand or more callbacks return in each tenth of a second. If one
/// callback still runs then, another thread of the client calls the remaining ones. So callbacks may run
/// after close() and even after the client was destroyed: objects that they use must live until then.
/// After close(), flush() waits for them. The caller of close() may hold a lock that a callback takes; the
/// callbacks then run late.
///
/// When the process ends, a client over TLS that was never destroyed is closed as by its destructor; any
/// other client stops without calling callbacks.
///
/// Safe from many threads at once. A forked child has no background thread: there every submission is
/// refused, and the destructor does nothing.
class CENT_EXPORT AsyncClient : public Methods<AsyncClient> {
 public:
  /// @param address `http://host:port` or `https://…`, with or without `/api` at its end.
  /// @param options Usually only `api_key` is needed; every other setting has a working default.
  /// @throws UsageError if the address, the key or an option is invalid; RequestException (resources) if
  /// the process is out of threads or file descriptors.
  template <class Text, if_text<Text> = 0>
  explicit AsyncClient(const Text& address, AsyncClientOptions options = {})
      : AsyncClient(Checked{}, {std::string(detail::text_of(address, "the address"))}, std::move(options)) {}
  /// With an API key and default settings. @throws UsageError
  template <class Text, class Key, if_text<Text> = 0, if_text<Key> = 0>
  AsyncClient(const Text& address, const Key& api_key)
      : AsyncClient(Checked{}, {std::string(detail::text_of(address, "the address"))},
                    with_key(detail::text_of(api_key, "the API key"))) {}
  /// Several addresses of one cluster. The first that works is used; an address that fails is set aside for a
  /// while.
  AsyncClient(std::initializer_list<TextArgument> addresses, AsyncClientOptions options)
      : AsyncClient(Checked{}, detail::strings_of(addresses, "the address"), std::move(options)) {}
  /// The same from a list made at run time. @throws UsageError if it is empty.
  AsyncClient(const std::vector<std::string>& addresses, AsyncClientOptions options)
      : AsyncClient(Checked{}, addresses, std::move(options)) {}

  AsyncClient(const AsyncClient&) = delete;
  AsyncClient& operator=(const AsyncClient&) = delete;
  /// Calls close(AsyncClientOptions::close_timeout), with the same bound. A callback that still runs then,
  /// and those after it, outlive the client.
  ~AsyncClient();

  /// Submits a request of any method.
  /// @throws UsageError if the request is invalid; RequestException with delivery() `refused` if the queue is
  /// full (queue_full), the command is too large (too_large), or the client is closed or forked (cancelled).
  /// The callback is not called then.
  template <class Request, class Result = typename Request::Result>
  std::future<Result> call(const Request& request, const CallOptions& options = {}) {
    return submit_with_future(detail::TypedCall<Request>{}, request, options);
  }
  /// The same with a time-out, see CallOptions::timeout.
  template <class Request, class Result = typename Request::Result>
  std::future<Result> call(const Request& request, std::chrono::milliseconds timeout) {
    return call(request, CallOptions{timeout});
  }
  /// The same with a callback, `detached`, `use_future`, or another token, see AsyncResult.
  template <class Request, class Token,
            class Type = typename detail::TokenReturns<Token, typename Request::Result>::type>
  Type call(const Request& request, Token token) {
    return call(request, CallOptions{}, std::move(token));
  }
  /// The same with options.
  template <class Request, class Token,
            class Type = typename detail::TokenReturns<Token, typename Request::Result>::type>
  Type call(const Request& request, const CallOptions& options, Token token) {
    return submit_with<typename Request::Result, Type>(detail::TypedCall<Request>{}, request, options,
                                                       std::move(token));
  }
  /// The same with a time-out.
  template <class Request, class Token,
            class Type = typename detail::TokenReturns<Token, typename Request::Result>::type>
  Type call(const Request& request, std::chrono::milliseconds timeout, Token token) {
    return call(request, CallOptions{timeout}, std::move(token));
  }
  /// A command by its wire name, for methods newer than this library. Returns the result as it came.
  std::future<Json> call(const Command& command, const CallOptions& options = {});
  /// The same with a callback or another token.
  template <class Token, class Type = typename detail::TokenReturns<Token, Json>::type>
  Type call(const Command& command, Token token) {
    return call(command, CallOptions{}, std::move(token));
  }
  /// The same with options.
  template <class Token, class Type = typename detail::TokenReturns<Token, Json>::type>
  Type call(const Command& command, const CallOptions& options, Token token) {
    return submit_with<Json, Type>(detail::RawCall{command.method}, command, options, std::move(token));
  }

  /// Blocks until every command has an outcome and its callback has returned, or `at_most` has passed.
  /// Returns how many commands are still pending. After close() it waits for callbacks that still run.
  /// @throws UsageError inside a callback, RequestException (cancelled) in a forked child.
  std::size_t flush(std::chrono::milliseconds at_most);
  /// Rejects new commands, flushes, then fails the commands without an outcome: `not_sent` if queued,
  /// `unknown` if under way. Returns their number. Blocks for at most `at_most` plus 0.2 s, whatever
  /// callbacks do; those that take longer continue in threads of the client, see above. Calling it again does
  /// nothing and returns 0.
  /// @throws UsageError inside a callback, RequestException (cancelled) in a forked child.
  std::size_t close(std::chrono::milliseconds at_most);

  /// The requests that begin from now on carry this API key, those under way keep theirs. See
  /// RetryPolicy::wait_for_key. Thread safe. The client keeps a few hundred bytes for each key until it ends.
  /// @throws UsageError if the key is empty or invalid, or if the client was made without one.
  template <class Text, if_text<Text> = 0>
  void set_api_key(const Text& key) {
    change_api_key(detail::text_of(key, "the API key"));
  }

  /// Counters of commands, requests and the queue.
  [[nodiscard]] AsyncStats stats() const;

 private:
  struct Checked {};
  struct Impl;
  static AsyncClientOptions with_key(std::string_view key);
  AsyncClient(Checked, const std::vector<std::string>& addresses, AsyncClientOptions options);

  void change_api_key(std::string_view key);
  void submit(detail::Submission& submission, detail::Params& params, const CallOptions& options);
  void submit(const Command& command, detail::Submission& submission, const CallOptions& options);
  template <class Request>
  void submit(const Request& request, detail::Submission& submission, const CallOptions& options) {
    detail::Params params;
    submission.method = Request::kMethod;
    submission.repeat = detail::encode_params(request, params);
    submission.route = detail::route_of(request);
    submit(submission, params, options);
  }
  template <class Request, class Completion>
  void submit(const Request& request, Completion& completion, detail::Submission& submission,
              const CallOptions& options) {
    submission.completion.reset(&completion);
    submission.completion_bytes += sizeof(completion);
    submit(request, submission, options);
  }
  template <class R, class Type, class Call, class Request, class Token>
  Type submit_with(Call call, const Request& request, const CallOptions& options, Token token) {
    if constexpr (is_callback<Token, R>) {
      submit_with_callback(std::move(call), request, options, std::move(token));
    } else if constexpr (std::is_same_v<Token, Detached>) {
      submit_detached(std::move(call), request, options);
    } else if constexpr (std::is_same_v<Token, UseFuture>) {
      return submit_with_future(std::move(call), request, options);
    } else {
      return AsyncResult<Token, R>::make(
          UnsentCall<R>{Unsent<R, Call, Request>{*this, call, request, options}}, std::move(token));
    }
  }
  /// The content of an UnsentCall.
  template <class R, class Call, class Request>
  struct Unsent {
    AsyncClient& client;
    Call call;
    Request request;
    CallOptions options;
    [[nodiscard]] std::string_view method() const noexcept { return call.method(); }
    void operator()(detail::AnyCallback<R> done, std::shared_ptr<Cancellation> cancellation) {
      using Completion = detail::CancellableCompletion<Call, detail::AnyCallback<R>>;
      const bool is_cancellable = cancellation != nullptr;
      Completion completion{std::move(call), std::move(done), std::move(cancellation)};
      detail::Submission submission;
      submission.is_cancellable = is_cancellable;
      client.submit(request, completion, submission, options);
    }
  };
  template <class Call, class Request, class Done>
  void submit_with_callback(Call call, const Request& request, const CallOptions& options, Done done) {
    detail::CallbackCompletion<Call, detail::KeptCallback<Done>> completion{std::move(call), std::move(done)};
    detail::Submission submission;
    submit(request, completion, submission, options);
  }
  template <class Call, class Request>
  void submit_detached(Call call, const Request& request, const CallOptions& options) {
    detail::DetachedCompletion<Call> completion{std::move(call)};
    detail::Submission submission;
    submit(request, completion, submission, options);
  }
  template <class Call, class Request>
  auto submit_with_future(Call call, const Request& request, const CallOptions& options) {
    constexpr std::size_t kSharedState = 128;  // of the future, on the heap
    detail::PromiseCompletion<Call> completion{std::move(call)};
    auto future = completion.future();
    detail::Submission submission;
    submission.completion_bytes = kSharedState;
    submit(request, completion, submission, options);
    return future;
  }

  std::shared_ptr<Impl> impl_;  // close() keeps it alive while callbacks run there
};

}  // namespace cent
