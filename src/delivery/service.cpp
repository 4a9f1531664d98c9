#include "delivery/service.hpp"

#include <cent/errors.hpp>
#include <tuple>
#include <utility>

#include "system/out_of_memory.hpp"

namespace cent::detail {
namespace {

using std::chrono::milliseconds;

void check_policy(const RetryPolicy& policy) {
  // Servers forget a key after five minutes. A longer lifetime would allow a second publication.
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

/// Member by member, so that a new member that is missing here does not compile.
auto members(const HttpOptions& options) {
  const auto& [verify, ca_file, certificate, key, proxy, from_environment, unix_socket, connect_to, ip, http2,
               connect, max_reply, max_kept, max_idle, max_age] = options;
  return std::tie(verify, ca_file, certificate, key, proxy, from_environment, unix_socket, connect_to, ip,
                  http2, connect, max_reply, max_kept, max_idle, max_age);
}

void check_resolver(const ClientOptions& options) {
  const HttpOptions& http = options.http;
  const bool is_elsewhere = !http.proxy.empty() || http.proxy_from_environment || !http.connect_to.empty() ||
                            !http.unix_socket.empty();
  if (options.resolver && is_elsewhere) {
    throw UsageError(
        "resolver has no effect with http.proxy, http.proxy_from_environment, http.connect_to or "
        "http.unix_socket");
  }
}

ClientOptions checked(ClientOptions options) {
  check_transport(options);
  check_resolver(options);
  checked_timeout(std::nullopt, options);
  check_policy(options.retry);
  return options;
}

std::optional<ServerAge> asserted(const std::string& version) {
  if (version.empty()) return std::nullopt;
  return asserted_age(version);
}

RetryPolicy once(RetryPolicy policy) {
  policy.max_attempts = 1;
  return policy;
}

}  // namespace

Service::Service(const ClientOptions& client_options, const BroadcastBounds& bounds)
    : options(checked(client_options)),
      one_attempt(once(options.retry)),
      broadcast_bounds(bounds),
      asserted_age(asserted(options.server_version)),
      budget(options.retry.budget),
      watch(options.observer) {
  static_cast<void>(out_of_memory(Delivery::unknown));
}

std::optional<ServerAge> Service::recent_age(Clock::Time now) const {
  const std::lock_guard<std::mutex> lock{mutex_};
  return now < age_until_ ? age_ : std::nullopt;
}

void Service::keep_age(const ServerAge& age, Clock::Time now) {
  constexpr std::chrono::minutes kKept{1};
  const std::lock_guard<std::mutex> lock{mutex_};
  age_ = age;
  age_until_ = now + kKept;
}

std::uint64_t Service::next_request() const noexcept {
  static std::atomic<std::uint64_t> last{0};
  return watch || options.request_headers ? ++last : 0;
}

void check_transport(const ClientOptions& options) {
  static const HttpOptions kUsual;
  if (options.transport && members(options.http) != members(kUsual)) {
    throw UsageError("http has no effect if transport is set: pass these options to make_curl_transport()");
  }
}

milliseconds checked_timeout(std::optional<milliseconds> of_call, const ClientOptions& options) {
  const milliseconds timeout = of_call.value_or(options.timeout);
  if (timeout <= milliseconds{0}) throw UsageError("timeout must be above zero");
  return timeout;
}

}  // namespace cent::detail
