#pragma once
#include <cent/batch.hpp>
#include <cent/call_options.hpp>
#include <cent/client_options.hpp>
#include <cent/detail/codec.hpp>
#include <cent/detail/read_reply.hpp>
#include <cent/methods.hpp>
#include <cent/no_throw.hpp>
#include <cent/reply.hpp>
#include <chrono>
#include <cstdint>
#include <initializer_list>
#include <memory>
#include <string>
#include <string_view>
#include <vector>

namespace cent {

class Client;

/// On Client a method returns the result.
template <class R>
struct Returns<Client, R> {
  using type = R;  ///< The result itself.
};
/// The same with options for the call.
template <class R>
struct Returns<Client, R, CallOptions> {
  using type = R;  ///< The result itself.
};
/// The same with CallOptions::timeout alone: `client.publish("news", data, 500ms)`.
template <class R, class Rep, class Period>
struct Returns<Client, R, std::chrono::duration<Rep, Period>> {
  using type = R;  ///< The result itself.
};
/// With `no_throw` it returns the result or the error.
template <class R>
struct Returns<Client, R, NoThrow> {
  using type = Reply<R>;  ///< The result or the error.
};
/// The same with options for the call.
template <class R>
struct Returns<Client, R, CallOptions, NoThrow> {
  using type = Reply<R>;  ///< The result or the error.
};
/// The same with a time-out.
template <class R, class Rep, class Period>
struct Returns<Client, R, std::chrono::duration<Rep, Period>, NoThrow> {
  using type = Reply<R>;  ///< The result or the error.
};

/// Calls Centrifugo's server API and waits for the answer.
///
///     cent::Client client{"http://localhost:8000", "api_key"};
///     client.publish("news", cent::Json::of("hello"));
///     for (const auto& publication : client.history("news").publications) {
///       std::cout << publication.data.text() << '\n';
///     }
///
/// The methods are those of Methods. A method returns the result or throws: a failure is a CentException,
/// whose delivery() says whether the command may have been executed. With `no_throw` behind its arguments it
/// returns a Reply instead, also for wrong use.
///
/// Methods, batches and call() are safe from many threads at once, and several calls then run at the same
/// time. All threads share the one buffer of add(), send() and reset(): use it from one thread, and make no
/// single calls until it is sent. Movable, not copyable; a moved-from client may only be assigned to or
/// destroyed. A forked child may continue to use it, over connections of its own.
class CENT_EXPORT Client : public Methods<Client> {
 public:
  /// @param address `http://host:port` or `https://…`, with or without `/api` at its end.
  /// @param options Usually only `api_key` is needed; every other setting has a working default.
  /// @throws UsageError if the address, the key or an option is invalid.
  template <class Text, if_text<Text> = 0>
  explicit Client(const Text& address, ClientOptions options = {})
      : Client(Checked{}, {std::string(detail::text_of(address, "the address"))}, std::move(options)) {}
  /// With an API key and default settings. @throws UsageError
  template <class Text, class Key, if_text<Text> = 0, if_text<Key> = 0>
  Client(const Text& address, const Key& api_key)
      : Client(Checked{}, {std::string(detail::text_of(address, "the address"))},
               with_key(detail::text_of(api_key, "the API key"))) {}
  /// Several addresses of one cluster. The first that works is used; an address that fails is set aside for a
  /// while.
  Client(std::initializer_list<TextArgument> addresses, ClientOptions options);
  /// The same from a list made at run time. @throws UsageError if it is empty.
  Client(const std::vector<std::string>& addresses, ClientOptions options);

  /// The same without exceptions. @returns the client, or the UsageError.
  template <class Text, if_text<Text> = 0>
  [[nodiscard]] static Reply<Client> make(const Text& address, ClientOptions options = {}) {
    return try_make({std::string(detail::text_of(address, "the address"))}, std::move(options));
  }

  Client(Client&&) noexcept;
  Client& operator=(Client&&) noexcept;
  ~Client();

