#include "async/group_request.hpp"

#include <algorithm>
#include <cent/errors.hpp>
#include <new>
#include <utility>

namespace cent::detail {
namespace {

/// A single command is sent to the route of its method.
Commands commands_of(const Group& group) {
  const CommandBuffer& all = group.commands;
  if (group.waiters.size() != 1) return Commands{all};
  return {all.method(0), all.params(0), all.repeat(0)};
}

/// Pause after an immediate failure, so that one broken request does not spin.
constexpr std::chrono::milliseconds kPause{1};

GroupRequest::Time latest_deadline(const Group& group) {
  GroupRequest::Time latest = GroupRequest::Time::min();
  for (const Waiter& waiter : group.waiters) latest = std::max(latest, waiter.deadline);
  return latest;
}

}  // namespace

GroupRequest::GroupRequest(Service& service, HttpApi& http, AsyncTransport& transport, Clock& clock,
                           Lanes::ReadyGroup& ready, Time now)
    : clock_(clock),
      passes_contexts_(static_cast<bool>(http.request_headers)),
      lane_(ready.lane),
      replies_(ready.group.waiters.size()),
      group_(std::move(ready.group)),
      run_(service, clock, commands_of(group_), service.policy(group_.waiters.front().retry), now,
           latest_deadline(group_), replies_),
      attempts_(http, transport, clock),
      due_(now),
      has_gaps_(group_.has_gaps()) {}

void GroupRequest::expire(Time now) {
  // Commands that ended or moved on in their lane have no waiter.
  const bool has_gaps = std::exchange(has_gaps_, false);
  if (now < group_.earliest && !has_gaps) return;
  run_.expire([&](std::size_t place) {
    const Waiter& waiter = group_.waiters[place];
    return waiter.deadline <= now || (has_gaps && !waiter.completion);
  });
  group_.earliest = Time::max();
  for (const Waiter& waiter : group_.waiters) {
    if (waiter.deadline > now) group_.earliest = std::min(group_.earliest, waiter.deadline);
  }
}

void GroupRequest::start(const Step& step, Time now) {
  AttemptLimits limits = step.limits;
  Attachments attached;
  if (passes_contexts_) {
    for (std::size_t i = 0; i < group_.waiters.size(); ++i) {
      const Waiter& waiter = group_.waiters[i];
      if (!waiter.completion || replies_.settled(i)) continue;
      if (auto context = waiter.completion->context()) attached.contexts.push_back(std::move(context));
    }
    limits.attached = &attached;
  }
  attempts_.start(*step.commands, limits, run_, now);
}

void GroupRequest::advance() {
  const Time now = clock_.now();
  attempts_.forget_event();
  due_ = Time::min();                     // call again at once if this throws half way
  if (attempts_.is_lost()) done_ = true;  // out of memory: see next_outcome()
  expire(now);
  attempts_.go_on(now);
  while (!attempts_.is_under_way() && !done_) {
    const Step step = run_.next(now);
    switch (step.kind) {
      case Step::Kind::done:
        done_ = true;
        return;
      case Step::Kind::wait:
        due_ = std::min(group_.earliest, step.until);
        return;
      case Step::Kind::attempt:
        start(step, now);
        if (!attempts_.is_under_way() && !run_.is_done()) {
          due_ = std::min(group_.earliest, now + kPause);
          return;
        }
    }
  }
  due_ = group_.earliest;
}

std::vector<Mark> GroupRequest::marks_to_step_aside() const {
  constexpr std::size_t kMostChannels = 8;
  std::vector<Mark> marks;
  if (done_ || !run_.waits_to_repeat_some()) return marks;
  std::size_t open = 0;
  for (std::size_t i = 0; i < group_.waiters.size(); ++i) {
    const Waiter& waiter = group_.waiters[i];
    if (!waiter.completion || replies_.settled(i)) continue;
    ++open;
    if (waiter.mark == kNoMark) return {};
    if (std::find(marks.begin(), marks.end(), waiter.mark) != marks.end()) continue;
    if (marks.size() == kMostChannels) return {};
    marks.push_back(waiter.mark);
  }
  if (open == group_.waiters.size() && marks.size() > 1) marks.clear();
  return marks;
}

void GroupRequest::give_up(FailureKind kind, const char* cause) {
  done_ = true;
  next_ = 0;  // next_outcome() may have stopped behind commands that had no outcome then
  run_.give_up(kind, cause);
}

bool GroupRequest::next_outcome(Waiter& waiter, Ending& ending,
                                const std::shared_ptr<const CentException>& lost) {
  for (; next_ < group_.waiters.size(); ++next_) {
    Waiter& candidate = group_.waiters[next_];
    const bool settled = replies_.settled(next_);
    if (!candidate.completion || !(settled || done_)) continue;
    if (replies_.has_result(next_)) {
      ending.error = nullptr;
      ending.text = replies_.text(next_);
    } else {
      ending.error = settled ? replies_.error(next_) : lost;
      ending.text = {};
    }
    ending.call = {group_.commands.method(next_), group_.commands.params(next_), replies_.attempts,
                   replies_.status};
    waiter = std::move(candidate);
    ++next_;
    return true;
  }
  next_ = 0;
  return false;
}

bool GroupRequest::is_too_large() const {
  constexpr int kContentTooLarge = 413;
  if (!done_ || group_.halvings == 0 || group_.waiters.size() < 2) return false;
  bool any = false;  // commands whose deadline passed meanwhile have been reported
  for (std::size_t i = 0; i < group_.waiters.size(); ++i) {
    if (!group_.waiters[i].completion) continue;
    const auto error = replies_.error(i);
    if (!error || error->status() != kContentTooLarge) return false;
    any = true;
  }
  return any;
}

std::vector<Group> GroupRequest::halves() {
  const std::size_t count = group_.waiters.size();
  const std::size_t middle = count / 2;
  std::vector<Group> halves;
  halves.reserve(2);
  halves.push_back(group_.texts(0, middle));
  halves.push_back(group_.texts(middle, count));
  group_.move_waiters(0, middle, halves[0]);  // last, when nothing can fail any more
  group_.move_waiters(middle, count, halves[1]);
  for (Group& half : halves) {
    half.halved = true;
    half.halvings = group_.halvings - 1;
  }
  if (halves[1].waiters.empty()) halves.pop_back();
  if (halves[0].waiters.empty()) halves.erase(halves.begin());
  return halves;
}

}  // namespace cent::detail
