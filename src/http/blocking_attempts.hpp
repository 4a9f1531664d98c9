#pragma once
#include <cent/transport.hpp>
#include <memory>

#include "delivery/attempt.hpp"
#include "http/http_api.hpp"

namespace cent::detail {

class HttpAttempt;

/// Attempts that end before start() returns. Thread safe.
class BlockingAttempts final : public Attempts {
 public:
  BlockingAttempts(HttpApi& api, std::shared_ptr<Transport> transport, Clock& clock);
  void start(const Commands& commands, const AttemptLimits& limits, AttemptListener& listener,
             Clock::Time now) override;

 private:
  /// Returns true if another request follows.
  bool send(HttpAttempt& attempt, const HttpRequest& request);

  HttpApi& api_;
  const std::shared_ptr<Transport> transport_;
  Clock& clock_;
};

}  // namespace cent::detail