  /// Sends a request of any method.
  /// @throws UsageError before sending; RequestException, ResponseError after; ClientNotEmpty if the
  /// buffer of add() holds commands.
  template <class Request, class Result = typename Request::Result>
  Result call(const Request& request, const CallOptions& options = {}) {
    Result result{};
    exchange(Request::kMethod, &detail::encode_erased<Request>, &request, options,
             &detail::read_erased<Result>, &result);
    return result;
  }
  /// The same with a time-out, see CallOptions::timeout.
  template <class Request, class Result = typename Request::Result>
  Result call(const Request& request, std::chrono::milliseconds timeout) {
    return call(request, CallOptions{timeout});
  }
  /// The same without exceptions.
  template <class Request, class Result = typename Request::Result>
  Reply<Result> call(const Request& request, NoThrow) {
    return call(request, CallOptions{}, no_throw);
  }
  /// The same with options.
  template <class Request, class Result = typename Request::Result>
  Reply<Result> call(const Request& request, const CallOptions& options, NoThrow) {
    Result result{};
    if (auto error = try_exchange(Request::kMethod, &detail::encode_erased<Request>, &request, options,
                                  &detail::read_erased<Result>, &result))
      return error;
    return result;
  }
  /// The same with a time-out.
  template <class Request, class Result = typename Request::Result>
  Reply<Result> call(const Request& request, std::chrono::milliseconds timeout, NoThrow) {
    return call(request, CallOptions{timeout}, no_throw);
  }
  /// A command by its wire name, for methods newer than this library. Returns the result as it came.
  Json call(const Command& command, const CallOptions& options = {});
  /// The same without exceptions.
  Reply<Json> call(const Command& command, NoThrow);
  /// The same with options.
  Reply<Json> call(const Command& command, const CallOptions& options, NoThrow);

  /// Sends all commands in one request. An empty batch sends nothing.
  /// Does not throw for errors of the server or the network: each command's reply holds its own outcome.
  /// @throws UsageError if the options are invalid.
  [[nodiscard]] Replies send(const Batch& batch, const CallOptions& options = {});

  /// The same without exceptions: the replies, or the UsageError.
  [[nodiscard]] Reply<Replies> send(const Batch& batch, NoThrow);
  /// The same with options.
  [[nodiscard]] Reply<Replies> send(const Batch& batch, const CallOptions& options, NoThrow);

  /// Puts a command by its wire name into the client's buffer.
  /// @throws UsageError if the method is not a name or the params are not a JSON object.
  template <class Text, if_text<Text> = 0>
  void add(const Text& method, const Json& params) {
    add(Command{std::string(detail::text_of(method, "the method")), params});
  }
  /// The same for a Command.
  void add(const Command& command);
  /// Sends the commands in the buffer as one request and empties it. Returns one raw reply for each command,
  /// in order.
  std::vector<Reply<Json>> send(const CallOptions& options = {});
  /// Empties the buffer without sending.
  void reset();

  /// The requests that begin from now on carry this API key, those under way keep theirs. Thread safe. The
  /// client keeps a few hundred bytes for each key until it ends.
  /// @throws UsageError if the key is empty or invalid, or if the client was made without one.
  template <class Text, if_text<Text> = 0>
  void set_api_key(const Text& key) {
    change_api_key(detail::text_of(key, "the API key"));
  }
  /// Number of events at which the observer threw. Thread safe.
  [[nodiscard]] std::uint64_t observer_errors() const noexcept;

 private:
  struct Checked {};
  struct Impl;
  static ClientOptions with_key(std::string_view key);
  Client(Checked, const std::vector<std::string>& addresses, ClientOptions options);
  void change_api_key(std::string_view key);
  /// Sends a request and sets the result. Compiled once for all methods, so that a call is little code.
  void exchange(std::string_view method, detail::Encode encode, const void* request,
                const CallOptions& options, detail::Read read, void* result);
  /// The same without exceptions. Returns null, or why there is no result.
  std::shared_ptr<const CentException> try_exchange(std::string_view method, detail::Encode encode,
                                                    const void* request, const CallOptions& options,
                                                    detail::Read read, void* result);
  static Reply<Client> try_make(const std::vector<std::string>& addresses, ClientOptions options);

  std::unique_ptr<Impl> impl_;
};

}  // namespace cent
