#pragma once

#if !defined(_WIN32)
#include <signal.h>
#endif

namespace cent::detail {

/// The signal mask of a library thread. During callbacks it has the mask of the thread that created the
/// client, since a child process that a callback starts inherits it: with all signals blocked it would ignore
/// SIGTERM.
class CallbackSignals {
 public:
  /// Saves the calling thread's mask.
  CallbackSignals() noexcept;
  /// Sets the saved mask in the calling thread.
  void open() const noexcept;
  /// Blocks the signals meant for the program's own threads in the calling thread.
  static void block() noexcept;

 private:
#if !defined(_WIN32)
  sigset_t makers_{};
#endif
};

}  // namespace cent::detail
