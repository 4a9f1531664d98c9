#pragma once
#include <cent/call_options.hpp>
#include <cent/client_options.hpp>
#include <memory>
#include <optional>
#include <string>
#include <vector>

#include "delivery/clock.hpp"
#include "delivery/endpoints.hpp"
#include "delivery/exchange.hpp"
#include "delivery/reply_set.hpp"
#include "delivery/retry.hpp"
#include "protocol/dialect.hpp"

namespace cent::detail {

/// Brings work to its outcomes: sends, classifies, repeats what may be repeated, within one deadline. Safe
/// from many threads at once.
class Executor {
 public:
  /// @throws UsageError if address, key or options cannot be.
  Executor(const std::vector<std::string>& addresses, const ClientOptions& options,
           Clock& clock = system_clock());

  /// Every slot of `replies` holds an outcome afterwards. `effect` is that of a single command.
  /// @throws UsageError if the options cannot be.
  void run(const Work& work, Effect effect, const CallOptions& options, ReplySet& replies);

  [[nodiscard]] bool generates_keys(const CallOptions& options) const {
    return options.generate_key.value_or(options_.generate_key);
  }

 private:
  struct Run;

  /// One attempt; pending holds what failed.
  void attempt(Run& run);
  /// Sends the work to one address. Nothing if every command got an answer, otherwise why all failed.
  std::optional<ErrorFacts> exchange(const Work& work, Run& run, AnswerSink& sink);
  /// Whether and when a failed command goes out again.
  RetryAnswer ask(Run& run, RetryQuestion question);
  /// Asks the server's version, on which it depends whether a key or a version protects. False if it did not
  /// answer.
  bool learn_age(Run& run);

  const ClientOptions options_;
  const RetryPolicy one_attempt_;
  const ExchangeRules rules_;
  Clock& clock_;
  Endpoints endpoints_;
  RetryBudget budget_;
  std::shared_ptr<Transport> transport_;
};

}  // namespace cent::detail
