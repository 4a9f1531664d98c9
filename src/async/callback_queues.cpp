#include "async/callback_queues.hpp"

#include <atomic>
#include <exception>

#include "async/engine.hpp"

namespace cent::detail {
namespace {

thread_local const CallbackQueues* running_here = nullptr;

}  // namespace

/// A task. If the executor destroys it without running it, the callbacks run then: no outcome is lost.
class CallbackQueues::Turn {
 public:
  Turn(Queue& queue, Engine& engine) : queue_(queue), engine_(engine.shared_from_this()) {}
  Turn(const Turn&) = delete;
  Turn& operator=(const Turn&) = delete;
  ~Turn() { run(); }

  void run() noexcept {
    if (!take()) return;
    CallbackQueues& queues = engine_->callbacks();
    if (queues.run_some(queue_, *engine_)) queues.schedule(queue_, *engine_);
  }
  /// Returns false if it has run.
  [[nodiscard]] bool take() noexcept { return !taken_.exchange(true); }

 private:
  Queue& queue_;
  const std::shared_ptr<Engine> engine_;
  std::atomic<bool> taken_{false};
};

bool CallbackQueues::is_running_here() const noexcept { return running_here == this; }

void CallbackQueues::post(QueuedPtr completion, std::size_t bytes, Engine& engine) noexcept {
  Queue& queue = queues_[completion->order_ % kQueues];
  completion->bytes_ = bytes;
  {
    const std::lock_guard<std::mutex> lock{queue.mutex};
    QueuedCompletion* const last = completion.get();
    (queue.first ? queue.last->next_ : queue.first) = std::move(completion);
    queue.last = last;
    if (std::exchange(queue.has_turn, true)) return;
  }
  schedule(queue, engine);
}

void CallbackQueues::schedule(Queue& queue, Engine& engine) noexcept {
  std::shared_ptr<Turn> turn;
  try {
    turn = std::make_shared<Turn>(queue, engine);
    executor_([turn] { turn->run(); });
    return;
  } catch (...) {
    engine.count_error(std::current_exception());
  }
  if (turn && !turn->take()) return;
  while (run_some(queue, engine)) {
  }
}

bool CallbackQueues::run_some(Queue& queue, Engine& engine) noexcept {
  constexpr int kSome = 64;  // then other tasks of the executor get a turn
  const CallbackQueues* const before = std::exchange(running_here, this);
  bool is_left = true;
  for (int i = 0; i < kSome && is_left; ++i) {
    QueuedPtr completion;
    {
      const std::lock_guard<std::mutex> lock{queue.mutex};
      completion = std::move(queue.first);
      queue.first = std::move(completion->next_);
    }
    engine.run_callback(*completion);
    const std::size_t bytes = completion->bytes_;
    completion.reset();  // before the command counts as reported: this may run any code, too
    engine.callback_returned(bytes);
    const std::lock_guard<std::mutex> lock{queue.mutex};
    is_left = queue.has_turn = queue.first != nullptr;
  }
  running_here = before;
  return is_left;
}

}  // namespace cent::detail
