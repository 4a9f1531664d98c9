#pragma once
#include <atomic>
#include <memory>
#include <utility>

#include "system/fork_count.hpp"

namespace cent::detail {

/// An object with a lock, such that a forked child gets one of its own: a thread of the parent may have held
/// the lock of the old one, which is then left alone. Thread safe.
template <class T>
class PerProcess {
 public:
  template <class... Args>
  explicit PerProcess(const Args&... args) : current_(new Owned(args...)) {}
  PerProcess(const PerProcess&) = delete;
  PerProcess& operator=(const PerProcess&) = delete;
  ~PerProcess() {
    Owned* const last = current_.load();
    if (last->process == fork_count()) delete last;
  }

  /// @param args With which a new one is made, if one is needed.
  template <class... Args>
  T& get(const Args&... args) {
    Owned* known = current_.load(std::memory_order_acquire);
    if (known->process == fork_count()) return known->value;
    auto fresh = std::make_unique<Owned>(args...);
    if (current_.compare_exchange_strong(known, fresh.get())) return fresh.release()->value;
    return known->value;
  }

 private:
  struct Owned {
    template <class... Args>
    explicit Owned(const Args&... args) : value(args...) {}
    T value;
    const unsigned process = fork_count();
  };
  std::atomic<Owned*> current_;
};

}  // namespace cent::detail
