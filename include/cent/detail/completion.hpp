#pragma once
#include <cent/async_result.hpp>
#include <cent/detail/read_reply.hpp>
#include <cent/export.hpp>
#include <cent/reply.hpp>
#include <cent/request_headers.hpp>
#include <cstddef>
#include <exception>
#include <future>
#include <memory>
#include <new>
#include <optional>
#include <string>
#include <string_view>
#include <type_traits>
#include <utility>

namespace cent::detail {

/// How a command ended, before the result is read into its type.
struct Ending {
  std::string_view text{};  ///< The result, if there is no error.
  std::shared_ptr<const CentException> error{};
  CallFacts call{};
};

class Completion;
class QueuedCompletion;

/// Memory for queued completions.
class CENT_EXPORT CompletionMemory {
 public:
  CompletionMemory() = default;
  CompletionMemory(const CompletionMemory&) = delete;
  CompletionMemory& operator=(const CompletionMemory&) = delete;
  /// Memory for `bytes`, aligned for every fundamental type. @throws std::bad_alloc
  virtual void* take(std::size_t bytes) = 0;
  /// To be called with the same size. Thread safe.
  virtual void give_back(void* memory, std::size_t bytes) noexcept = 0;

 protected:
  ~CompletionMemory() = default;
};

/// Destroys a completion that keep() moved. One that still lies with its submitter is left alone.
struct CENT_EXPORT EndCompletion {
  void operator()(Completion* completion) const noexcept;
};
using CompletionPtr = std::unique_ptr<Completion, EndCompletion>;

/// Receives the outcome of one command, in a thread of the client. It is made on the stack of the thread that
/// submits the command. Once the command is accepted it is moved to the memory of the queue.
class CENT_EXPORT Completion {
 public:
  Completion() = default;
  Completion(const Completion&) = delete;
  Completion& operator=(const Completion&) = delete;
  Completion& operator=(Completion&&) = delete;
  virtual ~Completion();
  /// Moves the completion to `memory`, unless it was moved before. If it throws, nothing has changed.
  static void keep(CompletionPtr& completion, CompletionMemory& memory);
  [[nodiscard]] virtual std::size_t size() const noexcept = 0;
  [[nodiscard]] virtual std::string_view method() const noexcept = 0;
  /// Reads the result into its type and keeps it for deliver(). Returns the outcome: a result that cannot be
  /// read is an error. If it throws, it can be called again. With an error it allocates nothing.
  virtual Delivery read(const Ending& ending) = 0;
  /// The error that read() found; null if the command succeeded.
  [[nodiscard]] virtual const CentException* error() const noexcept = 0;
  /// Calls the callback or sets the future. Called once, after read().
  virtual void deliver() = 0;
  /// True if it has no receiver of its own, so AsyncClientOptions::on_failure is called.
  [[nodiscard]] virtual bool is_detached() const noexcept { return false; }
  /// True if deliver() runs code of the user.
  [[nodiscard]] virtual bool runs_callback() const noexcept { return true; }
  /// Not null if AsyncClientOptions::executor delivers it.
  [[nodiscard]] virtual QueuedCompletion* queued() noexcept { return nullptr; }
  /// Called when its request is made, if it is cancellable. Returns false if it was cancelled.
  virtual bool begin() noexcept { return true; }
  /// CallOptions::context; null if there is none.
  [[nodiscard]] virtual std::shared_ptr<const CallContext> context() const noexcept { return nullptr; }

 protected:
  Completion(Completion&&) noexcept {}

 private:
  friend EndCompletion;
  virtual Completion* move_to(void* memory) noexcept = 0;
  CompletionMemory* memory_ = nullptr;  ///< Where it lies; null while it lies with its submitter.
};

/// Moves a Derived.
template <class Derived, class Base>
class Movable : public Base {
 public:
  using Base::Base;
  [[nodiscard]] std::size_t size() const noexcept final { return sizeof(Derived); }

 private:
  Completion* move_to(void* memory) noexcept final {
    static_assert(std::is_nothrow_move_constructible_v<Derived>);
    static_assert(alignof(Derived) <= alignof(std::max_align_t));
    return ::new (memory) Derived(std::move(static_cast<Derived&>(*this)));
  }
};

/// A callback that can always be moved.
template <class Done>
class BoxedCallback {
 public:
  explicit BoxedCallback(Done done) : done_(std::make_unique<Done>(std::move(done))) {}
  template <class R>
  void operator()(R&& reply) {
    (*done_)(std::forward<R>(reply));
  }

