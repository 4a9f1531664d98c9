#pragma once

#if !defined(_WIN32)
#include <signal.h>
#endif

namespace cent::detail {

/// Which signals a library thread takes. While it runs callbacks, it has the mask of the thread that made the
/// client: a child process that a callback starts inherits the mask, and would survive SIGTERM with all
/// signals blocked.
class CallbackSignals {
 public:
  /// Remembers the calling thread's mask.
  CallbackSignals() noexcept;
  /// Gives the calling thread the remembered mask.
  void open() const noexcept;
  /// Blocks what is meant for the program's own threads in the calling thread.
  static void block() noexcept;

 private:
#if !defined(_WIN32)
  sigset_t makers_{};
#endif
};

}  // namespace cent::detail
