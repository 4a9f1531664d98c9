#pragma once
#include <atomic>
#include <cent/call_options.hpp>
#include <cent/detached.hpp>
#include <cent/export.hpp>
#include <cent/reply.hpp>
#include <future>
#include <memory>
#include <type_traits>
#include <utility>

namespace cent {

/// True if Done can be called with a Reply<R>.
template <class Done, class R>
inline constexpr bool is_callback = std::is_invocable_v<Done&, Reply<R>>;

/// The type of `use_future`.
struct UseFuture {};
/// In place of a callback: the method returns a `std::future<R>`, as without any argument behind the request.
inline constexpr UseFuture use_future{};

/// Cancels one command from any thread. Made by completion styles; a callback has none.
class CENT_EXPORT Cancellation {
 public:
  /// The state of a command.
  enum class State : unsigned char { queued, under_way, ended };
  /// Called by the client when the command's request is made. Returns false if it was cancelled: then it is
  /// not sent.
  bool begin() noexcept;
  /// Ends it, for its outcome or by cancelling. Returns what it did before: the first caller of all gets
  /// another state than `ended`.
  State end() noexcept { return state_.exchange(State::ended); }
  /// The error of a command that was cancelled in this state: `not_sent` if queued, else `unknown`.
  [[nodiscard]] static std::shared_ptr<const CentException> error(State state, std::string_view method);

 private:
  std::atomic<State> state_{State::queued};
};

namespace detail {

/// A move-only function of any type that takes a Reply<R>.
template <class R>
class AnyCallback {
 public:
  template <class Done, class = std::enable_if_t<!std::is_same_v<std::decay_t<Done>, AnyCallback>>>
  AnyCallback(Done done) : call_(std::make_unique<Of<Done>>(std::move(done))) {}
  void operator()(Reply<R> reply) { call_->call(std::move(reply)); }

 private:
  struct Base {
    Base() = default;
    Base(const Base&) = delete;
    Base& operator=(const Base&) = delete;
    virtual ~Base() = default;
    virtual void call(Reply<R> reply) = 0;
  };
  template <class Done>
  struct Of final : Base {
    explicit Of(Done given) : done(std::move(given)) {}
    void call(Reply<R> reply) override { done(std::move(reply)); }
    Done done;
  };
  std::unique_ptr<Base> call_;
};

}  // namespace detail

/// A command that has not been submitted yet, with its client, its request and its options. Movable. The
/// client must outlive it.
template <class R>
class UnsentCall {
 public:
  /// Made by AsyncClient.
  template <class Submit>
  explicit UnsentCall(Submit submit) : submit_(std::make_unique<Of<Submit>>(std::move(submit))) {}
  /// Submits the command. `done` is called once with its Reply<R>, in a thread of the client, unless
  /// `cancellation` ended it before. To be called once.
  /// @throws as a method of AsyncClient does; `done` is not called then.
  template <class Done>
  void submit(Done done, std::shared_ptr<Cancellation> cancellation = nullptr) {
    submit_->submit(detail::AnyCallback<R>(std::move(done)), std::move(cancellation));
  }
  /// The API method.
  [[nodiscard]] std::string_view method() const noexcept { return submit_->method(); }

 private:
  struct Base {
    Base() = default;
    Base(const Base&) = delete;
    Base& operator=(const Base&) = delete;
    virtual ~Base() = default;
    virtual void submit(detail::AnyCallback<R> done, std::shared_ptr<Cancellation> cancellation) = 0;
    [[nodiscard]] virtual std::string_view method() const noexcept = 0;
  };
  template <class Submit>
  struct Of final : Base {
    explicit Of(Submit given) : function(std::move(given)) {}
    void submit(detail::AnyCallback<R> done, std::shared_ptr<Cancellation> cancellation) override {
      function(std::move(done), std::move(cancellation));
    }
    [[nodiscard]] std::string_view method() const noexcept override { return function.method(); }
    Submit function;
  };
  std::unique_ptr<Base> submit_;
};

/// Defines tokens that may follow a request of an AsyncClient beside a callback, `detached` and `use_future`,
/// and the type that the method returns then. Specialise it for a token of your own:
///
///     template <class R>
///     struct cent::AsyncResult<MyToken, R> {
///       static MyTask<R> make(cent::UnsentCall<R> call, MyToken token);
///     };
///
/// <cent/coroutine.hpp> and <cent/asio.hpp> do.
template <class Token, class R, class = void>
struct AsyncResult {};

namespace detail {

/// The return type of a method of AsyncClient, as `type`, if Token may follow its request.
template <class Token, class R, class = void>
struct TokenReturns {};
template <class Token, class R>
struct TokenReturns<Token, R, std::enable_if_t<is_callback<Token, R>>> {
  using type = void;
};
template <class R>
struct TokenReturns<Detached, R> {
  using type = void;
};
template <class R>
struct TokenReturns<UseFuture, R> {
  using type = std::future<R>;
};
template <class Token, class R>
struct TokenReturns<
    Token, R,
    std::enable_if_t<!is_callback<Token, R>, std::void_t<decltype(AsyncResult<Token, R>::make(
                                                 std::declval<UnsentCall<R>>(), std::declval<Token>()))>>> {
  using type = decltype(AsyncResult<Token, R>::make(std::declval<UnsentCall<R>>(), std::declval<Token>()));
};

}  // namespace detail

}  // namespace cent
