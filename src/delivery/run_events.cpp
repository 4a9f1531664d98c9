// The events of an attempt, for the client's observer.
#include <cent/errors.hpp>

#include "delivery/run.hpp"

namespace cent::detail {

void Run::show(const AttemptReport& report, const std::optional<ErrorFacts>& failure, bool knew_age,
               Time now) {
  Watch& watch = service_.watch;
  if (!report.server.address.empty()) watch.pass(&Observer::server_found, report.server);
  if (!knew_age && pending_.knows_age()) {
    ServerFound found = report.server;
    found.address = report.attempt.address;
    found.version = pending_.age().version;
    watch.pass(&Observer::server_found, found);
  }
  AttemptEnded attempt = report.attempt;
  attempt.attempt = pending_.earlier_attempts() + attempts_;
  std::optional<RequestException> error;
  if (failure) {
    ErrorFacts facts = *failure;
    facts.method = attempt.method;
    facts.attempts = attempt.attempt;
    attempt.error = &error.emplace(std::move(facts));
  }
  attempt.repeats = state_ == State::waiting;
  if (attempt.repeats) attempt.wait = std::chrono::ceil<std::chrono::milliseconds>(wait_until_ - now);
  const char* const reason = asking_age_ || !pending_.any_failed() ? nullptr : pending_.reason();
  if (reason != nullptr) attempt.reason = reason;
  watch.pass(&Observer::attempt_ended, attempt);
  if (!report.key.address.empty()) watch.pass(&Observer::key_refused, report.key);
  if (!report.address.address.empty()) watch.pass(&Observer::address_changed, report.address);
}

}  // namespace cent::detail
