#pragma once
#include <cent/log_observer.hpp>
#include <chrono>
#include <string>
#include <vector>

#include "observe/log_line.hpp"
#include "observe/repeat_limit.hpp"
#include "system/per_process.hpp"

namespace cent::detail {

/// The times that a log needs. Tests give their own.
struct LogClock {
  std::chrono::steady_clock::time_point (*now)() = &std::chrono::steady_clock::now;
  std::chrono::system_clock::time_point (*date)() = &std::chrono::system_clock::now;
};

/// The observer of make_log_observer().
class LogObserver final : public Observer {
 public:
  /// @throws UsageError if `sink` is empty or the window is negative.
  LogObserver(LogSink sink, LogLevel level, const LogOptions& options, LogClock clock = {});
  ~LogObserver() override;

  void attempt_ended(const AttemptEnded& event) override;
  void command_ended(const CommandEnded& event) override;
  void address_changed(const AddressChanged& event) override;
  void server_found(const ServerFound& event) override;
  void key_refused(const KeyRefused& event) override;
  void field_ignored(const FieldIgnored& event) override;
  void queue_changed(const QueueLevel& event) override;
  void client_closing(const ClientClosing& event) override;

 private:
  /// True if lines of this level are written. If not, writes what is due.
  bool wants(LogLevel level);
  LogLine line(LogLevel level, std::string_view event) const;
  /// @param kind Lines of the same kind are repetitions of each other; empty: never.
  void write(LogLevel level, LogLine line, const std::string& kind);
  void write_lines(std::vector<LeveledLine>& lines) const;
  RepeatLimit& limit() { return limit_.get(options_.repeat_window); }

  const LogSink sink_;
  const LogLevel level_;
  const LogOptions options_;
  const LogClock clock_;
  PerProcess<RepeatLimit> limit_;  // a forked child leaves the lines held back to its parent
};

}  // namespace cent::detail
