#include "delivery/run.hpp"

#include <algorithm>
#include <cent/errors.hpp>
#include <utility>

#include "delivery/classify.hpp"

namespace cent::detail {
namespace {

using std::chrono::milliseconds;

/// A command that fails with error 100 while others succeed may fail for ever, and its lane waits. A few more
/// attempts, within a second or two, are for a shard of the broker that is briefly unavailable.
constexpr int kTriesAlone = 5;
constexpr const char* kFailsAlone =
    "other publications went through meanwhile, so the server may never take this one";

/// The answer contains the server's version.
const Commands kQuestion{"info", "{}", Effect::reads};

}  // namespace

Run::Run(Service& service, Clock& clock, const Commands& commands, const RetryPolicy& policy, Time start,
         Time deadline, ReplySet& replies)
    : service_(service),
      clock_(clock),
      policy_(policy),
      start_(start),
      deadline_(deadline),
      replies_(replies),
      pending_(commands, replies, service.broadcast_bounds),
      guarded_(service.options.unsupported == Unsupported::ignore),
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
    if (!guarded_) guard(now);
    if (!pending_.drop_settled()) {
      finish();
    } else {
      asking_age_ = !guarded_ || (state_ == State::waiting && needs_age());
      if (!asking_age_) begin_attempt();
      number_ = service_.next_request();
      state_ = State::under_way;
    }
  }
  return state_ == State::under_way ? attempt() : Step{};
}

void Run::begin_attempt() {
  pending_.start();
  internal_error_ = published_ = overtaken_ = false;
  ++attempts_;
}

Step Run::attempt() const {
  Step step;
  step.kind = Step::Kind::attempt;
  step.commands = asking_age_ ? &kQuestion : &pending_.commands();
  step.limits.deadline = deadline_;
  step.limits.is_watched = static_cast<bool>(service_.watch);
  step.limits.number = number_;
  step.limits.attempt = pending_.earlier_attempts() + attempts_ + (asking_age_ ? 1 : 0);
  step.limits.whole = std::chrono::ceil<milliseconds>(deadline_ - start_);
  step.limits.at_most = policy_.attempt_timeout;
  step.limits.is_last = attempts_ >= policy_.max_attempts;
  const bool matters = !step.limits.is_last && step.limits.at_most == milliseconds{0};
  step.limits.is_repeatable =
      matters && (asking_age_ || policy_.repeat_publications || pending_.any_repeatable());
  return step;
}

const std::string& Run::responded(int status, std::string body, const Secrets& secrets) {
  status_ = status;
  secrets_ = &secrets;
  may_have_arrived_ = true;
  return replies_.keep(std::move(body));
}

void Run::ended(AttemptEnd&& end, Time now) {
  if (end.report == nullptr) return take_end(std::move(end.failure), end.is_other_ready, now);
  const std::optional<ErrorFacts> failure = end.failure;
  const bool knew_age = pending_.knows_age();
  take_end(std::move(end.failure), end.is_other_ready, now);
  show(*end.report, failure, knew_age, now);
}

void Run::take_end(std::optional<ErrorFacts>&& failure, bool is_other_ready, Time now) {
  state_ = State::ready;
  is_other_ready_ = is_other_ready;
  was_answered_ = !failure;
  if (asking_age_) {
    if (!failure && (!info_.empty() || !guarded_)) learn_age();
    if (!guarded_) {
      if (pending_.knows_age()) return service_.keep_age(pending_.age(), now);  // next() checks the fields
      pending_.start();
      failure->delivery = Delivery::not_sent;  // only the question was
      pending_.fail_all(std::move(*failure));
    }
    if (pending_.knows_age()) {
      if (!still_safe(now) && !begin_next_part()) finish();
      return;
    }
    ++attempts_;  // an unanswered question is an attempt, too
    return decide_rest(now);
  }
  if (service_.note != nullptr) failure ? service_.note->failed(failure->cause) : service_.note->succeeded();
  if (failure) {
    pending_.fail_all(std::move(*failure));
    internal_error_ = published_ = false;  // answers before the fault cannot be trusted
  }
  note_others();
  decide_rest(now);
}

void Run::learn_age() {
  try {
    pending_.know(oldest_node(std::exchange(info_, {})));
  } catch (const RequestException&) {
    // Not Centrifugo's answer, so assume that nothing protects.
    pending_.know(ServerAge{0, 0, "the server's version cannot be read"});
  }
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
  alone_ = internal_error_ && (alone_ || (overtaken_ && pending_.commands().has_order()));
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
  replies_.attempts = pending_.earlier_attempts() + attempts_;
  replies_.status = status_;
}

RetryAnswer Run::ask(RetryQuestion question, Time now) {
  fill_in(question, now);
  // A command that did not reach one server need not wait if another one is ready.
  const bool moves = question.delivery == Delivery::not_sent && is_other_ready_;
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
  question.left = std::chrono::ceil<milliseconds>(deadline_ - now);
}

void Run::result(std::size_t at, std::string_view text) {
  if (asking_age_) {
    info_ = text;
  } else if (!pending_.succeed(at, text)) {
    internal_error_ = true;
  } else if ((!published_ || internal_error_) && is_publication(pending_.commands().method(at))) {
    published_ = true;
    overtaken_ = overtaken_ || internal_error_;
  }
}
void Run::error(std::size_t at, std::uint32_t code, std::string message) {
  if (asking_age_) return;
  internal_error_ = internal_error_ || code == ErrorCode::kInternal;
  pending_.fail(at, facts_of_server_error(code, std::move(message), status_, *secrets_));
}
void Run::unreadable(std::size_t at, std::string why) {
  if (asking_age_) return;
  HttpResponse response;
  response.status = status_;
  pending_.fail(at, facts_of_unreadable(response, {}, why, {}));
}

}  // namespace cent::detail
