#pragma once
#include <cent/client_options.hpp>
#include <chrono>
#include <cstddef>
#include <exception>
#include <functional>
#include <limits>

namespace cent {

/// What a submission does when the queue of an AsyncClient is full.
enum class WhenFull {
  refuse,  ///< Throws at once.
  wait,  ///< Waits for room until the command's own deadline, then throws. Inside a callback: throws at once.
};

/// Settings of an AsyncClient: those of a Client, some with other defaults, and those of its queue.
struct AsyncClientOptions : ClientOptions {
  /// Other than in ClientOptions: `timeout` is 10 s and begins when a command is submitted, one attempt may
  /// take 5 s, attempts go on until the deadline without a budget (the lanes are what bounds them), and
  /// publications get idempotency keys (see ClientOptions::generate_key).
  AsyncClientOptions() {
    timeout = std::chrono::seconds{10};
    retry.attempt_timeout = std::chrono::seconds{5};
    retry.max_attempts = std::numeric_limits<int>::max();
    retry.budget = 0;
    generate_key = true;
  }

  /// Requests that may be under way at once. Commands of one channel share a lane and keep their order; with
  /// one lane all commands do. 1 to 64.
  std::size_t lanes = 4;
  /// Commands in one request at most; a broadcast counts once a channel, and a larger one goes alone, in
  /// several requests. A request must end well within the ten seconds that servers since v6.5 allow it. At
  /// least 1.
  std::size_t max_batch_commands = 500;
  /// Bytes of the commands in one request at most; a larger command goes alone, a larger broadcast in several
  /// requests.
  std::size_t max_batch_bytes = 128 * 1024;
  /// A larger command is refused. One larger than a batch may be goes alone.
  std::size_t max_command_bytes = 8 * 1024 * 1024;
  /// Commands without an outcome at most. At least 1.
  std::size_t max_queue_commands = 100'000;
  /// Bytes of memory that commands without an outcome hold at most.
  std::size_t max_queue_bytes = 64 * 1024 * 1024;
  WhenFull when_full = WhenFull::refuse;  ///< What a submission does when there is no room.
  /// How long a command may wait for others to share its request. 0: it goes as soon as its lane is free.
  /// The wait ends at the next whole millisecond.
  std::chrono::microseconds max_delay{0};
  /// How long the destructor waits for outcomes. 0: it ends them at once.
  std::chrono::milliseconds close_timeout{5000};
  /// Hears what callbacks throw, and of a client destroyed inside one; called in the client's thread. Must
  /// not throw.
  std::function<void(std::exception_ptr)> on_callback_error{};
};

}  // namespace cent
