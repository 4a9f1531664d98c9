#include "http/blocking_attempts.hpp"

#include <stdexcept>
#include <utility>

#if defined(__GLIBCXX__)
#include <cxxabi.h>
#endif

#include "http/http_attempt.hpp"

namespace cent::detail {

BlockingAttempts::BlockingAttempts(HttpApi& api, std::shared_ptr<Transport> transport, Clock& clock)
    : api_(api), transport_(std::move(transport)), clock_(clock) {}

void BlockingAttempts::start(const Commands& commands, const AttemptLimits& limits, AttemptListener& listener,
                             Clock::Time now) {
  HttpAttempt attempt{api_, commands, limits, listener, now};
  for (auto request = attempt.request(now); request && send(attempt, *request);) {
    request = attempt.request(clock_.now());
  }
}

bool BlockingAttempts::send(HttpAttempt& attempt, const HttpRequest& request) {
  bool answered = false;
  try {
    HttpResponse response = transport_->send(request);
    answered = true;
    return attempt.answered(std::move(response), clock_.now());
  } catch (const std::exception& error) {
    if (answered) throw;
    attempt.failed(error, clock_.now());
    return false;
#if defined(__GLIBCXX__)
  } catch (const abi::__forced_unwind&) {
    throw;  // thread cancellation, which must go on
#endif
  } catch (...) {  // a custom transport may throw anything
    if (answered) throw;
    attempt.failed(std::runtime_error("an exception of unknown type"), clock_.now());
    return false;
  }
}

}  // namespace cent::detail
