#include "observe/log_writer.hpp"

#include <exception>
#include <initializer_list>
#include <memory>
#include <utility>

namespace cent {
namespace {

using detail::LogLine;

/// The reason of a failure in one word: a FailureKind, `response`, `usage` or `other`.
std::string_view kind_of(const CentException& error) {
  if (const auto* request = dynamic_cast<const RequestException*>(&error)) return to_string(request->kind());
  if (dynamic_cast<const ResponseError*>(&error) != nullptr) return "response";
  if (dynamic_cast<const UsageError*>(&error) != nullptr) return "usage";
  return "other";
}

std::string kind(std::initializer_list<std::string_view> parts, const CentException* error = nullptr) {
  std::string out;
  for (const std::string_view part : parts) out.append(part).append(1, '\n');
  if (error != nullptr) {
    out.append(kind_of(*error)).append(1, '\n').append(std::to_string(error->facts().code));
  }
  return out;
}

void add_error(LogLine& line, const CentException* error) {
  if (error == nullptr) return;
  const ErrorFacts& facts = error->facts();
  line.text("kind", kind_of(*error)).number_if("code", facts.code);
  line.text("error", facts.note.empty() ? facts.cause : facts.cause + "; " + facts.note);
}

std::uint64_t positive(int number) { return number > 0 ? static_cast<std::uint64_t>(number) : 0; }

}  // namespace

const char* to_string(LogLevel level) noexcept {
  switch (level) {
    case LogLevel::error:
      return "error";
    case LogLevel::warn:
      return "warn";
    case LogLevel::info:
      return "info";
    case LogLevel::debug:
      return "debug";
  }
  return "?";
}

std::shared_ptr<Observer> make_log_observer(LogSink sink, LogLevel level, const LogOptions& options) {
  return std::make_shared<detail::LogObserver>(std::move(sink), level, options);
}

namespace detail {

LogObserver::LogObserver(LogSink sink, LogLevel level, const LogOptions& options, LogClock clock)
    : sink_(std::move(sink)), level_(level), options_(options), clock_(clock), limit_(options.repeat_window) {
  if (!sink_) throw UsageError("the sink of a log observer is empty");
  if (options.repeat_window.count() < 0) throw UsageError("LogOptions::repeat_window is negative");
}

LogObserver::~LogObserver() {
  try {
    std::vector<LeveledLine> lines;
    limit().take_all(lines);
    write_lines(lines);
  } catch (...) {  // nobody is left to count it
  }
}

void LogObserver::attempt_ended(const AttemptEnded& event) {
  const bool failed = event.error != nullptr;
  const LogLevel level = failed || event.repeats ? LogLevel::warn : LogLevel::debug;
  if (!wants(level)) return;
  const std::string address = without_secrets(event.address);
  LogLine out = line(level, level == LogLevel::warn ? "attempt_failed" : "attempt");
  out.text("address", address).text("method", event.method);
  if (event.commands != 1) out.number("commands", event.commands);
  out.number("attempt", positive(event.attempt)).number_if("status", positive(event.status));
  add_error(out, event.error);
  if (event.repeats) out.duration("repeat_in_ms", event.wait);
  out.text("reason", event.reason).duration("took_ms", event.times.whole);
  out.duration_if("name_ms", event.times.name).duration_if("connect_ms", event.times.connect);
  out.duration_if("tls_ms", event.times.tls).duration_if("first_byte_ms", event.times.first_byte);
  out.number("bytes_sent", event.bytes_sent).number("bytes_received", event.bytes_received);
  write(level, std::move(out),
        kind({"attempt", address, event.method, std::to_string(event.status)}, event.error));
}

void LogObserver::command_ended(const CommandEnded& event) {
  const bool failed = event.outcome != Delivery::applied;
  const LogLevel level = event.outcome == Delivery::not_sent || event.outcome == Delivery::unknown
                             ? LogLevel::error
                         : failed || event.failed_channels != 0 ? LogLevel::warn
                                                                : LogLevel::debug;
  if (!wants(level)) return;
  LogLine out = line(level, failed ? "command_failed" : "command");
  out.text("method", event.method);
  if (options_.channels) out.text("channel", event.channel);
  out.text("outcome", to_string(event.outcome));
  add_error(out, event.error);
  out.number_if("failed_channels", event.failed_channels);
  out.number("attempts", positive(event.attempts)).duration("took_ms", event.elapsed);
  write(level, std::move(out), kind({"command", event.method, to_string(event.outcome)}, event.error));
}

void LogObserver::address_changed(const AddressChanged& event) {
  const LogLevel level = event.set_aside ? LogLevel::warn : LogLevel::info;
  if (!wants(level)) return;
  const std::string address = without_secrets(event.address);
  LogLine out = line(level, event.set_aside ? "address_set_aside" : "address_back");
  out.text("address", address);
  if (event.set_aside) out.duration("for_ms", event.wait);
  write(level, std::move(out), kind({event.set_aside ? "aside" : "back", address}));
}

void LogObserver::server_found(const ServerFound& event) {
  if (!wants(LogLevel::info)) return;
  const std::string address = without_secrets(event.address);
  LogLine out = line(LogLevel::info, "server_found");
  out.text("address", address).text("protocol", event.protocol).text("previous", event.previous);
  out.text("version", event.version);
  write(LogLevel::info, std::move(out),
        kind({"server", address, event.protocol, event.previous, event.version}));
}

void LogObserver::key_refused(const KeyRefused& event) {
  if (!wants(LogLevel::error)) return;
  const std::string address = without_secrets(event.address);
  LogLine out = line(LogLevel::error, "key_refused");
  out.text("address", address).number_if("status", positive(event.status));
  write(LogLevel::error, std::move(out), kind({"key", address, std::to_string(event.status)}));
}

void LogObserver::field_ignored(const FieldIgnored& event) {
  if (!wants(LogLevel::warn)) return;
  LogLine out = line(LogLevel::warn, "field_ignored");
  out.text("method", event.method);
  if (options_.channels) out.text("channel", event.channel);
  out.text("field", event.field).text("since", event.since).text("server", event.server);
  write(LogLevel::warn, std::move(out), kind({"field", event.method, event.field, event.server}));
}

void LogObserver::queue_changed(const QueueLevel& event) {
  const LogLevel level = event.above ? LogLevel::warn : LogLevel::info;
  if (!wants(level)) return;
  LogLine out = line(level, event.above ? "queue_above_mark" : "queue_below_mark");
  out.number("commands", event.commands).number("max_commands", event.max_commands);
  out.number("bytes", event.bytes).number("max_bytes", event.max_bytes);
  write(level, std::move(out), kind({event.above ? "above" : "below"}));
}

void LogObserver::client_closing(const ClientClosing& event) {
  const LogLevel level = event.ended != 0 ? LogLevel::error : LogLevel::info;
  if (!wants(level)) return;
  LogLine out = line(level, "client_closed");
  out.number("pending", event.pending).number("ended", event.ended);
  write(level, std::move(out), {});
}

bool LogObserver::wants(LogLevel level) {
  if (level <= level_) return true;
  if (limit().holds_back()) {
    std::vector<LeveledLine> lines;
    limit().take_due(clock_.now(), lines);
    write_lines(lines);
  }
  return false;
}

LogLine LogObserver::line(LogLevel level, std::string_view event) const {
  LogLine out{options_.format};
  if (options_.stamp) out.stamp(clock_.date(), level);
  out.text("event", event);
  return out;
}

void LogObserver::write(LogLevel level, LogLine line, const std::string& kind) {
  std::vector<LeveledLine> lines;
  if (options_.repeat_window.count() == 0) {
    lines.push_back({level, std::move(line)});
  } else if (level == LogLevel::debug || kind.empty()) {
    if (limit().holds_back()) limit().take_due(clock_.now(), lines);
    lines.push_back({level, std::move(line)});
  } else {
    limit().take(kind, {level, std::move(line)}, clock_.now(), lines);
  }
  write_lines(lines);
}

// Outside of any lock, since a sink may take long.
void LogObserver::write_lines(std::vector<LeveledLine>& lines) const {
  for (LeveledLine& line : lines) sink_(line.level, line.line.finish());
}

}  // namespace detail
}  // namespace cent
