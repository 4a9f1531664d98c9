#pragma once
#include <spdlog/logger.h>
#include <cent/log_observer.hpp>
#include <memory>
#include <string_view>
#include <utility>

// For programs that use spdlog. cent itself does not need it.

namespace cent {

/// The level of spdlog for a level of cent.
inline spdlog::level::level_enum to_spdlog(LogLevel level) noexcept {
  switch (level) {
    case LogLevel::error:
      return spdlog::level::err;
    case LogLevel::warn:
      return spdlog::level::warn;
    case LogLevel::info:
      return spdlog::level::info;
    case LogLevel::debug:
      return spdlog::level::debug;
  }
  return spdlog::level::info;
}

/// A log observer for a logger of spdlog, whose own level and pattern apply as well. The logger must be safe
/// for several threads (`_mt`). An asynchronous one keeps its client from waiting for the disk.
///
///     options.observer = cent::make_log_observer(spdlog::default_logger());
///
/// @throws UsageError if `logger` is null.
[[nodiscard]] inline std::shared_ptr<Observer> make_log_observer(std::shared_ptr<spdlog::logger> logger,
                                                                 LogLevel level = LogLevel::info,
                                                                 const LogOptions& options = {}) {
  LogSink sink;
  if (logger) {
    sink = [logger = std::move(logger)](LogLevel of_line, std::string_view line) {
      logger->log(to_spdlog(of_line), spdlog::string_view_t(line.data(), line.size()));
    };
  }
  return make_log_observer(std::move(sink), level, options);
}

}  // namespace cent
