#pragma once
#include <array>
#include <cstddef>
#include <functional>
#include <memory>
#include <mutex>
#include <utility>

#include "async/wrapped_completion.hpp"

namespace cent::detail {

class Engine;
class QueuedCompletion;
using QueuedPtr = std::unique_ptr<QueuedCompletion, EndCompletion>;

/// A completion whose callback AsyncClientOptions::executor runs. deliver() does nothing: the engine passes
/// the whole completion to CallbackQueues.
class QueuedCompletion final : public Movable<QueuedCompletion, WrappedCompletion> {
 public:
  /// @param order Completions of the same order are delivered one after the other.
  QueuedCompletion(CompletionPtr inner, std::size_t order) : Movable(std::move(inner)), order_(order) {}

  void deliver() override {}
  [[nodiscard]] QueuedCompletion* queued() noexcept override { return this; }

  /// Calls the callback.
  void call() { WrappedCompletion::deliver(); }

 private:
  friend class CallbackQueues;
  std::size_t order_;
  std::size_t bytes_ = 0;
  QueuedPtr next_;
};

/// Completions that wait for AsyncClientOptions::executor. Each of the queues has at most one task in the
/// executor, which keeps the order of the callbacks of one channel. Thread safe.
class CallbackQueues {
 public:
  using Executor = std::function<void(std::function<void()>)>;

  /// An empty executor: there are no queues.
  explicit CallbackQueues(Executor executor) : executor_(std::move(executor)) {}
  explicit operator bool() const noexcept { return executor_ != nullptr; }

  /// Passes a completion on. Allocates nothing itself: if the executor throws, the callback runs here. Each
  /// task keeps the engine alive.
  /// @param bytes The command's share of the queue, to be freed when the callback has returned.
  void post(QueuedPtr completion, std::size_t bytes, Engine& engine) noexcept;
  /// True inside a callback that one of these queues runs.
  [[nodiscard]] bool is_running_here() const noexcept;

 private:
  class Turn;
  struct Queue {
    std::mutex mutex;
    QueuedPtr first;
    QueuedCompletion* last = nullptr;
    bool has_turn = false;  ///< A task of this queue is in the executor.
  };
  void schedule(Queue& queue, Engine& engine) noexcept;
  /// Runs some of the callbacks. Returns false if none is left.
  bool run_some(Queue& queue, Engine& engine) noexcept;

  static constexpr std::size_t kQueues = 64;

  const Executor executor_;
  std::array<Queue, kQueues> queues_;
};

}  // namespace cent::detail
