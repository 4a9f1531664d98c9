#include <cent/log_ostream.hpp>
#include <mutex>
#include <ostream>
#include <string>
#include <utility>

#include "system/per_process.hpp"

namespace cent {
namespace {

/// The lock of all streams. Never destroyed, since lines may still be written at the end of the process.
std::mutex& stream_mutex() {
  static auto& lock = *new detail::PerProcess<std::mutex>;
  return lock.get();
}

}  // namespace

LogSink make_ostream_sink(std::ostream& out) {
  return [&out](LogLevel /*level*/, std::string_view line) {
    std::string whole{line};
    whole += '\n';
    const std::lock_guard<std::mutex> lock{stream_mutex()};
    out.write(whole.data(), static_cast<std::streamsize>(whole.size())).flush();
  };
}

std::shared_ptr<Observer> make_log_observer(std::ostream& out, LogLevel level, LogOptions options) {
  options.stamp = true;
  return make_log_observer(make_ostream_sink(out), level, options);
}

}  // namespace cent
