#include "delivery/executor.hpp"

#include <algorithm>
#include <cent/errors.hpp>
#include <utility>

#include "delivery/classify.hpp"
#include "delivery/pending.hpp"
#include "delivery/server_age.hpp"
#include "protocol/header_rules.hpp"

namespace cent::detail {
namespace {

using std::chrono::milliseconds;

ClientOptions checked(ClientOptions options) {
  check_api_key(options.api_key);
  check_headers(options.headers, !options.api_key.empty());
  if (options.timeout <= milliseconds{0}) throw UsageError("the time-out must be above zero");
  if (options.retry.max_attempts < 1) throw UsageError("retry.max_attempts must be at least 1");
  return options;
}

milliseconds left_until(Clock::Time deadline, Clock::Time now) {
  // Rounded up: a transport must not be given 0, which means no limit to some.
  return std::chrono::ceil<milliseconds>(deadline - now);
}

/// For an attempt that could not begin in time.
ErrorFacts facts_of_deadline() {
  ErrorFacts facts;
  facts.kind = FailureKind::timeout;
  facts.delivery = Delivery::not_sent;
  facts.cause = "the deadline passed before the request could be sent";
  return facts;
}

RetryPolicy once(RetryPolicy policy) {
  policy.max_attempts = 1;
  return policy;
}

/// True if the fault is the address's, so that another may do better.
bool blames_address(FailureKind kind) {
  return kind != FailureKind::cancelled && kind != FailureKind::too_large && kind != FailureKind::resources;
}
bool blames_address(int status) { return status == 502 || status == 503 || status == 504; }

/// Keeps the result of `info`.
class OneAnswer final : public AnswerSink {
 public:
  void result(std::size_t, std::string_view text) override { text_ = text; }
  void error(std::size_t, std::uint32_t, std::string) override {}
  void unreadable(std::size_t, std::string) override {}
  [[nodiscard]] std::string_view text() const { return text_; }

 private:
  std::string_view text_;
};

}  // namespace

/// One call on its way; hears the answers to its commands.
struct Executor::Run final : AnswerSink {
  Run(const Work& work, Effect effect, ReplySet& replies, const RetryPolicy& retry_policy)
      : pending(work, effect, replies), policy(retry_policy) {}

  void result(std::size_t at, std::string_view text) override { pending.succeed(at, text); }
  void error(std::size_t at, std::uint32_t code, std::string message) override {
    pending.fail(at, facts_of_server_error(code, std::move(message), status));
  }
  void unreadable(std::size_t at, std::string why) override {
    HttpResponse response;
    response.status = status;
    pending.fail(at, facts_of_unreadable(response, {}, why, {}));
  }
  /// True if a key or version must be known to work before anything is repeated.
  [[nodiscard]] bool needs_age() const {
    return !age && (pending.any_unknown(Effect::keyed) || pending.any_unknown(Effect::versioned));
  }
  /// What repeating does on this server, as far as is known.
  [[nodiscard]] Effect effect_here(Effect effect) const {
    if (!age) return effect;
    if (effect == Effect::keyed && !age->knows_keys()) return Effect::once;
    if (effect == Effect::versioned && !age->knows_versions()) return Effect::once;
    return effect;
  }

