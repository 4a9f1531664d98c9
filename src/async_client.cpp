#include <algorithm>
#include <atomic>
#include <cent/async_client.hpp>
#include <cent/errors.hpp>
#include <mutex>
#include <string>
#include <thread>
#include <utility>

#include "async/engine.hpp"
#include "async/open_clients.hpp"
#include "curl/multi_transport.hpp"
#include "curl/scheme.hpp"
#include "delivery/auto_key.hpp"
#include "delivery/key_source.hpp"
#include "delivery/route_of_params.hpp"
#include "protocol/method_name.hpp"
#include "system/fork_count.hpp"
#include "system/keep_loaded.hpp"
#include "system/worker_thread.hpp"
#include "transport/waiting_transport.hpp"

namespace cent {

using std::chrono::milliseconds;

namespace detail {

Completion::~Completion() = default;

namespace {

constexpr std::size_t kMostLanes = 64;

const AsyncClientOptions& checked(const AsyncClientOptions& options) {
  if (options.lanes < 1 || options.lanes > kMostLanes) throw UsageError("lanes must be from 1 to 64");
  if (options.max_batch_commands < 1) throw UsageError("max_batch_commands must be at least 1");
  if (options.max_queue_commands < 1) throw UsageError("max_queue_commands must be at least 1");
  if (options.max_delay < std::chrono::microseconds{0}) throw UsageError("max_delay must not be negative");
  if (options.close_timeout < milliseconds{0}) throw UsageError("close_timeout must not be negative");
  return options;
}

std::unique_ptr<AsyncTransport> transport_of(const std::vector<std::string>& addresses,
                                             const AsyncClientOptions& options) {
  if (options.transport) return make_waiting_transport(options.transport);
  check_schemes(addresses);
  return make_multi_transport(options.http);
}

/// True if in doubt.
bool uses_tls(const std::vector<std::string>& addresses, const AsyncClientOptions& options) {
  if (options.transport) return false;
  if (options.http.proxy_from_environment || !options.http.proxy.empty()) return true;
  return std::any_of(addresses.begin(), addresses.end(), is_https);
}

[[noreturn]] void refuse_orphan(std::string_view method) {
  ErrorFacts facts;
  facts.method = method;
  facts.kind = FailureKind::cancelled;
  facts.delivery = Delivery::refused;
  facts.cause =
      "the process was forked: an AsyncClient works only in the parent, create a new one in the child";
  throw RequestException(std::move(facts));
}

}  // namespace
}  // namespace detail

struct CENT_NO_EXPORT AsyncClient::Impl final : detail::OpenClient {
  Impl(const std::vector<std::string>& addresses, const AsyncClientOptions& options)
      : generates_keys(options.generate_key),
        close_timeout(options.close_timeout),
        engine(std::make_shared<detail::Engine>(addresses, detail::checked(options), detail::system_clock(),
                                                detail::transport_of(addresses, options))),
        thread(detail::start_worker_thread([running = engine] { running->loop(); })) {}

  [[nodiscard]] bool is_orphaned() const { return owner != detail::fork_count(); }
  void check_may_wait(const char* what) const {
    if (is_orphaned()) detail::refuse_orphan({});
    if (engine->is_own_thread())
      throw UsageError(std::string(what) + " was called inside a callback and would wait for it");
  }

  /// Joins the threads, or detaches them if a callback blocks one. Does nothing the second time.
  void leave_threads(bool may_join);
  void start_relief();
  std::size_t close(milliseconds at_most);
  void close_at_exit() noexcept override;
  void abandon() noexcept override;

