#include "http/async_attempts.hpp"

#include <cent/errors.hpp>
#include <new>
#include <string>
#include <utility>

namespace cent::detail {

void AsyncAttempts::start(const Commands& commands, const AttemptLimits& limits, AttemptListener& listener,
                          Clock::Time now) {
  attempt_.emplace(api_, commands, limits, listener, now);
  send(now);
}

void AsyncAttempts::go_on(Clock::Time now) {
  if (std::exchange(sends_again_, false)) send(now);
}

void AsyncAttempts::send(Clock::Time now) {
  try {
    const auto request = attempt_->request(now);
    if (request && begin(*request, now)) return;
  } catch (...) {  // out of memory: nothing was sent
    attempt_.reset();
    throw;
  }
  attempt_.reset();
}

bool AsyncAttempts::begin(const HttpRequest& request, Clock::Time now) {
  try {
    transport_.start(request, *this);
    ++traffic_.requests;
    traffic_.bytes += request.body.size();
    return true;
  } catch (const RequestException& error) {
    attempt_->failed(error, now);
  } catch (const std::exception& error) {
    ErrorFacts facts;  // whatever the error: nothing was sent
    facts.delivery = Delivery::not_sent;
    const bool no_memory = dynamic_cast<const std::bad_alloc*>(&error) != nullptr;
    facts.kind = no_memory ? FailureKind::resources : FailureKind::other;
    facts.cause =
        std::string("the request could not be started: ") + (no_memory ? "out of memory" : error.what());
    attempt_->failed(RequestException(std::move(facts)), now);
  }
  return false;
}

void AsyncAttempts::answered(HttpResponse response) {
  has_event_ = true;
  try {
    sends_again_ = attempt_->answered(std::move(response), clock_.now());
    if (!sends_again_) attempt_.reset();
  } catch (const std::exception&) {  // out of memory
    is_lost_ = true;
  }
}

void AsyncAttempts::failed(const std::exception& error) {
  has_event_ = true;
  try {
    attempt_->failed(error, clock_.now());
    attempt_.reset();
  } catch (const std::exception&) {  // out of memory
    is_lost_ = true;
  }
}

AsyncAttempts::Traffic AsyncAttempts::take_traffic() noexcept { return std::exchange(traffic_, {}); }

}  // namespace cent::detail
