#include "system/callback_signals.hpp"

#include <initializer_list>

namespace cent::detail {

#if defined(_WIN32)

CallbackSignals::CallbackSignals() noexcept = default;
void CallbackSignals::open() const noexcept {}
void CallbackSignals::block() noexcept {}

#else

CallbackSignals::CallbackSignals() noexcept { pthread_sigmask(SIG_SETMASK, nullptr, &makers_); }

void CallbackSignals::open() const noexcept { pthread_sigmask(SIG_SETMASK, &makers_, nullptr); }

void CallbackSignals::block() noexcept {
  sigset_t others;
  sigfillset(&others);
  // A crash must raise its signal in the thread that crashed, and a profiler samples each thread.
  for (const int own : {SIGSEGV, SIGBUS, SIGFPE, SIGILL, SIGTRAP, SIGSYS, SIGABRT, SIGPROF}) {
    sigdelset(&others, own);
  }
  pthread_sigmask(SIG_SETMASK, &others, nullptr);
}

#endif

}  // namespace cent::detail