  Pending pending;
  const RetryPolicy& policy;
  Clock::Time start{};
  Clock::Time deadline{};
  int attempts = 0;
  int status = 0;
  bool paid = false;  ///< For the repetition under way.
  std::optional<ServerAge> age{};
};

Executor::Executor(const std::vector<std::string>& addresses, const ClientOptions& options, Clock& clock)
    : options_(checked(options)),
      one_attempt_(once(options.retry)),
      rules_{options.api_key, options.retry.treat_503_as_not_executed},
      clock_(clock),
      endpoints_(addresses, options_),
      budget_(options.retry.budget),
      transport_(options.transport ? options.transport : make_curl_transport(options.http)) {}

void Executor::run(const Work& work, Effect effect, const CallOptions& options, ReplySet& replies) {
  const milliseconds timeout = options.timeout.value_or(options_.timeout);
  if (timeout <= milliseconds{0}) throw UsageError("the time-out must be above zero");
  Run run{work, effect, replies, options.retry == Retry::never ? one_attempt_ : options_.retry};
  run.start = clock_.now();
  run.deadline = run.start + timeout;
  Pending& pending = run.pending;
  attempt(run);
  while (pending.any_failed()) {
    milliseconds wait{0};
    run.paid = false;
    const auto answer = [&](const RetryQuestion& question) { return ask(run, question); };
    if (!pending.narrow(run.attempts, answer, wait)) break;
    if (wait > milliseconds{0}) clock_.sleep_for(wait);
    if (run.needs_age()) {
      if (!learn_age(run)) {
        ++run.attempts;  // the server was asked and did not answer: that was a try, too
        continue;
      }
      milliseconds none{0};
      const auto still_safe = [&](RetryQuestion question) {
        RetryAnswer verdict;
        verdict.repeat = question.delivery != Delivery::unknown || run.policy.repeat_publications ||
                         run.effect_here(question.effect) != Effect::once;
        verdict.reason = "this server does not know what would protect it from being doubled";
        return verdict;
      };
      if (!pending.narrow(run.attempts, still_safe, none)) break;
    }
    attempt(run);
  }
  if (!pending.any_failed()) budget_.give_back();
  replies.attempts = run.attempts;
  replies.status = run.status;
}

RetryAnswer Executor::ask(Run& run, RetryQuestion question) {
  const Clock::Time now = clock_.now();
  question.effect = run.effect_here(question.effect);
  question.elapsed = std::chrono::duration_cast<milliseconds>(now - run.start);
  question.left = left_until(run.deadline, now);
  RetryAnswer answer = decide(run.policy, question, clock_.random());
  if (!answer.repeat) return answer;
  if (answer.wait >= question.left) return {false, {}, "the deadline comes before the next attempt"};
  if (!run.paid && !budget_.take(is_throttled(question.status)))
    return {false, {}, "the retry budget is used up"};
  run.paid = true;
  // What did not reach one server need not wait for it when another stands ready.
  if (question.delivery == Delivery::not_sent && endpoints_.another_ready(now)) answer.wait = milliseconds{0};
  return answer;
}

bool Executor::learn_age(Run& run) {
  OneAnswer info;
  Work question;
  question.method = "info";
  question.params = "{}";
  if (exchange(question, run, info) || info.text().empty()) return false;
  try {
    run.age = oldest_node(info.text());
  } catch (const RequestException&) {
    run.age = ServerAge{};  // not what Centrifugo answers: nothing protects here
  }
  return true;
}

void Executor::attempt(Run& run) {
  ++run.attempts;
  run.pending.start();
  if (auto failure = exchange(run.pending.work(), run, run)) run.pending.fail_all(std::move(*failure));
}

std::optional<ErrorFacts> Executor::exchange(const Work& work, Run& run, AnswerSink& sink) {
  Endpoint& endpoint = endpoints_.choose(clock_.now());
  Exchange exchange{work, endpoint, endpoints_, rules_};
  HttpResponse response;
  try {
    do {
      HttpRequest request = exchange.request();
      request.timeout = left_until(run.deadline, clock_.now());
      if (request.timeout <= milliseconds{0}) return facts_of_deadline();
      if (run.policy.attempt_timeout > milliseconds{0}) {
        request.timeout = std::min(request.timeout, run.policy.attempt_timeout);
      }
      response = transport_->send(request);
    } while (exchange.again(response));
  } catch (const std::exception& error) {
    ErrorFacts facts = exchange.failed(error);
    if (blames_address(facts.kind)) endpoints_.set_aside(endpoint, clock_.now());
    return facts;
  }
  run.status = response.status;
  if (blames_address(response.status)) {
    endpoints_.set_aside(endpoint, clock_.now());
  } else {
    endpoints_.works(endpoint);
  }
  const std::string& body = run.pending.replies().keep(std::move(response.body));
  return exchange.finish(response, body, sink);
}

}  // namespace cent::detail
