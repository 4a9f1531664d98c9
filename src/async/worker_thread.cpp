#include "async/worker_thread.hpp"

#include <cent/errors.hpp>
#include <system_error>
#include <utility>

#if !defined(_WIN32)
#include <signal.h>
#endif

namespace cent::detail {
namespace {

#if !defined(_WIN32)
/// Threads inherit the mask of the one that starts them.
class SignalsBlocked {
 public:
  SignalsBlocked() {
    sigset_t all;
    sigfillset(&all);
    pthread_sigmask(SIG_SETMASK, &all, &before_);
  }
  ~SignalsBlocked() { pthread_sigmask(SIG_SETMASK, &before_, nullptr); }
  SignalsBlocked(const SignalsBlocked&) = delete;
  SignalsBlocked& operator=(const SignalsBlocked&) = delete;

 private:
  sigset_t before_{};
};
#else
struct SignalsBlocked {};
#endif

}  // namespace

std::thread start_worker_thread(std::function<void()> work) {
  try {
    [[maybe_unused]] const SignalsBlocked blocked;
    return std::thread{std::move(work)};
  } catch (const std::system_error& error) {
    ErrorFacts facts;
    facts.kind = FailureKind::resources;
    facts.delivery = Delivery::not_sent;
    facts.cause = std::string("no thread could be started: ") + error.what();
    throw RequestException(std::move(facts));
  }
}

}  // namespace cent::detail
