#pragma once
#include <atomic>
#include <cent/observer.hpp>
#include <cstdint>
#include <memory>
#include <utility>

#if defined(__GLIBCXX__)
#include <cxxabi.h>
#endif

namespace cent::detail {

/// Passes events to a client's observer, if it has one. Contains and counts its exceptions. Thread safe.
class Watch {
 public:
  explicit Watch(std::shared_ptr<Observer> observer) : observer_(std::move(observer)) {}

  /// True if there is an observer. Otherwise an event need not be made.
  explicit operator bool() const noexcept { return observer_ != nullptr; }

  template <class Event>
  void pass(void (Observer::*receive)(const Event&), const Event& event) {
    try {
      (observer_.get()->*receive)(event);
#if defined(__GLIBCXX__)
    } catch (const abi::__forced_unwind&) {
      throw;  // thread cancellation, which must go on
#endif
    } catch (...) {
      errors_.fetch_add(1, std::memory_order_relaxed);
    }
  }

  /// Number of events at which the observer threw.
  [[nodiscard]] std::uint64_t errors() const noexcept { return errors_.load(std::memory_order_relaxed); }

 private:
  const std::shared_ptr<Observer> observer_;
  std::atomic<std::uint64_t> errors_{0};
};

}  // namespace cent::detail
