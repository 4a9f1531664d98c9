#pragma once
#include <cent/client_options.hpp>
#include <chrono>
#include <cstddef>
#include <exception>
#include <functional>
#include <limits>

namespace cent {

/// Behaviour of a submission when the queue of an AsyncClient is full.
enum class WhenFull {
  refuse,  ///< Throws at once.
  wait,    ///< Waits for room until the command's deadline, then throws. Inside a callback: throws at once.
};

/// Settings of an AsyncClient: those of a Client, some with different defaults, and those of its queue.
struct AsyncClientOptions : ClientOptions {
  /// Unlike in ClientOptions, `timeout` is 10 s and starts when a command is submitted, one attempt may take
  /// 5 s, attempts continue until the deadline without a budget (the number of lanes limits them), and
  /// publications get idempotency keys (see ClientOptions::generate_key).
  AsyncClientOptions() {
    timeout = std::chrono::seconds{10};
    retry.attempt_timeout = std::chrono::seconds{5};
    retry.max_attempts = std::numeric_limits<int>::max();
    retry.budget = 0;
    generate_key = true;
  }

  /// Number of requests in flight at once. Commands of one channel share a lane and keep their order; with
  /// one lane all commands do. 1 to 64.
  std::size_t lanes = 4;
  /// Maximum number of commands in one request. A broadcast counts once for each channel; a larger broadcast
  /// is sent alone, in several requests. A request must end well within the ten seconds that servers since
  /// v6.5 allow it. At least 1.
  std::size_t max_batch_commands = 500;
  /// Maximum number of bytes of the commands in one request. A larger command is sent alone, a larger
  /// broadcast in several requests.
  std::size_t max_batch_bytes = 128 * 1024;
  /// Maximum number of bytes of one command. A larger one is rejected (too_large).
  std::size_t max_command_bytes = 8 * 1024 * 1024;
  /// Maximum number of commands without an outcome. At least 1.
  std::size_t max_queue_commands = 100'000;
  /// Maximum number of bytes of memory that commands without an outcome use.
  std::size_t max_queue_bytes = 64 * 1024 * 1024;
  WhenFull when_full = WhenFull::refuse;  ///< Behaviour of a submission when the queue is full.
  /// How long a command may wait for others to share its request. Rounded up to whole milliseconds. 0: it is
  /// sent as soon as its lane is free.
  std::chrono::microseconds max_delay{0};
  /// How long the destructor waits for outcomes. 0: it fails the remaining commands at once.
  std::chrono::milliseconds close_timeout{5000};
  /// Called with every exception that a callback throws, and with a UsageError if the client is destroyed
  /// inside a callback. Runs in the client's thread and must not throw.
  std::function<void(std::exception_ptr)> on_callback_error{};
};

}  // namespace cent
