#include <atomic>
#include <cent/log_ostream.hpp>
#include <mutex>
#include <ostream>
#include <string>
#include <utility>

#include "system/fork_count.hpp"

namespace cent {
namespace {

/// The lock of all streams. Never destroyed, since lines may still be written at the end of the process.
struct Lock {
  std::mutex mutex;
  const unsigned process = detail::fork_count();
};

/// In a forked child it is a new one: a thread of the parent may have held the old one.
std::mutex& stream_mutex() {
  static std::atomic<Lock*> current{new Lock};
  Lock* known = current.load();
  if (known->process == detail::fork_count()) return known->mutex;
  auto fresh = std::make_unique<Lock>();
  if (current.compare_exchange_strong(known, fresh.get())) return fresh.release()->mutex;
  return known->mutex;
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
