#include "delivery/service.hpp"

#include <cent/errors.hpp>

#include "out_of_memory.hpp"
#include "protocol/header_rules.hpp"

namespace cent::detail {
namespace {

using std::chrono::milliseconds;

void check_policy(const RetryPolicy& policy) {
  // Servers forget a key after five minutes: a longer life would double what it is to protect.
  constexpr std::chrono::seconds kServersMemory{300};
  if (policy.max_attempts < 1) throw UsageError("retry.max_attempts must be at least 1");
  if (policy.budget < 0) throw UsageError("retry.budget must not be negative");
  if (policy.key_lifetime > kServersMemory) throw UsageError("retry.key_lifetime must be at most 300 s");
  for (const milliseconds wait :
       {policy.base_wait, policy.max_wait, policy.attempt_timeout, policy.throttled_base_wait,
        policy.throttled_max_wait, milliseconds{policy.key_lifetime}}) {
    if (wait < milliseconds{0}) throw UsageError("retry: a time must not be negative");
  }
}

ClientOptions checked(ClientOptions options) {
  check_api_key(options.api_key);
  check_headers(options.headers, !options.api_key.empty());
  checked_timeout(std::nullopt, options);
  check_policy(options.retry);
  return options;
}

RetryPolicy once(RetryPolicy policy) {
  policy.max_attempts = 1;
  return policy;
}

}  // namespace

Service::Service(const std::vector<std::string>& addresses, const ClientOptions& client_options)
    : options(checked(client_options)),
      one_attempt(once(options.retry)),
      rules{{options.api_key, options.headers}, options.retry.treat_503_as_not_executed},
      endpoints(addresses, options),
      budget(options.retry.budget) {
  static_cast<void>(out_of_memory(Delivery::unknown));
}

milliseconds checked_timeout(std::optional<milliseconds> of_call, const ClientOptions& options) {
  const milliseconds timeout = of_call.value_or(options.timeout);
  if (timeout <= milliseconds{0}) throw UsageError("the time-out must be above zero");
  return timeout;
}

}  // namespace cent::detail
