#pragma once
#if !defined(__cpp_impl_coroutine)
#error "<cent/coroutine.hpp> needs C++20 with coroutines"
#endif
#include <atomic>
#include <cent/async_client.hpp>
#include <cent/history_pages.hpp>
#include <coroutine>
#include <exception>
#include <functional>
#include <memory>
#include <optional>
#include <stop_token>
#include <string>
#include <utility>

// C++20: an AsyncClient in coroutines of any kind, without a framework.

namespace cent {

/// Runs a task, in which a coroutine goes on: a function of a thread pool or of an event loop.
using ResumeOn = std::function<void(std::function<void()>)>;

/// Behind a request of an AsyncClient: the method returns an object for `co_await`, whose result is R. A
/// failure is thrown, also one of the submission, such as a full queue.
///
///     const cent::PublishResult at = co_await client.publish("news", data, cent::use_coroutine);
///     co_await client.publish("news", data, cent::UseCoroutine(stop, run_in_pool));
///
/// The command is submitted by `co_await`. The coroutine goes on in the client's thread, which does nothing
/// else meanwhile, or where `resume_on` runs its task.
///
/// When stop is requested, the coroutine goes on at once with an error of the kind `cancelled`, in the thread
/// that requested it or by `resume_on`. A command that was queued is not sent (`not_sent`), one whose request
/// is under way is left to itself (`unknown`).
///
/// Keep requests in variables: g++ 12 destroys a braced temporary inside a `co_await` expression twice. Texts
/// and payloads in the short form, as above, are safe.
struct UseCoroutine {
  // Not an aggregate: g++ 12 would destroy a temporary of it twice.
  explicit UseCoroutine(std::stop_token stop_by = {}, ResumeOn resume = {})
      : stop(std::move(stop_by)), resume_on(std::move(resume)) {}
  std::stop_token stop;  ///< By default nothing stops it.
  ResumeOn resume_on;    ///< Empty: the client's thread.
};
inline const UseCoroutine use_coroutine{};

/// The same, but the result of `co_await` is a Reply<R> and nothing is thrown.
struct UseCoroutineReply : UseCoroutine {
  using UseCoroutine::UseCoroutine;
};
inline const UseCoroutineReply use_coroutine_reply{};

namespace detail {

/// Shared by a waiting coroutine, its command and its stop callback.
template <class R>
struct Awaited : Cancellation {
  enum class Step : unsigned char { submitting, suspended, ready };
  std::atomic<Step> step{Step::submitting};
  std::optional<Reply<R>> reply{};
  std::coroutine_handle<> waiting{};
  ResumeOn resume_on{};

  /// Called once, by the one that ended the command.
  void finish(Reply<R> with) {
    reply.emplace(std::move(with));
    if (step.exchange(Step::ready) != Step::suspended) return;  // it has not been suspended yet
    if (!resume_on) return waiting.resume();
    resume_on([handle = waiting] { handle.resume(); });
  }
};

/// The object for `co_await`.
template <class R>
class Awaitable {
 public:
  Awaitable(UnsentCall<R> call, std::stop_token stop, ResumeOn resume_on)
      : call_(std::move(call)), stop_(std::move(stop)), awaited_(std::make_shared<Awaited<R>>()) {
    awaited_->resume_on = std::move(resume_on);
  }
  Awaitable(Awaitable&&) noexcept = default;
  Awaitable& operator=(Awaitable&&) = delete;
  ~Awaitable() {
    if (awaited_) static_cast<void>(awaited_->end());  // a coroutine that is destroyed while it waits
  }

  [[nodiscard]] bool await_ready() const noexcept { return false; }
  /// @throws what the submission throws.
  bool await_suspend(std::coroutine_handle<> handle) {
    const std::shared_ptr<Awaited<R>> awaited = awaited_;  // this object may be gone before the last line
    awaited->waiting = handle;
    if (stop_.stop_requested()) {
      Stop{awaited, std::string(call_.method())}();
    } else {
      std::string method;
      if (stop_.stop_possible()) method = call_.method();
      call_.submit([awaited](Reply<R> reply) { awaited->finish(std::move(reply)); }, awaited);
      if (stop_.stop_possible()) on_stop_.emplace(stop_, Stop{awaited, std::move(method)});
    }
    auto step = Awaited<R>::Step::submitting;
    return awaited->step.compare_exchange_strong(step, Awaited<R>::Step::suspended);
  }

 protected:
  [[nodiscard]] Reply<R> take() {
    on_stop_.reset();
    return std::move(*awaited_->reply);
  }