  const unsigned owner = detail::fork_count();
  const bool generates_keys;
  const milliseconds close_timeout;
  detail::KeySource keys;
  std::shared_ptr<detail::Engine>
      engine;  // shared with the thread: a callback may run longer than the client lives
  std::mutex leaving;
  bool left = false;
  std::thread thread;
  std::thread relief;            ///< Reports the remaining outcomes while a callback blocks `thread`.
  std::shared_ptr<Impl> itself;  ///< Set in a forked child, so that it is never destroyed.
  Impl* next_orphan = nullptr;
};

void AsyncClient::Impl::leave_threads(bool may_join) {
  const std::lock_guard<std::mutex> lock{leaving};
  if (std::exchange(left, true)) return;
  if (!may_join) detail::keep_loaded();  // the threads still run this code
  for (std::thread* const one : {&thread, &relief}) {
    if (!one->joinable()) continue;
    if (may_join) {
      one->join();
    } else {
      one->detach();
    }
  }
}

void AsyncClient::Impl::start_relief() {
  const std::lock_guard<std::mutex> lock{leaving};
  if (left || relief.joinable()) return;
  try {
    relief = detail::start_worker_thread([running = engine] { running->relieve(); });
  } catch (const std::exception&) {  // the client's thread does it when its callback returns
  }
}

std::size_t AsyncClient::Impl::close(milliseconds at_most) {
  constexpr milliseconds kGrace{50};     // for the thread to end the remaining commands after the deadline
  constexpr milliseconds kBlocked{100};  // after that, for callbacks
  constexpr milliseconds kLook{10};
  // If kMany callbacks return within kBlocked, they do not block. So all outcomes of a full queue are
  // reported on a busy machine, too, within kMost.
  constexpr std::size_t kMany = 1000;
  constexpr std::chrono::seconds kMost{10};
  {
    const std::lock_guard<std::mutex> lock{leaving};
    if (left) return 0;
  }
  detail::Clock& clock = engine->clock();
  const auto until = detail::later(clock.now(), std::max(at_most, milliseconds{0}));
  detail::Inbox& inbox = engine->inbox();
  inbox.close(until);
  bool over = inbox.wait_left(detail::later(until, kGrace));
  const auto last = clock.now() + kMost;
  std::size_t unreported = inbox.unreported();
  for (milliseconds blocked{0}; !over && blocked < kBlocked && clock.now() < last;) {
    if (engine->is_in_callback()) {
      start_relief();
      blocked += kLook;
      if (inbox.unreported() + kMany <= unreported) {
        unreported = inbox.unreported();
        blocked = milliseconds{0};
      }
    }
    over = inbox.wait_left(clock.now() + kLook);
  }
  leave_threads(over);
  const std::uint64_t ended = engine->ended_by_closing();
  return static_cast<std::size_t>(over || ended != 0 ? ended : engine->ledger().pending);
}

void AsyncClient::Impl::close_at_exit() noexcept {
  if (is_orphaned() || engine->is_own_thread())
    return;  // exit() was called in a callback, so the thread does nothing else
  close(close_timeout);
}

void AsyncClient::Impl::abandon() noexcept {
  if (is_orphaned() || engine->is_own_thread()) return;
  {
    const std::lock_guard<std::mutex> lock{leaving};
    if (left) return;
  }
  leave_threads(engine->abandon());
}

AsyncClient::AsyncClient(Checked, const std::vector<std::string>& addresses, AsyncClientOptions options)
    : impl_(std::make_shared<Impl>(addresses, options)) {
  impl_->enter(detail::uses_tls(addresses, options));
}

AsyncClient::~AsyncClient() {
  const std::shared_ptr<Impl> impl = impl_;
  if (impl->is_orphaned()) {
    // Its thread and its connections belong to the parent, so nothing is freed. The list shows leak checkers
    // that this is intended.
    static std::atomic<Impl*> orphans{nullptr};
    impl->next_orphan = orphans.exchange(impl.get());
    impl->itself = impl;
    return;
  }
  if (impl->engine->is_own_thread()) {
    impl->engine->report_error(std::make_exception_ptr(
        UsageError("an AsyncClient was destroyed inside one of its callbacks: its queued commands end now")));
    impl->engine->inbox().close(impl->engine->clock().now());
    impl->leave_threads(false);  // they end when all outcomes are reported
    return;
  }
  impl->close(impl->close_timeout);
}

AsyncClientOptions AsyncClient::with_key(std::string_view key) {
  AsyncClientOptions options;
  options.api_key = key;
  return options;
}

void AsyncClient::submit(std::string_view method, detail::Params& params, Effect effect,
                         const detail::Route& route, const CallOptions& options, std::size_t completion_size,
                         std::unique_ptr<detail::Completion> completion) {
  if (impl_->is_orphaned()) detail::refuse_orphan(method);
  detail::Engine& engine = *impl_->engine;
  detail::Repeat repeat{effect};
  if (options.generate_key.value_or(impl_->generates_keys) && detail::wants_key(method, effect)) {
    detail::put_key(params, impl_->keys.next());
    repeat = {Effect::keyed, true};
  }
  const auto now = engine.clock().now();
  detail::Submission submission;
  submission.method = method;
  submission.params = params.text;
  submission.repeat = repeat;
  submission.retry = options.retry.value_or(Retry::by_policy);
  submission.route = &route;
  submission.completion_bytes = completion_size;
  const auto timeout = detail::checked_timeout(options.timeout, engine.service().options);
  engine.inbox().submit(submission, detail::later(now, timeout), now, !engine.is_own_thread(),
                        std::move(completion));
}

void AsyncClient::submit(const Command& command, const CallOptions& options, std::size_t completion_size,
                         std::unique_ptr<detail::Completion> completion) {
  detail::check_method_name(command.method);
  detail::Params params;
  std::string one_line;
  params.text = detail::checked_params(command, one_line);
  CallOptions as_written = options;
  if (detail::names_key(params.text)) as_written.generate_key = false;
  submit(command.method, params, command.effect, detail::route_of_params(params.text), as_written,
         completion_size, std::move(completion));
}

std::future<Json> AsyncClient::call(const Command& command, const CallOptions& options) {
  return promise(detail::RawCall{command.method},
                 [&](auto size, auto completion) { submit(command, options, size, std::move(completion)); });
}

std::size_t AsyncClient::flush(milliseconds at_most) {
  impl_->check_may_wait("flush()");
  detail::Engine& engine = *impl_->engine;
  engine.inbox().wait_idle(detail::later(engine.clock().now(), std::max(at_most, milliseconds{0})));
  return engine.inbox().unreported();
}

std::size_t AsyncClient::close(milliseconds at_most) {
  const std::shared_ptr<Impl> impl = impl_;  // a callback that runs here may destroy the client
  impl->check_may_wait("close()");
  return impl->close(at_most);
}

AsyncStats AsyncClient::stats() const {
  // In a child, a thread of the parent may have held the lock.
  return impl_->is_orphaned() ? impl_->engine->ledger() : impl_->engine->stats();
}

}  // namespace cent
