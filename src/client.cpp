#include <cent/client.hpp>
#include <new>
#include <utility>

#include "curl/scheme.hpp"
#include "delivery/executor.hpp"
#include "delivery/key_source.hpp"
#include "delivery/reply_set.hpp"
#include "http/blocking_attempts.hpp"
#include "protocol/method_name.hpp"
#include "system/out_of_memory.hpp"

namespace cent {
namespace {

using ErrorPtr = std::shared_ptr<const CentException>;

/// Returns the result of `function`, or the error that it throws.
template <class Result, class Function>
Result caught(const Function& function) {
  try {
    return function();
  } catch (const CentException& error) {
    return detail::shared_copy(error);
  } catch (const std::bad_alloc&) {
    return std::shared_ptr<const CentException>(detail::out_of_memory(Delivery::not_sent));
  }
}

}  // namespace

struct Client::Impl {
  Impl(const std::vector<std::string>& addresses, const ClientOptions& options)
      : service(options),
        http(addresses, options),
        attempts(http, transport_of(addresses, options), detail::system_clock()),
        executor(service, attempts, detail::system_clock()) {}

  static std::shared_ptr<Transport> transport_of(const std::vector<std::string>& addresses,
                                                 const ClientOptions& options) {
    if (options.transport) return options.transport;
    detail::check_schemes(addresses);
    return make_curl_transport(options.http);
  }

  [[nodiscard]] bool generates_keys(const CallOptions& options) const {
    return options.generate_key.value_or(service.options.generate_key);
  }

  /// Sends one command. Returns `read(text, facts)` of its result, or its error.
  template <class Outcome, class Read>
  Outcome perform(std::string_view method, std::string_view params, Effect effect, const CallOptions& options,
                  const Read& read) {
    if (!buffer.empty()) {
      throw ClientNotEmpty("commands wait in the client's buffer: send() or reset() them first",
                           std::string(method));
    }
    std::string keyed;
    std::string_view sent = params;
    detail::Repeat repeat{effect};
    if (generates_keys(options)) {
      keyed = params;
      detail::add_random_key(method, keyed, repeat);
      sent = keyed;
    }
    detail::ReplySet replies{1};
    execute({method, sent, repeat}, options, replies);
    if (auto error = replies.error(0)) return error;
    return read(replies.text(0), detail::CallFacts{method, params, replies.attempts, replies.status});
  }
  ErrorPtr exchange(std::string_view method, detail::Encode encode, const void* request,
                    const CallOptions& options, detail::Read read, void* result) {
    detail::Params params;
    const Effect effect = encode(request, params);
    return perform<ErrorPtr>(
        method, params.text, effect, options,
        [&](std::string_view text, const detail::CallFacts& facts) { return read(text, result, facts); });
  }
  Reply<Json> call(const Command& command, const CallOptions& options) {
    detail::check_method_name(command.method);
    std::string one_line;
    const std::string_view params = detail::checked_params(command, one_line);
    return perform<Reply<Json>>(command.method, params, command.effect, options, &detail::read_reply<Json>);
  }

  std::shared_ptr<const detail::ReplySet> run(const detail::CommandBuffer& commands,
                                              const CallOptions& options) {
    auto replies = std::make_shared<detail::ReplySet>(commands.size());
    if (commands.empty()) return replies;
    if (generates_keys(options)) {
      const detail::CommandBuffer keyed = detail::with_random_keys(commands);
      execute(detail::Commands{keyed}, options, *replies);
    } else {
      execute(detail::Commands{commands}, options, *replies);
    }
    return replies;
  }

  /// @throws UsageError if an option is invalid.
  void execute(const detail::Commands& commands, const CallOptions& options, detail::ReplySet& replies) {
    if (!options.headers.empty()) http.keys.check_extra(options.headers);
    executor.run(commands, options, replies);
  }

  detail::Service service;
  detail::HttpApi http;
  detail::BlockingAttempts attempts;
  detail::Executor executor;
  detail::CommandBuffer buffer;  ///< Commands of add().
};

Client::Client(std::initializer_list<TextArgument> addresses, ClientOptions options)
    : Client(Checked{}, detail::strings_of(addresses, "the address"), std::move(options)) {}
Client::Client(const std::vector<std::string>& addresses, ClientOptions options)
    : Client(Checked{}, addresses, std::move(options)) {}
Client::Client(Checked, const std::vector<std::string>& addresses, ClientOptions options)
    : impl_(std::make_unique<Impl>(addresses, options)) {}
Client::Client(Client&&) noexcept = default;
Client& Client::operator=(Client&&) noexcept = default;
Client::~Client() = default;

ClientOptions Client::with_key(std::string_view key) {
  ClientOptions options;
  options.api_key = key;
  return options;
}

void Client::exchange(std::string_view method, detail::Encode encode, const void* request,
                      const CallOptions& options, detail::Read read, void* result) {
  if (const auto error = impl_->exchange(method, encode, request, options, read, result)) error->raise();
}

std::shared_ptr<const CentException> Client::try_exchange(std::string_view method, detail::Encode encode,
                                                          const void* request, const CallOptions& options,
                                                          detail::Read read, void* result) {
  return caught<ErrorPtr>([&] { return impl_->exchange(method, encode, request, options, read, result); });
}

Reply<Client> Client::try_make(const std::vector<std::string>& addresses, ClientOptions options) {
  return caught<Reply<Client>>([&] { return Client(Checked{}, addresses, std::move(options)); });
}

Reply<Json> Client::call(const Command& command, const CallOptions& options, NoThrow) {
  return caught<Reply<Json>>([&] { return impl_->call(command, options); });
}
Reply<Json> Client::call(const Command& command, NoThrow) { return call(command, CallOptions{}, no_throw); }
Json Client::call(const Command& command, const CallOptions& options) {
  return impl_->call(command, options).value();
}

Reply<Replies> Client::send(const Batch& batch, const CallOptions& options, NoThrow) {
  return caught<Reply<Replies>>([&] { return send(batch, options); });
}

Reply<Replies> Client::send(const Batch& batch, NoThrow) { return send(batch, CallOptions{}, no_throw); }

Replies Client::send(const Batch& batch, const CallOptions& options) {
  return Replies{impl_->run(batch.commands_, options), batch.id_};
}

void Client::add(const Command& command) { impl_->buffer.push(command); }

void Client::reset() { impl_->buffer.clear(); }

void Client::change_api_key(std::string_view key) { impl_->http.keys.set(std::string(key)); }

std::uint64_t Client::observer_errors() const noexcept { return impl_->service.watch.errors(); }

std::vector<Reply<Json>> Client::send(const CallOptions& options) {
  std::vector<Reply<Json>> raw;
  raw.reserve(impl_->buffer.size());  // before sending, since a failure afterwards would lose outcomes
  const auto replies = impl_->run(impl_->buffer, options);
  detail::CommandBuffer sent = std::move(impl_->buffer);  // so that nothing can send them again
  for (std::size_t i = 0; i < replies->size(); ++i) {
    if (auto error = replies->error(i)) {
      raw.emplace_back(std::move(error));
    } else {
      raw.emplace_back(detail::read_reply<Json>(
          replies->text(i), {sent.method(i), sent.params(i), replies->attempts, replies->status}));
    }
  }
  sent.clear();
  impl_->buffer = std::move(sent);  // keeps its memory
  return raw;
}

}  // namespace cent
