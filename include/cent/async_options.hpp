#pragma once
#include <cent/client_options.hpp>
#include <chrono>
#include <cstddef>
#include <exception>
#include <functional>
#include <memory>
#include <string>

namespace cent {

/// Behaviour of a submission when the queue of an AsyncClient is full.
enum class WhenFull {
  refuse,  ///< Throws at once.
  wait,    ///< Waits for room until the command's deadline, then throws. Inside a callback: throws at once.
};

/// Settings of an AsyncClient. An aggregate: every member has a working default, and designated initializers
/// fill in the others. The first members are those of ClientOptions with the same meaning; some have other
/// defaults.
struct AsyncClientOptions {
  std::string api_key{};  ///< ClientOptions::api_key
  /// Deadline of a command, from its submission. Must be above zero.
  std::chrono::milliseconds timeout{10000};
  HttpOptions http{};       ///< ClientOptions::http
  bool exact_path = false;  ///< ClientOptions::exact_path
  HttpHeaders headers{};    ///< ClientOptions::headers
  /// When a failed command is sent again. Attempts continue until the deadline: one may take 5 s, and no
  /// budget limits them, since the number of lanes does.
  RetryPolicy retry = RetryPolicy::until_deadline();
  bool generate_key = true;  ///< ClientOptions::generate_key: publications get idempotency keys.
  Protocol protocol = Protocol::automatic;        ///< ClientOptions::protocol
  bool legacy_key_in_query = false;               ///< ClientOptions::legacy_key_in_query
  std::string server_version{};                   ///< ClientOptions::server_version
  std::shared_ptr<Transport> transport{};         ///< ClientOptions::transport
  std::shared_ptr<Observer> observer{};           ///< ClientOptions::observer
  RequestHeaders request_headers{};               ///< ClientOptions::request_headers
  Unsupported unsupported = Unsupported::ignore;  ///< ClientOptions::unsupported
  Balance balance = Balance::failover;            ///< ClientOptions::balance
  std::shared_ptr<Resolver> resolver{};           ///< ClientOptions::resolver

  /// Number of requests under way at once. Commands of one channel share a lane and keep their order; with
  /// one lane all commands do. 1 to 64. A lane may have up to eight more that repeat commands which failed by
  /// themselves, while its other channels go on.
  std::size_t lanes = 4;
  /// Maximum number of commands in one request. A broadcast counts once for each channel; a larger broadcast
  /// is sent alone, in several requests. A request must end well within the ten seconds that servers since
  /// v6.5 allow it. At least 1.
  std::size_t max_batch_commands = 500;
  /// Maximum number of bytes of the commands in one request. A larger command is sent alone, a larger
  /// broadcast in several requests.
  std::size_t max_batch_bytes = 128 * 1024;
  /// How many times larger requests may become in a lane that is behind: more commands wait than one request
  /// may hold, and larger requests make the lane faster, since an answer takes long whatever the request
  /// holds. No request grows that takes longer than a second. With the other defaults this stays below the
  /// megabyte that nginx accepts. 1 to 64. 1: none grows.
  std::size_t max_batch_growth = 7;
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
  /// Observer::queue_changed is called when the queue is this full, in commands or bytes, and when it is less
  /// than half as full again. Above 0, at most 1.
  double queue_mark = 0.8;
  /// Runs callbacks, such as `[&](auto task) { boost::asio::post(pool, std::move(task)); }`. Empty: the
  /// client's thread does. It is called in the client's thread and must not block; the tasks may run in any
  /// threads, also after close() and when the client is gone. Then a slow callback delays only the callbacks
  /// of its own channel, and a few others that share its queue; callbacks of one channel stay in order, those
  /// of a broadcast that of its first channel. A command counts in the queue until its callback has returned.
  /// If the executor throws, or destroys a task that did not run, the callbacks run there and then.
  /// Futures, on_failure and the observer do not use it.
  std::function<void(std::function<void()>)> executor{};
  /// Called for each command of the form `client.publish(…, cent::detached)` that ends without success, as
  /// the report of those that have neither a callback nor a future. Runs in the client's thread. An exception
  /// goes to on_callback_error.
  std::function<void(const CommandEnded&)> on_failure{};
  /// Called with every exception that a callback or the executor throws, and with a UsageError if the client
  /// is destroyed inside a callback. Runs in the thread of the callback and must not throw.
  std::function<void(std::exception_ptr)> on_callback_error{};
};

}  // namespace cent
