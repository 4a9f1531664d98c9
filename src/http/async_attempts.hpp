#pragma once
#include <cstdint>
#include <exception>
#include <optional>

#include "delivery/attempt.hpp"
#include "http/http_api.hpp"
#include "http/http_attempt.hpp"
#include "transport/async_transport.hpp"

namespace cent::detail {

/// Attempts that end while the transport is polled. For one thread.
class AsyncAttempts final : public Attempts, ResponseListener {
 public:
  AsyncAttempts(HttpApi& api, AsyncTransport& transport, Clock& clock)
      : api_(api), transport_(transport), clock_(clock) {}

  /// If the request cannot be started, the attempt has ended when this returns.
  void start(const Commands& commands, const AttemptLimits& limits, AttemptListener& listener,
             Clock::Time now) override;
  /// Sends the further request of the attempt, if there is one: a transport takes none while it is polled.
  void go_on(Clock::Time now);

  [[nodiscard]] bool is_under_way() const noexcept { return attempt_.has_value(); }
  /// True if the transport reported something since forget_event().
  [[nodiscard]] bool has_event() const noexcept { return has_event_; }
  void forget_event() noexcept { has_event_ = false; }
  /// True if memory ran out while a response was read: its attempt never ends.
  [[nodiscard]] bool is_lost() const noexcept { return is_lost_; }

  /// Number of HTTP requests sent, and of their bytes.
  struct Traffic {
    std::uint64_t requests = 0;
    std::uint64_t bytes = 0;
  };
  /// Returns the traffic since the last call.
  Traffic take_traffic() noexcept;

 private:
  void answered(HttpResponse response) override;
  void failed(const std::exception& error) override;
  void send(Clock::Time now);
  /// Returns false if the request could not be started.
  bool begin(const HttpRequest& request, Clock::Time now);

  HttpApi& api_;
  AsyncTransport& transport_;
  Clock& clock_;
  std::optional<HttpAttempt> attempt_;
  bool sends_again_ = false;
  bool has_event_ = false;
  bool is_lost_ = false;
  Traffic traffic_;
};

}  // namespace cent::detail
