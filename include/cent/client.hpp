#pragma once
#include <cent/api.hpp>
#include <cent/batch.hpp>
#include <cent/call_options.hpp>
#include <cent/client_options.hpp>
#include <cent/detail/codec.hpp>
#include <cent/detail/methods.hpp>
#include <cent/detail/raw_reply.hpp>
#include <cent/reply.hpp>
#include <initializer_list>
#include <memory>
#include <string>
#include <string_view>
#include <vector>

namespace cent {

class Client;

namespace detail {
template <class R>
struct Outcome<Client, R> {
  using type = R;
};
template <class R>
struct Outcome<Client, R, CallOptions> {
  using type = R;
};
}  // namespace detail

/// Calls Centrifugo's server API and waits for the answer. Its methods are those of OpenMethods and
/// ProMethods.
///
/// Methods, batches and call() are safe from many threads at once, and several calls then run at the same
/// time. The buffer of add(), send() and reset() is one for all threads: use it from one, and no single calls
/// meanwhile. Movable, not copyable; one that was moved from may be assigned to or destroyed, no more. A
/// forked child may go on using it: it makes connections of its own.
class CENT_EXPORT Client : public detail::Methods<Client> {
 public:
  /// @param address `http://host:port` or `https://…`, with or without `/api` at its end.
  /// @param options Settings; the defaults work but for a server that asks for a key.
  /// @throws UsageError if address, key or options cannot be.
  template <class Text, detail::if_text<Text> = 0>
  explicit Client(const Text& address, ClientOptions options = {})
      : Client(Checked{}, {std::string(detail::text_of(address, "the address"))}, std::move(options)) {}
  /// With an API key and all other settings as they are by default. @throws UsageError
  template <class Text, class Key, detail::if_text<Text> = 0, detail::if_text<Key> = 0>
  Client(const Text& address, const Key& api_key)
      : Client(Checked{}, {std::string(detail::text_of(address, "the address"))},
               with_key(detail::text_of(api_key, "the API key"))) {}
  /// Several addresses of one cluster: the first that works is used; one that fails is set aside for a while.
  Client(std::initializer_list<detail::TextArgument> addresses, ClientOptions options)
      : Client(Checked{}, detail::strings_of(addresses, "the address"), std::move(options)) {}
  /// The same from a list made at run time. @throws UsageError if it is empty.
  Client(const std::vector<std::string>& addresses, ClientOptions options)
      : Client(Checked{}, addresses, std::move(options)) {}

  Client(Client&&) noexcept;
  Client& operator=(Client&&) noexcept;
  ~Client();

  /// Sends a request of any method.
  /// @throws UsageError before sending; RequestException, ResponseError after; ClientNotEmpty if commands
  /// wait in the buffer of add().
  template <class Request, class Result = typename Request::Result>
  Result call(const Request& request, const CallOptions& options = {}) {
    detail::Params params;
    const Effect effect = detail::encode_params(request, params);
    const detail::RawReply raw = perform(Request::kMethod, params.text, effect, options);
    return detail::read_reply<Result>(raw.text(), raw.call).value();
  }
  /// A command by its wire name, for methods newer than this library. Gives the result as it came.
  Json call(const Command& command, const CallOptions& options = {});

  /// Sends all commands in one request. An empty batch sends nothing.
  /// Does not throw for what the server or the network does: each command's reply holds its own outcome.
  /// @throws UsageError if the options cannot be.
  [[nodiscard]] Replies send(const Batch& batch, const CallOptions& options = {});

  /// Puts a command by its wire name into the client's buffer.
  /// @throws UsageError if the method is not a name or the params are not an object.
  template <class Text, detail::if_text<Text> = 0>
  void add(const Text& method, const Json& params) {
    add(Command{std::string(detail::text_of(method, "the method")), params});
  }
  /// The same for a command as it is.
  void add(const Command& command);
  /// Sends what add() gathered as one request: one raw reply a command, in order. The buffer is empty then.
  std::vector<Reply<Json>> send(const CallOptions& options = {});
  /// Empties the buffer without sending.
  void reset();

 private:
  struct Checked {};
  struct Impl;
  static ClientOptions with_key(std::string_view key);
  Client(Checked, const std::vector<std::string>& addresses, ClientOptions options);
  detail::RawReply perform(std::string_view method, std::string_view params, Effect effect,
                           const CallOptions& options);

  std::unique_ptr<Impl> impl_;
};

}  // namespace cent
