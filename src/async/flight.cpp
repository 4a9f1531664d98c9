#include "async/flight.hpp"

#include <algorithm>
#include <cent/errors.hpp>
#include <new>
#include <utility>

namespace cent::detail {
namespace {

Work work_of(const Parcel& parcel) {
  Work work;
  if (parcel.waiters.size() == 1) {
    work.method = parcel.commands.method(0);
    work.params = parcel.commands.params(0);
  } else {
    work.many = &parcel.commands;
  }
  return work;
}

/// What fails at once may do so again and again; others have their turn between.
constexpr std::chrono::milliseconds kPause{1};

Flight::Time latest_deadline(const Parcel& parcel) {
  Flight::Time latest = Flight::Time::min();
  for (const Waiter& waiter : parcel.waiters) latest = std::max(latest, waiter.deadline);
  return latest;
}

}  // namespace

Flight::Flight(Service& service, Clock& clock, Lanes::Departure& departure, Time now)
    : clock_(clock),
      lane_(departure.lane),
      replies_(departure.parcel.waiters.size()),
      parcel_(std::move(departure.parcel)),
      run_(service, clock, work_of(parcel_), parcel_.commands.repeat(0),
           service.policy(parcel_.waiters.front().retry), now, latest_deadline(parcel_), replies_),
      due_(now) {}

void Flight::expire(Time now) {
  // Those whose deadline came while they waited in their lane have been told and have no waiter.
  const bool fresh = std::exchange(fresh_, false);
  if (!fresh && now < parcel_.earliest) return;
  run_.expire([&](std::size_t place) {
    const Waiter& waiter = parcel_.waiters[place];
    return waiter.deadline <= now || (fresh && !waiter.completion);
  });
  parcel_.earliest = Time::max();
  for (const Waiter& waiter : parcel_.waiters) {
    if (waiter.deadline > now) parcel_.earliest = std::min(parcel_.earliest, waiter.deadline);
  }
}

void Flight::advance(AsyncTransport& transport, Traffic& traffic) {
  const Time now = clock_.now();
  due_ = Time::min();  // at once, if this fails half way
  expire(now);
  while (!request_out_ && !done_) {
    const Step step = run_.next(now);
    switch (step.kind) {
      case Step::Kind::done:
        done_ = true;
        return;
      case Step::Kind::wait:
        due_ = std::min(parcel_.earliest, step.until);
        return;
      case Step::Kind::send:
        if (begin(transport, step.request, now)) {
          ++traffic.requests;
          traffic.bytes += step.request.body.size();
        } else if (!run_.is_done()) {
          due_ = std::min(parcel_.earliest, now + kPause);
          return;
        }
    }
  }
  due_ = parcel_.earliest;
}

bool Flight::begin(AsyncTransport& transport, const HttpRequest& request, Time now) {
  try {
    transport.start(request, *this);
    return request_out_ = true;
  } catch (const RequestException& error) {
    run_.failed(error, now);
  } catch (const std::exception& error) {
    ErrorFacts facts;  // whatever it was: what could not begin was not sent
    facts.delivery = Delivery::not_sent;
    const bool no_memory = dynamic_cast<const std::bad_alloc*>(&error) != nullptr;
    facts.kind = no_memory ? FailureKind::resources : FailureKind::other;
    facts.cause = std::string("the request could not begin: ") + (no_memory ? "out of memory" : error.what());
    run_.failed(RequestException(std::move(facts)), now);
  }
  return false;
}

template <class Event>
void Flight::hear(const Event& event) {
  request_out_ = false;
  due_ = Time::min();
  try {
    event();
  } catch (const std::exception&) {  // memory ran out: what has no outcome is lost, see next_outcome()
    done_ = true;
  }
}

void Flight::answered(HttpResponse response) {
  hear([&] { run_.answered(std::move(response), clock_.now()); });
}

void Flight::failed(const std::exception& error) {
  hear([&] { run_.failed(error, clock_.now()); });
}

void Flight::give_up(FailureKind kind, const char* cause) {
  done_ = true;
  next_ = 0;  // a callback may have stopped next_outcome() behind some that had no outcome then
  run_.give_up(kind, cause);
}

bool Flight::next_outcome(Waiter& waiter, Ending& ending, const std::shared_ptr<const CentException>& lost) {
  for (; next_ < parcel_.waiters.size(); ++next_) {
    Waiter& candidate = parcel_.waiters[next_];
    const bool settled = replies_.settled(next_);
    if (!candidate.completion || !(settled || done_)) continue;
    ending.error = settled ? replies_.error(next_) : lost;
    ending.text = ending.error ? std::string_view{} : replies_.text(next_);
    ending.call = {parcel_.commands.method(next_), replies_.attempts, replies_.status};
    waiter = std::move(candidate);
    ++next_;
    return true;
  }
  next_ = 0;
  return false;
}

bool Flight::is_too_large() const {
  constexpr int kContentTooLarge = 413;
  if (!done_ || parcel_.halved || parcel_.waiters.size() < 2) return false;
  bool any = false;  // those whose deadline came meanwhile have been told
  for (std::size_t i = 0; i < parcel_.waiters.size(); ++i) {
    if (!parcel_.waiters[i].completion) continue;
    const auto error = replies_.error(i);
    if (!error || error->status() != kContentTooLarge) return false;
    any = true;
  }
  return any;
}

std::vector<Parcel> Flight::halves() {
  const std::size_t count = parcel_.waiters.size();
  const std::size_t middle = count / 2;
  std::vector<Parcel> halves;
  halves.reserve(2);
  halves.push_back(parcel_.texts(0, middle));
  halves.push_back(parcel_.texts(middle, count));
  parcel_.move_waiters(0, middle, halves[0]);  // last: nothing can fail any more
  parcel_.move_waiters(middle, count, halves[1]);
  for (Parcel& half : halves) half.halved = true;
  if (halves[1].waiters.empty()) halves.pop_back();
  if (halves[0].waiters.empty()) halves.erase(halves.begin());
  return halves;
}

}  // namespace cent::detail
