#pragma once
#include <atomic>
#include <chrono>
#include <functional>
#include <thread>

namespace cent::cli {

/// Takes SIGINT and SIGTERM while it lives, one object at a time. A thread of its own calls the functions, so
/// that they are called whatever the others wait for.
class Interrupts {
 public:
  struct Calls {
    std::function<void()> second;  ///< At the second signal. Those after it end the process.
    std::function<void()> tick;    ///< Five times a second.
  };
  /// @throws std::system_error if there are no descriptors.
  explicit Interrupts(Calls calls);
  ~Interrupts();
  Interrupts(const Interrupts&) = delete;
  Interrupts& operator=(const Interrupts&) = delete;

  /// Whether a signal has come.
  [[nodiscard]] bool any() const noexcept { return count_ > 0; }
  /// Can be read from once a signal has come.
  [[nodiscard]] int descriptor() const noexcept { return first_[0]; }
  /// Waits. Returns true at once if a signal has come.
  bool wait(std::chrono::milliseconds at_most) const;

 private:
  void run();

  Calls calls_;
  int first_[2] = {-1, -1};
  std::atomic<int> count_{0};
  std::atomic<bool> ends_{false};
  std::thread thread_;
};

}  // namespace cent::cli
