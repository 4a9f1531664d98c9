#include "system/worker_thread.hpp"

#include <cent/errors.hpp>
#include <system_error>
#include <utility>

#include "system/callback_signals.hpp"

#if defined(__linux__) || defined(__APPLE__)
#include <pthread.h>
#endif

namespace cent::detail {
namespace {

/// Blocks signals before the thread starts, which inherits the mask, so that it never receives one.
class SignalsBlocked {
 public:
  SignalsBlocked() noexcept { CallbackSignals::block(); }
  ~SignalsBlocked() { before_.open(); }
  SignalsBlocked(const SignalsBlocked&) = delete;
  SignalsBlocked& operator=(const SignalsBlocked&) = delete;

 private:
  CallbackSignals before_{};
};

/// Sets the name shown by debuggers, profilers and `ps -L`.
void name_this_thread() noexcept {
#if defined(__linux__)
  pthread_setname_np(pthread_self(), "cent");
#elif defined(__APPLE__)
  pthread_setname_np("cent");
#endif
}

}  // namespace

std::thread start_worker_thread(std::function<void()> work) {
  try {
    [[maybe_unused]] const SignalsBlocked blocked;
    return std::thread{[work = std::move(work)] {
      name_this_thread();
      work();
    }};
  } catch (const std::system_error& error) {
    ErrorFacts facts;
    facts.kind = FailureKind::resources;
    facts.delivery = Delivery::not_sent;
    facts.cause = std::string("no thread could be started: ") + error.what();
    throw RequestException(std::move(facts));
  }
}

}  // namespace cent::detail
