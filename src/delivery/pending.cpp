#include "delivery/pending.hpp"

#include <algorithm>
#include <cent/errors.hpp>

#include "delivery/classify.hpp"
#include "delivery/retry.hpp"

namespace cent::detail {

Pending::Pending(const Commands& commands, ReplySet& replies, const BroadcastBounds& bounds)
    : commands_(commands), replies_(replies), partial_(bounds) {
  if (!commands_.is_batch() && PartialBroadcasts::concerns(commands_.method(0)) &&
      partial_.split(0, commands_.params(0))) {
    rewrite({0});
  }
}

Effect Pending::effect(std::size_t at) const {
  const Effect effect = commands_.repeat(at).effect;
  if (!age_) return effect;
  if (effect == Effect::keyed && !age_->knows_keys()) return Effect::once;
  if (effect == Effect::versioned && !age_->knows_versions()) return Effect::once;
  return effect;
}

bool Pending::succeed(std::size_t at, std::string_view result) {
  const std::size_t where = place(at);
  if (replies_.settled(where)) return true;
  if (PartialBroadcasts::concerns(commands_.method(at))) {
    using Taken = PartialBroadcasts::Taken;
    const Taken taken = partial_.take(where, commands_.params(at), result, effect(at) == Effect::keyed);
    if (taken == Taken::failed) {
      fail(at, PartialBroadcasts::failed_channels_error());
      failures_.back().of_channels = true;
      return false;
    }
    if (taken == Taken::answered && partial_.more(where)) return part_left_ = true;
    if (taken == Taken::odd && !partial_.is_complete(where)) {
      fail(at, PartialBroadcasts::odd_error());
      return true;
    }
    if (ended_partly(at)) return true;
  }
  replies_.set_result(where, result);
  return true;
}

bool Pending::ended_partly(std::size_t at) {
  const std::size_t where = place(at);
  if (!partial_.holds(where) || !partial_.is_complete(where)) return false;
  replies_.set_result(where, replies_.keep(partial_.merged(where)));
  return true;
}

void Pending::fail(std::size_t at, ErrorFacts facts) {
  if (replies_.settled(place(at))) return;
  facts_.push_back(std::move(facts));
  failures_.push_back({at, facts_.size() - 1});
}

void Pending::fail_all(ErrorFacts facts) {
  facts_.clear();
  facts_.push_back(std::move(facts));
  failures_.clear();
  failures_.reserve(commands_.size());
  for (std::size_t at = 0; at < commands_.size(); ++at) {
    // Only end() can have set an error. A result came with the reply that cannot be trusted.
    if (replies_.error(place(at))) continue;
    replies_.unset(place(at));
    failures_.push_back({at, 0});
  }
}

void Pending::start() {
  if (!facts_.empty()) last_cause_ = last_cause();
  failures_.clear();
  facts_.clear();
  settled_ = nullptr;
  part_left_ = false;
}

Delivery Pending::delivery(const Failure& failure) const {
  return unknown_before(failure.at) ? Delivery::unknown : facts_[failure.facts].delivery;
}

Delivery Pending::evidence(std::size_t at) const {
  const auto failure =
      std::lower_bound(failures_.begin(), failures_.end(), at,
                       [](const Failure& one, std::size_t wanted) { return one.at < wanted; });
  return failure != failures_.end() && failure->at == at ? delivery(*failure) : Delivery::not_sent;
}

bool Pending::any_unknown(Effect wanted) const {
  return std::any_of(failures_.begin(), failures_.end(), [&](const Failure& failure) {
    return effect(failure.at) == wanted && delivery(failure) == Delivery::unknown;
  });
}

bool Pending::any_repeatable() const {
  for (std::size_t at = 0; at < commands_.size(); ++at) {
    if (effect(at) != Effect::once) return true;
  }
  return false;
}

bool Pending::settle_rest(int attempts, std::chrono::milliseconds& wait) {
  if (std::any_of(answers_.begin(), answers_.end(), [](const RetryAnswer& one) { return one.repeat; })) {
    hold_overtaken();
  }
  std::vector<std::size_t> again;
  const Failure* last = nullptr;  // settled_ is its error
  for (const Failure& failure : failures_) {
    if (failure.answer == kNoAnswer) continue;
    const RetryAnswer& answer = answers_[failure.answer];
    if (answer.repeat) {
      again.push_back(failure.at);
      wait = std::max(wait, answer.wait);
      continue;
    }
    if (last == nullptr || last->answer != failure.answer || !are_alike(*last, failure)) settled_ = nullptr;
    settle(failure, attempts, answer.reason);
    last = &failure;
  }
  if (again.empty()) return false;
  keep(again);
  return true;
}

bool Pending::are_alike(const Failure& one, const Failure& other) const {
  return one.facts == other.facts && commands_.method(one.at) == commands_.method(other.at) &&
         delivery(one) == delivery(other) && effect(one.at) == effect(other.at) &&
         commands_.repeat(one.at).effect == commands_.repeat(other.at).effect &&
         commands_.repeat(one.at).own_key == commands_.repeat(other.at).own_key;
}

RetryQuestion Pending::question(const Failure& failure, int attempts) const {
  const ErrorFacts& facts = facts_[failure.facts];
  RetryQuestion question;
  question.effect = effect(failure.at);
  // A refusal ends it, even if an earlier attempt may have been executed: there is no reason to repeat it.
  const bool is_no = facts.delivery == Delivery::refused && !says_later(facts.status);
  question.delivery = is_no ? Delivery::refused : delivery(failure);
  question.kind = facts.kind;
  question.status = facts.status;
  question.code = facts.code;
  question.permanent = facts.permanent;
  question.attempts = attempts;
  question.retry_after = facts.retry_after;
  return question;
}

bool Pending::drop_settled() {
  if (!ended_outside_) return true;
  std::vector<std::size_t> left;
  for (std::size_t at = 0; at < commands_.size(); ++at) {
    if (!replies_.settled(place(at))) left.push_back(at);
  }
  if (left.empty()) return false;
  keep(left);
  return true;
}

bool Pending::next_part(int attempts) {
  if (!part_left_ || replies_.settled(0)) return false;
  earlier_attempts_ += attempts;
  unknown_before_.clear();
  rewrite({0});
  return true;
}

void Pending::keep(const std::vector<std::size_t>& again) {
  // From here on the n-th of `again` is the n-th command.
  std::vector<Failure> failures;
  std::vector<bool> unknown;
  std::size_t next = 0;
  for (const Failure& failure : failures_) {
    if (next == again.size() || again[next] != failure.at) continue;
    unknown.push_back(delivery(failure) == Delivery::unknown);
    failures.push_back({next++, failure.facts, failure.of_channels});
  }
  const bool partial =
      std::any_of(again.begin(), again.end(), [&](std::size_t at) { return partial_.holds(place(at)); });
  if (partial || again.size() < commands_.size()) rewrite(again);
  failures_ = std::move(failures);
  unknown_before_ = std::move(unknown);
  settled_ = nullptr;
  ended_outside_ = false;
}

void Pending::rewrite(const std::vector<std::size_t>& again) {
  if (!commands_.is_batch()) {
    single_ = open_params(0);
    commands_ = Commands{commands_.method(0), single_, commands_.repeat(0)};
    return;
  }
  CommandBuffer rest;
  rest.set_parallel(!commands_.has_order());
  std::vector<std::size_t> places;
  places.reserve(again.size());
  for (const std::size_t at : again) {
    if (partial_.holds(place(at))) {
      rest.push(commands_.method(at), open_params(at), commands_.repeat(at));
    } else {
      rest.push(commands_.method(at), commands_.params(at), commands_.repeat(at));
    }
    places.push_back(place(at));
  }
  rest_ = std::move(rest);
  places_ = std::move(places);
  commands_ = Commands{rest_};
}

}  // namespace cent::detail
