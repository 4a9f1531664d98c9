#pragma once
// Every completion token of Asio behind a request of an AsyncClient: use_awaitable, deferred, use_future,
// yield_context, a callback. For Boost.Asio since 1.74, and with CENT_STANDALONE_ASIO defined before for the
// standalone Asio since 1.22. cent itself needs neither.
#include <cent/async_client.hpp>
#if defined(CENT_STANDALONE_ASIO)
#include <asio/associated_allocator.hpp>
#include <asio/associated_executor.hpp>
#include <asio/async_result.hpp>
#include <asio/error_code.hpp>
#include <asio/executor_work_guard.hpp>
#include <asio/post.hpp>
#include <asio/use_future.hpp>
#include <asio/version.hpp>
#define CENT_ASIO ::asio
#define CENT_ASIO_ERROR_CODE ::asio::error_code
#define CENT_ASIO_CANCELS (ASIO_VERSION >= 101900)
#if CENT_ASIO_CANCELS
#include <asio/associated_cancellation_slot.hpp>
#endif
#if ASIO_VERSION >= 102400
#include <asio/deferred.hpp>
#define CENT_ASIO_DEFERRED ::asio::deferred_t
#elif __has_include(<asio/experimental/deferred.hpp>)
#include <asio/experimental/deferred.hpp>
#define CENT_ASIO_DEFERRED ::asio::experimental::deferred_t
#endif
#else
#include <boost/asio/associated_allocator.hpp>
#include <boost/asio/associated_executor.hpp>
#include <boost/asio/async_result.hpp>
#include <boost/asio/executor_work_guard.hpp>
#include <boost/asio/post.hpp>
#include <boost/asio/use_future.hpp>
#include <boost/asio/version.hpp>
#include <boost/system/error_code.hpp>
#define CENT_ASIO ::boost::asio
#define CENT_ASIO_ERROR_CODE ::boost::system::error_code
#define CENT_ASIO_CANCELS (BOOST_ASIO_VERSION >= 101900)
#if CENT_ASIO_CANCELS
#include <boost/asio/associated_cancellation_slot.hpp>
#endif
#if BOOST_ASIO_VERSION >= 102400
#include <boost/asio/deferred.hpp>
#define CENT_ASIO_DEFERRED ::boost::asio::deferred_t
#elif __has_include(<boost/asio/experimental/deferred.hpp>)
#include <boost/asio/experimental/deferred.hpp>
#define CENT_ASIO_DEFERRED ::boost::asio::experimental::deferred_t
#endif
#endif
#include <exception>
#include <memory>
#include <string>
#include <string_view>
#include <type_traits>
#include <utility>

namespace cent {
namespace detail {

/// `void(std::exception_ptr, R)`: tokens throw the first argument if it is set.
template <class R>
using AsioSignature = void(std::exception_ptr, R);

/// Error and result in one argument, for stackful coroutines. They know no exception_ptr before Asio 1.24
/// (Boost 1.80), and do not compile with one and a result before Boost 1.84.
template <class R>
struct AsioBoth {
  std::exception_ptr error;
  R result{};
};

/// A handler with its outcome, to be called by its executor and with its allocator.
template <class Handler, class R>
struct AsioOutcome {
  using allocator_type = typename CENT_ASIO::associated_allocator<Handler>::type;
  [[nodiscard]] allocator_type get_allocator() const noexcept {
    return CENT_ASIO::get_associated_allocator(handler);
  }
  void operator()() {
    if constexpr (std::is_invocable_v<Handler, std::exception_ptr&, R>) {
      std::move(handler)(error, std::move(result));
    } else {
      std::move(handler)(AsioBoth<R>{std::move(error), std::move(result)});
    }
  }
  Handler handler;
  std::exception_ptr error;
  R result;
};

/// The handler of a call, called once: by the outcome, or when it is cancelled.
template <class Handler, class R>
class AsioCall : public Cancellation {
 public:
  explicit AsioCall(Handler handler)
      : handler_(std::move(handler)), work_(CENT_ASIO::get_associated_executor(handler_)) {}

