#include <algorithm>
#include <atomic>
#include <cent/async_client.hpp>
#include <cent/errors.hpp>
#include <string>
#include <utility>

#include "async/completion_pool.hpp"
#include "async/running_client.hpp"
#include "async/wrapped_completion.hpp"
#include "curl/multi_transport.hpp"
#include "curl/scheme.hpp"
#include "delivery/key_source.hpp"
#include "protocol/channel_of.hpp"
#include "protocol/method_name.hpp"
#include "transport/waiting_transport.hpp"

namespace cent {

using std::chrono::milliseconds;

namespace detail {

namespace {

constexpr std::size_t kMostLanes = 64;
constexpr std::size_t kMostGrowth = 64;

const AsyncClientOptions& checked(const AsyncClientOptions& options) {
  if (options.lanes < 1 || options.lanes > kMostLanes) throw UsageError("lanes must be from 1 to 64");
  if (options.max_batch_commands < 1) throw UsageError("max_batch_commands must be at least 1");
  if (options.max_batch_growth < 1 || options.max_batch_growth > kMostGrowth)
    throw UsageError("max_batch_growth must be from 1 to 64");
  if (options.max_queue_commands < 1) throw UsageError("max_queue_commands must be at least 1");
  if (options.max_delay < std::chrono::microseconds{0}) throw UsageError("max_delay must not be negative");
  if (!(options.queue_mark > 0 && options.queue_mark <= 1))
    throw UsageError("queue_mark must be above 0 and at most 1");
  if (options.close_timeout < milliseconds{0}) throw UsageError("close_timeout must not be negative");
  return options;
}

std::unique_ptr<AsyncTransport> transport_of(const std::vector<std::string>& addresses,
                                             const AsyncClientOptions& options) {
  if (options.transport) return make_waiting_transport(options.transport);
  check_schemes(addresses);
  return make_multi_transport(options.http);
}

std::shared_ptr<Engine> engine_of(const std::vector<std::string>& addresses,
                                  const AsyncClientOptions& options) {
  return std::make_shared<Engine>(addresses, checked(options), system_clock(),
                                  transport_of(addresses, options));
}

/// True if in doubt.
bool uses_tls(const std::vector<std::string>& addresses, const AsyncClientOptions& options) {
  if (options.transport) return false;
  if (options.http.proxy_from_environment || !options.http.proxy.empty()) return true;
  return std::any_of(addresses.begin(), addresses.end(), is_https);
}

/// Callbacks of one channel stay in order. Those of commands without a channel have none.
std::size_t order_of(const Route& route) noexcept {
  static std::atomic<std::size_t> next{0};
  return route.anywhere ? next++ : route.key;
}

/// Puts the completion of a command into another one.
template <class Wrapper, class Addition>
void wrap(Submission& submission, Addition addition) {
  Completion::keep(submission.completion, heap_memory());
  Wrapper wrapper{std::move(submission.completion), std::move(addition)};
  CompletionPtr outer{&wrapper};
  Completion::keep(outer, heap_memory());
  submission.completion = std::move(outer);
  submission.completion_bytes += sizeof(Wrapper);
}

}  // namespace
}  // namespace detail

struct CENT_NO_EXPORT AsyncClient::Impl final : detail::RunningClient {
  Impl(const std::vector<std::string>& addresses, const AsyncClientOptions& options)
      : RunningClient(detail::engine_of(addresses, options), options.close_timeout),
        generates_keys(options.generate_key) {}

  const bool generates_keys;
  detail::KeySource keys;
};

AsyncClient::AsyncClient(Checked, const std::vector<std::string>& addresses, AsyncClientOptions options)
    : impl_(std::make_shared<Impl>(addresses, options)) {
  impl_->enter(detail::uses_tls(addresses, options));
}

AsyncClient::~AsyncClient() { Impl::end(impl_); }

AsyncClientOptions AsyncClient::with_key(std::string_view key) {
  AsyncClientOptions options;
  options.api_key = key;
  return options;
}

void AsyncClient::submit(detail::Submission& submission, detail::Params& params, const CallOptions& options) {
  impl_->check_usable(submission.method);
  if (!options.headers.empty()) {
    throw UsageError(
        "CallOptions::headers cannot be sent, since the commands of an AsyncClient share requests: set "
        "request_headers",
        std::string(submission.method));
  }
  detail::Engine& engine = impl_->engine();
  if (options.generate_key.value_or(impl_->generates_keys) &&
      detail::wants_key(submission.method, submission.repeat.effect)) {
    detail::put_key(params, impl_->keys.next());
    submission.repeat = {Effect::keyed, true};
  }
  if (options.context) {
    engine.expect_contexts();
    detail::wrap<detail::ContextCompletion>(submission, options.context);
  }
  if (engine.callbacks() && submission.completion->runs_callback()) {
    detail::wrap<detail::QueuedCompletion>(submission, detail::order_of(submission.route));
  }
  const auto now = engine.clock().now();
  const auto timeout = detail::checked_timeout(options.timeout, engine.service().options);
  submission.params = params.text;
  submission.retry = options.retry.value_or(Retry::by_policy);
  submission.deadline = detail::later(now, timeout);
  engine.inbox().submit(submission, now, !engine.is_own_thread());
}

void AsyncClient::submit(const Command& command, detail::Submission& submission, const CallOptions& options) {
  detail::check_method_name(command.method);
  detail::Params params;
  std::string one_line;
  params.text = detail::checked_params(command, one_line);
  CallOptions as_written = options;
  if (detail::names_key(params.text)) as_written.generate_key = false;
  submission.method = command.method;
  submission.repeat = command.effect;
  submission.route = detail::route_of_params(params.text);
  submit(submission, params, as_written);
}

std::future<Json> AsyncClient::call(const Command& command, const CallOptions& options) {
  return submit_with_future(detail::RawCall{command.method}, command, options);
}

std::size_t AsyncClient::flush(milliseconds at_most) {
  impl_->check_may_wait("flush()");
  detail::Engine& engine = impl_->engine();
  engine.inbox().wait_idle(detail::later(engine.clock().now(), std::max(at_most, milliseconds{0})));
  return engine.inbox().unreported();
}

std::size_t AsyncClient::close(milliseconds at_most) {
  const std::shared_ptr<Impl> impl = impl_;  // a callback that runs here may destroy the client
  impl->check_may_wait("close()");
  return impl->close(at_most);
}

void AsyncClient::change_api_key(std::string_view key) { impl_->engine().set_api_key(std::string(key)); }

AsyncStats AsyncClient::stats() const {
  // In a child, a thread of the parent may have held the lock.
  return impl_->is_orphaned() ? impl_->engine().ledger() : impl_->engine().stats();
}

}  // namespace cent