 private:
  std::unique_ptr<Done> done_;
};
template <class Done>
inline constexpr bool is_movable_callback = std::is_nothrow_move_constructible_v<Done> &&
                                            alignof(Done) <= alignof(std::max_align_t);
template <class Done>
using KeptCallback = std::conditional_t<is_movable_callback<Done>, Done, BoxedCallback<Done>>;

/// The method of a completion's command: of a typed request, or of a Command.
template <class Request>
struct TypedCall {
  using Result = typename Request::Result;
  [[nodiscard]] std::string_view method() const noexcept { return Request::kMethod; }
};
struct RawCall {
  using Result = Json;
  std::string name{};
  [[nodiscard]] std::string_view method() const noexcept { return name; }
};

/// A completion that keeps its reply. It is moved only before that.
template <class Call>
class ReadingCompletion : public Completion {
 public:
  ReadingCompletion(ReadingCompletion&& other) noexcept
      : Completion(std::move(other)), call_(std::move(other.call_)) {}
  using Result = typename Call::Result;
  [[nodiscard]] std::string_view method() const noexcept final { return call_.method(); }
  Delivery read(const Ending& ending) final {
    reply_.emplace(ending.error ? Reply<Result>{ending.error} : read_reply<Result>(ending.text, ending.call));
    return reply_->delivery();
  }
  [[nodiscard]] const CentException* error() const noexcept final {
    return reply_->ok() ? nullptr : &reply_->error();
  }

 protected:
  explicit ReadingCompletion(Call call) : call_(std::move(call)) {}
  [[nodiscard]] Reply<Result> take_reply() { return std::move(*reply_); }

 private:
  Call call_;
  std::optional<Reply<Result>> reply_;
};

template <class Call, class Done>
class CallbackCompletion final : public Movable<CallbackCompletion<Call, Done>, ReadingCompletion<Call>> {
 public:
  template <class Given>
  CallbackCompletion(Call call, Given&& done)
      : CallbackCompletion::Movable(std::move(call)), done_(std::forward<Given>(done)) {}
  void deliver() override { done_(this->take_reply()); }

 private:
  Done done_;
};

/// Of a command that may be cancelled: then its callback is not called.
template <class Call, class Done>
class CancellableCompletion final
    : public Movable<CancellableCompletion<Call, Done>, ReadingCompletion<Call>> {
 public:
  CancellableCompletion(Call call, Done done, std::shared_ptr<Cancellation> cancellation)
      : CancellableCompletion::Movable(std::move(call)),
        done_(std::move(done)),
        cancellation_(std::move(cancellation)) {}
  bool begin() noexcept override { return !cancellation_ || cancellation_->begin(); }
  void deliver() override {
    if (!cancellation_ || cancellation_->end() != Cancellation::State::ended) done_(this->take_reply());
  }

 private:
  Done done_;
  std::shared_ptr<Cancellation> cancellation_;
};

/// Of a command whose result nobody waits for.
template <class Call>
class DetachedCompletion final : public Movable<DetachedCompletion<Call>, ReadingCompletion<Call>> {
 public:
  explicit DetachedCompletion(Call call) : DetachedCompletion::Movable(std::move(call)) {}
  void deliver() override {}
  [[nodiscard]] bool is_detached() const noexcept override { return true; }
  [[nodiscard]] bool runs_callback() const noexcept override { return false; }
};

template <class Call>
class PromiseCompletion final : public Movable<PromiseCompletion<Call>, ReadingCompletion<Call>> {
 public:
  using Result = typename Call::Result;
  explicit PromiseCompletion(Call call) : PromiseCompletion::Movable(std::move(call)) {}
  std::future<Result> future() { return promise_.get_future(); }
  [[nodiscard]] bool runs_callback() const noexcept override { return false; }
  void deliver() override {
    Reply<Result> reply = this->take_reply();
    if (reply) return promise_.set_value(std::move(reply).value());
    promise_.set_exception(exception_of(reply.error()));
  }

 private:
  std::promise<Result> promise_;
};

}  // namespace cent::detail
