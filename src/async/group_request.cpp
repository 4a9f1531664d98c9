#include "async/group_request.hpp"

#include <algorithm>
#include <cent/errors.hpp>
#include <new>
#include <utility>

namespace cent::detail {
namespace {

Work work_of(const Group& group) {
  Work work;
  if (group.waiters.size() == 1) {
    work.method = group.commands.method(0);
    work.params = group.commands.params(0);
  } else {
    work.many = &group.commands;
  }
  return work;
}

/// Pause after an immediate failure, so that one broken request does not spin.
constexpr std::chrono::milliseconds kPause{1};

GroupRequest::Time latest_deadline(const Group& group) {
  GroupRequest::Time latest = GroupRequest::Time::min();
  for (const Waiter& waiter : group.waiters) latest = std::max(latest, waiter.deadline);
  return latest;
}

}  // namespace

GroupRequest::GroupRequest(Service& service, Clock& clock, Lanes::ReadyGroup& ready, Time now)
    : clock_(clock),
      lane_(ready.lane),
      replies_(ready.group.waiters.size()),
      group_(std::move(ready.group)),
      run_(service, clock, work_of(group_), group_.commands.repeat(0),
           service.policy(group_.waiters.front().retry), now, latest_deadline(group_), replies_),
      due_(now) {}

void GroupRequest::expire(Time now) {
  // Commands whose deadline passed in their lane have been reported and have no waiter.
  const bool fresh = std::exchange(fresh_, false);
  if (!fresh && now < group_.earliest) return;
  run_.expire([&](std::size_t place) {
    const Waiter& waiter = group_.waiters[place];
    return waiter.deadline <= now || (fresh && !waiter.completion);
  });
  group_.earliest = Time::max();
  for (const Waiter& waiter : group_.waiters) {
    if (waiter.deadline > now) group_.earliest = std::min(group_.earliest, waiter.deadline);
  }
}

void GroupRequest::advance(AsyncTransport& transport, Traffic& traffic) {
  const Time now = clock_.now();
  due_ = Time::min();  // call again at once if this throws half way
  expire(now);
  while (!request_out_ && !done_) {
    const Step step = run_.next(now);
    switch (step.kind) {
      case Step::Kind::done:
        done_ = true;
        return;
      case Step::Kind::wait:
        due_ = std::min(group_.earliest, step.until);
        return;
      case Step::Kind::send:
        if (begin(transport, step.request, now)) {
          ++traffic.requests;
          traffic.bytes += step.request.body.size();
        } else if (!run_.is_done()) {
          due_ = std::min(group_.earliest, now + kPause);
          return;
        }
    }
  }
  due_ = group_.earliest;
}

bool GroupRequest::begin(AsyncTransport& transport, const HttpRequest& request, Time now) {
  try {
    transport.start(request, *this);
    return request_out_ = true;
  } catch (const RequestException& error) {
    run_.failed(error, now);
  } catch (const std::exception& error) {
    ErrorFacts facts;  // whatever the error: nothing was sent
    facts.delivery = Delivery::not_sent;
    const bool no_memory = dynamic_cast<const std::bad_alloc*>(&error) != nullptr;
    facts.kind = no_memory ? FailureKind::resources : FailureKind::other;
    facts.cause =
        std::string("the request could not be started: ") + (no_memory ? "out of memory" : error.what());
    run_.failed(RequestException(std::move(facts)), now);
  }
  return false;
}

template <class Event>
void GroupRequest::handle(const Event& event) {
  request_out_ = false;
  due_ = Time::min();
  try {
    event();
  } catch (
      const std::exception&) {  // out of memory: commands without an outcome are lost, see next_outcome()
    done_ = true;
  }
}

void GroupRequest::answered(HttpResponse response) {
  handle([&] { run_.answered(std::move(response), clock_.now()); });
}

void GroupRequest::failed(const std::exception& error) {
  handle([&] { run_.failed(error, clock_.now()); });
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
    ending.error = settled ? replies_.error(next_) : lost;
    ending.text = ending.error ? std::string_view{} : replies_.text(next_);
    ending.call = {group_.commands.method(next_), replies_.attempts, replies_.status};
    waiter = std::move(candidate);
    ++next_;
    return true;
  }
  next_ = 0;
  return false;
}

bool GroupRequest::is_too_large() const {
  constexpr int kContentTooLarge = 413;
  if (!done_ || group_.halved || group_.waiters.size() < 2) return false;
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
  for (Group& half : halves) half.halved = true;
  if (halves[1].waiters.empty()) halves.pop_back();
  if (halves[0].waiters.empty()) halves.erase(halves.begin());
  return halves;
}

}  // namespace cent::detail