 private:
  struct Stop {
    std::shared_ptr<Awaited<R>> awaited;
    std::string method;
    void operator()() const {
      const Cancellation::State state = awaited->end();
      if (state != Cancellation::State::ended) awaited->finish(Cancellation::error(state, method));
    }
  };
  UnsentCall<R> call_;
  std::stop_token stop_;
  std::shared_ptr<Awaited<R>> awaited_;
  std::optional<std::stop_callback<Stop>> on_stop_{};
};

template <class R>
class ThrowingAwaitable final : public Awaitable<R> {
 public:
  using Awaitable<R>::Awaitable;
  [[nodiscard]] R await_resume() { return this->take().value(); }
};

template <class R>
class ReplyAwaitable final : public Awaitable<R> {
 public:
  using Awaitable<R>::Awaitable;
  /// An error of the submission is a reply, too.
  bool await_suspend(std::coroutine_handle<> handle) {
    try {
      return Awaitable<R>::await_suspend(handle);
    } catch (const CentException& error) {
      refused_ = shared_copy(error);
      return false;
    }
  }
  [[nodiscard]] Reply<R> await_resume() { return refused_ ? Reply<R>{refused_} : this->take(); }

 private:
  std::shared_ptr<const CentException> refused_{};
};

}  // namespace detail

template <class R>
struct AsyncResult<UseCoroutine, R> {
  static detail::ThrowingAwaitable<R> make(UnsentCall<R> call, UseCoroutine token) {
    return {std::move(call), std::move(token.stop), std::move(token.resume_on)};
  }
};
template <class R>
struct AsyncResult<UseCoroutineReply, R> {
  static detail::ReplyAwaitable<R> make(UnsentCall<R> call, UseCoroutineReply token) {
    return {std::move(call), std::move(token.stop), std::move(token.resume_on)};
  }
};

namespace detail {

/// A coroutine that begins when it is awaited and returns a T.
template <class T>
class Task {
 public:
  struct promise_type {
    std::coroutine_handle<> awaiting{};
    std::optional<T> value{};
    std::exception_ptr error{};

    Task get_return_object() { return Task{std::coroutine_handle<promise_type>::from_promise(*this)}; }
    static std::suspend_always initial_suspend() noexcept { return {}; }
    static auto final_suspend() noexcept {
      struct Final {
        static bool await_ready() noexcept { return false; }
        static std::coroutine_handle<> await_suspend(std::coroutine_handle<promise_type> ended) noexcept {
          return ended.promise().awaiting;
        }
        static void await_resume() noexcept {}
      };
      return Final{};
    }
    void return_value(T with) { value.emplace(std::move(with)); }
    void unhandled_exception() { error = std::current_exception(); }
  };

  Task(Task&& other) noexcept : handle_(std::exchange(other.handle_, nullptr)) {}
  Task& operator=(Task&&) = delete;
  ~Task() {
    if (handle_) handle_.destroy();
  }
  [[nodiscard]] static bool await_ready() noexcept { return false; }
  std::coroutine_handle<> await_suspend(std::coroutine_handle<> awaiting) {
    handle_.promise().awaiting = awaiting;
    return handle_;
  }
  T await_resume() {
    if (handle_.promise().error) std::rethrow_exception(handle_.promise().error);
    return std::move(*handle_.promise().value);
  }

 private:
  explicit Task(std::coroutine_handle<promise_type> handle) : handle_(handle) {}
  std::coroutine_handle<promise_type> handle_;
};

}  // namespace detail

/// The pages of a history, for coroutines of any kind:
///
///     cent::AsyncHistoryPages pages{client, "news"};
///     while (const cent::HistoryPage* page = co_await pages.next()) use(*page);
///
/// See history_pages() for the options and for gaps. For one coroutine at a time. Use AsyncHistoryPages, or
/// AsyncHistoryViewPages for pages with views.
template <class Page>
class AsyncHistoryPagesOf {
 public:
  /// @param client Must outlive it.
  /// @throws UsageError if an option is invalid.
  AsyncHistoryPagesOf(AsyncClient& client, TextArgument channel, const HistoryPagesOptions& options = {},
                      UseCoroutineReply token = UseCoroutineReply{})
      : client_(client), call_(options.call), token_(std::move(token)), reader_(channel, options) {}

  /// For `co_await`: the next page, valid until the next call; null after the last one.
  /// @throws CentException from `co_await`; position() is then that of the pages before.
  [[nodiscard]] detail::Task<const Page*> next() {
    while (!reader_.is_done()) {
      using Request = detail::PageRequest<Page>;
      const Request request{reader_.request()};
      Reply<typename Request::Result> reply = co_await client_.call(request, call_, token_);
      if (reader_.take(std::move(reply), page_)) co_return &page_;
    }
    co_return nullptr;
  }
  /// Behind the pages so far: save it.
  [[nodiscard]] const StreamPosition& position() const noexcept { return reader_.position(); }

 private:
  AsyncClient& client_;
  CallOptions call_;
  UseCoroutineReply token_;
  HistoryReader reader_;
  Page page_{};
};

/// See AsyncHistoryPagesOf.
using AsyncHistoryPages = AsyncHistoryPagesOf<HistoryPage>;
/// The same with views of each reply.
using AsyncHistoryViewPages = AsyncHistoryPagesOf<HistoryViewPage>;

}  // namespace cent
