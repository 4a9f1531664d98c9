#pragma once
#include <cent/export.hpp>
#include <cent/observer.hpp>
#include <chrono>
#include <functional>
#include <memory>
#include <string_view>

namespace cent {

/// How important a line is. The comment of each level lists its events.
enum class LogLevel {
  /// A command ended `not_sent` or `unknown`; the API key was rejected; closing a client ended commands.
  error,
  /// An attempt failed; a command was refused; a broadcast failed in some channels; an address was set aside;
  /// the queue passed its mark.
  warn,
  /// An address works again; a server's protocol or version was found; the queue is below its mark again; a
  /// client was closed and had nothing to lose.
  info,
  /// An attempt or a command succeeded: at least two lines for each call of a Client.
  debug,
};

/// `error`, `warn`, `info` or `debug`.
CENT_EXPORT const char* to_string(LogLevel level) noexcept;

/// The form of a line.
enum class LogFormat {
  logfmt,  ///< `event=attempt_failed status=503 error="HTTP status 503"`.
  json,    ///< `{"event":"attempt_failed","status":503,"error":"HTTP status 503"}`.
};

/// Settings of a log observer.
struct LogOptions {
  LogFormat format = LogFormat::logfmt;  ///< The form of a line.
  /// Begin each line with `time` (UTC, `2026-01-31T23:59:59.123Z`) and `level`, for sinks that add neither.
  bool stamp = false;
  /// An event like an earlier one (same kind, address, method, status and error) within this time is only
  /// counted. Then one line follows with the last such event, `repeated` (their number) and `within_ms`: at
  /// the next event of any kind after the time is up, and when the observer is destroyed. Events of level
  /// debug are always written. 0: every event is written.
  std::chrono::milliseconds repeat_window{10'000};
  /// Write the channels of commands. False if their names say too much, for example about users.
  bool channels = true;
};

/// Receives one line of an event, without a line break at its end. Called from several threads at once, and
/// must not block. The text is valid during the call only.
using LogSink = std::function<void(LogLevel level, std::string_view line)>;

/// An observer that writes one line for each event of `level` and of the more important ones.
///
///     options.observer = cent::make_log_observer(
///         [](cent::LogLevel level, std::string_view line) { my_log(to_string(level), line); });
///
/// Each line begins with `event`: attempt, attempt_failed, command, command_failed, address_set_aside,
/// address_back, server_found, key_refused, field_ignored, queue_above_mark, queue_below_mark, client_closed.
/// The other fields are those of the event's struct; durations are milliseconds and end in `_ms`. Fields that
/// are empty or unknown are left out. Control characters are escaped, so a text of the server cannot forge a
/// line; bytes that are not UTF-8 become `?`, and of a longer text the first 1,024 bytes are written.
///
/// <cent/log_ostream.hpp> and <cent/spdlog.hpp> have sinks. An exception of the sink goes to the client,
/// which counts it.
/// @throws UsageError if `sink` is empty or `repeat_window` is negative.
[[nodiscard]] CENT_EXPORT std::shared_ptr<Observer> make_log_observer(LogSink sink,
                                                                      LogLevel level = LogLevel::info,
                                                                      const LogOptions& options = {});

}  // namespace cent
