#pragma once
#include <cent/log_observer.hpp>
#include <chrono>
#include <cstdint>
#include <string>
#include <string_view>

namespace cent::detail {

/// Builds one line of a log. Names are given as they are; values are escaped.
class LogLine {
 public:
  explicit LogLine(LogFormat format) : format_(format) {
    if (format_ == LogFormat::json) text_ = "{";
  }

  /// Adds nothing if `value` is empty.
  LogLine& text(std::string_view name, std::string_view value);
  LogLine& number(std::string_view name, std::uint64_t value);
  /// Adds nothing for 0.
  LogLine& number_if(std::string_view name, std::uint64_t value) {
    return value == 0 ? *this : number(name, value);
  }
  /// In milliseconds, with three decimals.
  LogLine& duration(std::string_view name, std::chrono::microseconds value);
  /// Adds nothing for 0.
  LogLine& duration_if(std::string_view name, std::chrono::microseconds value) {
    return value.count() == 0 ? *this : duration(name, value);
  }
  /// `time` and `level`.
  LogLine& stamp(std::chrono::system_clock::time_point time, LogLevel level);

  /// The whole line. Nothing may be added afterwards.
  std::string_view finish();

 private:
  void begin(std::string_view name);

  LogFormat format_;
  std::string text_;
};

/// The address without user, query and fragment.
std::string without_secrets(std::string_view address);

}  // namespace cent::detail