  void finish(Reply<R> reply) {
    R result{};
    std::exception_ptr error;
    if (reply) {
      result = std::move(reply).value();
    } else {
      error = exception_of(reply.error());
    }
    auto executor = work_.get_executor();
    // The executor has work until the handler is queued.
    CENT_ASIO::post(executor,
                    AsioOutcome<Handler, R>{std::move(handler_), std::move(error), std::move(result)});
    work_.reset();
  }

#if CENT_ASIO_CANCELS
  static void connect(const std::shared_ptr<AsioCall>& call, std::string_view method) {
    auto slot = CENT_ASIO::get_associated_cancellation_slot(call->handler_);
    if (!slot.is_connected()) return;
    slot.assign([weak = std::weak_ptr<AsioCall>(call),
                 name = std::string(method)](CENT_ASIO::cancellation_type type) {
      const auto cancelled = weak.lock();
      if (!cancelled || type == CENT_ASIO::cancellation_type::none) return;
      const State state = cancelled->end();
      if (state != State::ended) cancelled->finish(Cancellation::error(state, name));
    });
  }
#endif

 private:
  Handler handler_;
  CENT_ASIO::executor_work_guard<typename CENT_ASIO::associated_executor<Handler>::type> work_;
};

/// Starts the call when the token says so.
template <class R>
struct AsioInitiation {
  template <class Handler>
  void operator()(Handler handler, UnsentCall<R> unsent) const {
    using Call = AsioCall<std::decay_t<Handler>, R>;
    const auto call = std::make_shared<Call>(std::move(handler));
    try {
#if CENT_ASIO_CANCELS
      Call::connect(call, unsent.method());
#endif
      unsent.submit([call](Reply<R> reply) { call->finish(std::move(reply)); }, call);
    } catch (const CentException& error) {  // not submitted
      if (call->end() != Cancellation::State::ended) call->finish(shared_copy(error));
    }
  }
};

template <class Token, class R>
using AsioReturns = decltype(CENT_ASIO::async_initiate<Token, AsioSignature<R>>(
    AsioInitiation<R>{}, std::declval<std::decay_t<Token>&>(), std::declval<UnsentCall<R>>()));

/// True for `yield_context`: `[]` gives such a token an error code.
template <class Token, class = void>
inline constexpr bool is_asio_yield = false;
template <class Token>
inline constexpr bool is_asio_yield<
    Token, std::void_t<decltype(std::declval<const Token&>()[std::declval<CENT_ASIO_ERROR_CODE&>()])>> =
    std::is_same_v<Token, decltype(std::declval<const Token&>()[std::declval<CENT_ASIO_ERROR_CODE&>()])>;

}  // namespace detail

/// It can be called with a function, and is none.
template <class Allocator, class R>
inline constexpr bool is_callback<CENT_ASIO::use_future_t<Allocator>, R> = false;
#if defined(CENT_ASIO_DEFERRED)
template <class R>
inline constexpr bool is_callback<CENT_ASIO_DEFERRED, R> = false;
#endif

/// A token of Asio: the handler gets `(std::exception_ptr, R)`, so awaitables and futures throw a
/// CentException. It is called by its associated executor, with its associated allocator; without an executor
/// by Asio's system_executor, never in the client's thread. Errors of the submission, such as a full queue,
/// reach the handler, too. With a cancellation slot (Asio 1.19, Boost 1.77) any cancellation ends a queued
/// command as `not_sent`, and leaves one whose request is under way to itself (`unknown`).
template <class Token, class R>
struct AsyncResult<
    Token, R, std::void_t<std::enable_if_t<!detail::is_asio_yield<Token>>, detail::AsioReturns<Token, R>>> {
  static detail::AsioReturns<Token, R> make(UnsentCall<R> call, Token token) {
    return CENT_ASIO::async_initiate<Token, detail::AsioSignature<R>>(detail::AsioInitiation<R>{}, token,
                                                                      std::move(call));
  }
};

/// The same for a stackful coroutine: it returns the result or throws.
template <class Token, class R>
struct AsyncResult<Token, R, std::enable_if_t<detail::is_asio_yield<Token>>> {
  static R make(UnsentCall<R> call, Token token) {
    detail::AsioBoth<R> both = CENT_ASIO::async_initiate<Token, void(detail::AsioBoth<R>)>(
        detail::AsioInitiation<R>{}, token, std::move(call));
    if (both.error) std::rethrow_exception(both.error);
    return std::move(both.result);
  }
};

}  // namespace cent

#undef CENT_ASIO
#undef CENT_ASIO_CANCELS
#undef CENT_ASIO_DEFERRED
#undef CENT_ASIO_ERROR_CODE
