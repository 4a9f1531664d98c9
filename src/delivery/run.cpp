#include "delivery/run.hpp"

#include <algorithm>
#include <cent/errors.hpp>
#include <utility>

#include "delivery/classify.hpp"

namespace cent::detail {
namespace {

using std::chrono::milliseconds;

milliseconds left_until(Clock::Time deadline, Clock::Time now) {
  // Rounded up, since 0 means no limit to some transports.
  return std::chrono::ceil<milliseconds>(deadline - now);
}

/// The error of an attempt that could not start in time.
ErrorFacts facts_of_deadline() {
  ErrorFacts facts;
  facts.kind = FailureKind::timeout;
  facts.delivery = Delivery::not_sent;
  facts.cause = "the deadline passed before the request could be sent";
  return facts;
}

/// True if the address is at fault, so another one may do better.
bool blames_address(FailureKind kind) {
  return kind != FailureKind::cancelled && kind != FailureKind::too_large && kind != FailureKind::resources;
}
bool blames_address(int status) { return status == 502 || status == 503 || status == 504; }

constexpr const char* kQuestion = "info";

/// A command that fails with error 100 while others succeed may fail for ever, and its lane waits. A few more
/// attempts, within a second or two, are for a shard of the broker that is briefly unavailable.
constexpr int kTriesAlone = 5;
constexpr const char* kFailsAlone =
    "other publications went through meanwhile, so the server may never take this one";

bool is_publication(std::string_view method) { return method == "publish" || method == "broadcast"; }

/// Takes the result of `info`.
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

Run::Run(Service& service, Clock& clock, const Work& work, Repeat repeat, const RetryPolicy& policy,
         Time start, Time deadline, ReplySet& replies)
    : service_(service),
      clock_(clock),
      policy_(policy),
      start_(start),
      deadline_(deadline),
      replies_(replies),
      pending_(work, repeat, replies, service.broadcast_bounds),
      others_seen_(service.publishing_requests.load(std::memory_order_relaxed)) {
  if (service.asserted_age) pending_.know(*service.asserted_age);
}

Step Run::next(Time now) {
  if (state_ == State::waiting && now < wait_until_) {
    Step step;
    step.kind = Step::Kind::wait;
    step.until = wait_until_;
    return step;
  }
  if (state_ == State::waiting || state_ == State::ready) {
    if (!pending_.drop_settled()) {
      finish();
    } else if (state_ == State::waiting && needs_age()) {
      begin_question(now);
    } else {
      begin_attempt(now);
    }
  }
  while (state_ == State::under_way && left_until(deadline_, now) <= milliseconds{0}) {
    conclude(facts_of_deadline(), now);
  }
  return state_ == State::under_way ? send(now) : Step{};
}

void Run::begin_attempt(Time now) {
  pending_.start();
  internal_error_ = published_ = overtaken_ = false;
  asking_age_ = false;
  endpoint_ = &service_.endpoints.choose(now);
  exchange_.emplace(pending_.work(), *endpoint_, service_.endpoints, service_.rules);
  ++attempts_;
  state_ = State::under_way;
}

void Run::begin_question(Time now) {
  Work question;
  question.method = kQuestion;
  question.params = "{}";
  asking_age_ = true;
  endpoint_ = &service_.endpoints.choose(now);
  exchange_.emplace(question, *endpoint_, service_.endpoints, service_.rules);
  state_ = State::under_way;
}

Step Run::send(Time now) {
  Step step;
  step.kind = Step::Kind::send;
  step.request = exchange_->request();
  step.request.timeout = left_until(deadline_, now);
  if (policy_.attempt_timeout > milliseconds{0}) {
    step.request.timeout = std::min(step.request.timeout, policy_.attempt_timeout);
  }
  if (service_.endpoints.several() && attempts_ < policy_.max_attempts) {
    const bool repeatable = asking_age_ || policy_.repeat_publications || pending_.any_repeatable();
    service_.leave_room(step.request, policy_, left_until(deadline_, start_), repeatable);
  }
  return step;
}

void Run::failed(const std::exception& error, Time now) {
  state_ = State::done;  // in case reading throws: such a request must not be sent again
  ErrorFacts facts = exchange_->failed(error);
  if (blames_address(facts.kind)) endpoint_->set_aside(now);
  conclude(std::move(facts), now);
}

void Run::answered(HttpResponse&& response, Time now) {
  if (exchange_->again(response)) return;
  state_ = State::done;  // in case reading throws: such a request must not be sent again
  status_ = response.status;
  if (blames_address(response.status)) {
    endpoint_->set_aside(now);
  } else {
    endpoint_->works();
  }
  const std::string& body = replies_.keep(std::move(response.body));
  if (!asking_age_) return conclude(exchange_->finish(response, body, *this), now);
  OneAnswer info;
  auto failure = exchange_->finish(response, body, info);
  if (!failure && !info.text().empty()) {
    try {
      pending_.know(oldest_node(info.text()));
    } catch (const RequestException&) {
      // Not Centrifugo's answer, so assume that nothing protects.
      pending_.know(ServerAge{0, 0, "the server's version cannot be read"});
    }
  }
  conclude(std::move(failure), now);
}

void Run::conclude(std::optional<ErrorFacts> failure, Time now) {
  state_ = State::ready;
  if (!asking_age_) {
    if (failure) {
      pending_.fail_all(std::move(*failure));
      internal_error_ = published_ = false;  // answers before the fault cannot be trusted
    }
    note_others();
    return decide_rest(now);
  }
  if (!pending_.knows_age()) {
    ++attempts_;  // an unanswered question is an attempt, too
    return decide_rest(now);
  }
  if (!still_safe(now) && !begin_next_part()) finish();
}

void Run::decide_rest(Time now) {
  milliseconds wait{0};
  if (!pending_.any_failed()) {
    if (begin_next_part()) return;
    service_.budget.give_back();
    return finish();
  }
  paid_ = false;
  if (now - start_ >= policy_.key_lifetime) pending_.let_keys_expire();
  const auto answer = [&](const RetryQuestion& question) { return ask(question, now); };
  if (pending_.narrow(attempts_, answer, wait)) {
    wait_until_ = now + wait;
    state_ = State::waiting;
  } else if (!begin_next_part()) {
    finish();
  }
}

bool Run::begin_next_part() {
  if (!pending_.next_part(attempts_)) return false;
  attempts_ = tries_alone_ = 0;
  state_ = State::ready;
  return true;
}

void Run::note_others() noexcept {
  std::uint64_t seen = service_.publishing_requests.load(std::memory_order_relaxed);
  const CommandBuffer* const many = pending_.work().many;
  const bool in_order = many != nullptr && !many->parallel();
  alone_ = internal_error_ && (alone_ || (overtaken_ && in_order));
  if (internal_error_ && (alone_ || seen != others_seen_)) ++tries_alone_;
  if (published_) {
    service_.publishing_requests.fetch_add(1, std::memory_order_relaxed);
    ++seen;
  }
  others_seen_ = seen;
}

bool Run::still_safe(Time now) {
  milliseconds none{0};
  const auto answer = [&](RetryQuestion question) {
    fill_in(question, now);
    question.permanent = false;  // another address is used: ask() has decided that
    if (policy_.rule) return policy_.rule->decide(question);
    RetryAnswer verdict;
    const char* const why = obstacle(policy_, question);
    verdict.repeat = why == nullptr;
    if (why != nullptr && question.effect == Effect::once)
      verdict.reason = "this server does not support its protection against a second execution";
    else if (why != nullptr)
      verdict.reason = why;
    return verdict;
  };
  return pending_.narrow(attempts_, answer, none);
}

void Run::finish() {
  state_ = State::done;
  exchange_.reset();
  replies_.attempts = pending_.earlier_attempts() + attempts_;
  replies_.status = status_;
}

RetryAnswer Run::ask(RetryQuestion question, Time now) {
  fill_in(question, now);
  // A command that did not reach one server need not wait if another one is ready.
  const bool moves =
      question.delivery == Delivery::not_sent && service_.endpoints.another_ready(*endpoint_, now);
  if (moves) {
    question.retry_after.reset();
    question.permanent = false;
  }
  if (question.code == ErrorCode::kInternal && tries_alone_ >= kTriesAlone && !policy_.rule)
    return {false, {}, kFailsAlone};
  RetryAnswer answer = decide(policy_, question, moves ? 0.0 : clock_.random());
  if (!answer.repeat) return answer;
  if (moves) answer.wait = milliseconds{0};
  if (answer.wait >= question.left) return {false, {}, "the deadline comes before the next attempt"};
  if (!paid_ && !service_.budget.take(is_throttled(question.status)))
    return {false, {}, "the retry budget is used up"};
  paid_ = true;
  return answer;
}

bool Run::needs_age() const {
  return !pending_.knows_age() &&
         (pending_.any_unknown(Effect::keyed) || pending_.any_unknown(Effect::versioned));
}

void Run::fill_in(RetryQuestion& question, Time now) const {
  question.elapsed = std::chrono::duration_cast<milliseconds>(now - start_);
  question.left = left_until(deadline_, now);
}

void Run::result(std::size_t at, std::string_view text) {
  if (!pending_.succeed(at, text)) {
    internal_error_ = true;
  } else if ((!published_ || internal_error_) && is_publication(pending_.work().method_of(at))) {
    published_ = true;
    overtaken_ = overtaken_ || internal_error_;
  }
}
void Run::error(std::size_t at, std::uint32_t code, std::string message) {
  internal_error_ = internal_error_ || code == ErrorCode::kInternal;
  pending_.fail(at, facts_of_server_error(code, std::move(message), status_, service_.rules.secrets));
}
void Run::unreadable(std::size_t at, std::string why) {
  HttpResponse response;
  response.status = status_;
  pending_.fail(at, facts_of_unreadable(response, {}, why, {}));
}

}  // namespace cent::detail
