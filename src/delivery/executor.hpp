#pragma once
#include <cent/call_options.hpp>
#include <cent/client_options.hpp>
#include <memory>
#include <string>
#include <vector>

#include "delivery/reply_set.hpp"
#include "delivery/service.hpp"
#include "protocol/dialect.hpp"
#include "system/clock.hpp"

namespace cent::detail {

class Run;

/// Runs commands to their outcomes in the caller's thread: does the steps of a Run with a blocking transport.
/// Thread safe.
class Executor {
 public:
  /// @throws UsageError if an address, the key or an option is invalid.
  Executor(const std::vector<std::string>& addresses, const ClientOptions& options,
           std::shared_ptr<Transport> transport, Clock& clock = system_clock());

  /// Blocks until every slot of `replies` has an outcome. `repeat` is used for a single command only.
  /// @throws UsageError if an option is invalid; std::bad_alloc before anything is sent.
  void run(const Work& work, Repeat repeat, const CallOptions& options, ReplySet& replies);

  [[nodiscard]] bool generates_keys(const CallOptions& options) const {
    return options.generate_key.value_or(service_.options.generate_key);
  }

 private:
  void drive(Run& run, Clock::Time start, bool& may_have_arrived);
  void send(Run& run, const HttpRequest& request, bool& may_have_arrived);

  Service service_;
  Clock& clock_;
  std::shared_ptr<Transport> transport_;
};

}  // namespace cent::detail
