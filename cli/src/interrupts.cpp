#include "interrupts.hpp"

#include <fcntl.h>
#include <poll.h>
#include <unistd.h>

#include <cerrno>
#include <csignal>
#include <system_error>

namespace cent::cli {
namespace {

constexpr int kSignals[] = {SIGINT, SIGTERM};
constexpr int kTick = 200;

/// The handler writes into it, the thread of the one Interrupts reads from it. Open until the process ends,
/// since a handler may still run when its Interrupts is gone.
int signals[2] = {-1, -1};

void make_pipe(int (&ends)[2]) {
  if (ends[0] >= 0) return;
  if (::pipe(ends) != 0) throw std::system_error(errno, std::generic_category(), "no pipe for signals");
  for (const int end : ends) {
    ::fcntl(end, F_SETFD, FD_CLOEXEC);
    ::fcntl(end, F_SETFL, O_NONBLOCK);
  }
}

void on_signal(int number) {
  const int error = errno;
  const char byte = static_cast<char>(number);
  static_cast<void>(::write(signals[1], &byte, 1));
  errno = error;
}

void take_signals(void (*handler)(int)) {
  struct sigaction action {};
  action.sa_handler = handler;
  action.sa_flags = SA_RESTART;
  for (const int number : kSignals) ::sigaction(number, &action, nullptr);
}

}  // namespace

Interrupts::Interrupts(Calls calls) : calls_(std::move(calls)) {
  make_pipe(signals);
  make_pipe(first_);
  thread_ = std::thread([this] { run(); });
  take_signals(&on_signal);
}

Interrupts::~Interrupts() {
  take_signals(SIG_DFL);
  ends_ = true;
  on_signal(0);
  thread_.join();
  for (const int end : first_) ::close(end);
}

bool Interrupts::wait(std::chrono::milliseconds at_most) const {
  pollfd waiting{first_[0], POLLIN, 0};
  return ::poll(&waiting, 1, static_cast<int>(at_most.count())) > 0;
}

void Interrupts::run() {
  while (!ends_) {
    pollfd waiting{signals[0], POLLIN, 0};
    ::poll(&waiting, 1, kTick);
    char byte = 0;
    if (::read(signals[0], &byte, 1) == 1 && byte != 0) {
      const int count = ++count_;
      if (count == 1) static_cast<void>(::write(first_[1], &byte, 1));
      if (count == 2) {
        take_signals(SIG_DFL);
        if (calls_.second) calls_.second();
      }
    }
    if (calls_.tick && !ends_) calls_.tick();
  }
}

}  // namespace cent::cli
