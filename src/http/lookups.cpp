#include "http/lookups.hpp"

#include <algorithm>
#include <exception>
#include <utility>

#include "protocol/address.hpp"
#include "system/worker_thread.hpp"

namespace cent::detail {
namespace {

using std::chrono::seconds;

/// Between the beginnings of two lookups, whatever fails and however short a lifetime is.
constexpr seconds kLeast{1};
constexpr seconds kLongest{3600};
constexpr seconds kAfterFailure{5};

Lookups::Time::rep rep_of(Lookups::Time time) { return time.time_since_epoch().count(); }

}  // namespace

Lookups::Work::~Work() {
  stopped = true;
  if (thread.joinable()) thread.join();
}

Lookups::Lookups(std::shared_ptr<Resolver> resolver, std::vector<std::string> hosts, Found found)
    : resolver_(std::move(resolver)), hosts_(std::move(hosts)), found_(std::move(found)) {}

void Lookups::tick(Time now) noexcept {
  try {
    Work& work = work_.get();
    if (rep_of(now) < work.due.load(std::memory_order_relaxed)) return;
    const std::unique_lock<std::mutex> lock{work.mutex, std::try_to_lock};
    if (!lock || work.under_way) return;
    if (work.thread.joinable()) work.thread.join();  // its last step was to clear under_way
    work.begun = now;
    work.hurried = false;
    work.due = rep_of(now + kAfterFailure);  // if no thread can be started
    work.thread = start_worker_thread([this, &work, now] { run(work, now); });
    work.under_way = true;
  } catch (const std::exception&) {
    // No memory or no thread: a later request tries again.
  }
}

void Lookups::hurry() noexcept {
  try {
    Work& work = work_.get();
    const std::lock_guard<std::mutex> lock{work.mutex};
    work.hurried = true;
    work.due = std::min<Time::rep>(work.due, rep_of(work.begun + kLeast));
  } catch (const std::bad_alloc&) {
    // Then it is looked up when its lifetime has passed.
  }
}

void Lookups::run(Work& work, Time now) noexcept {
  seconds wait = kAfterFailure;
  try {
    wait = ask(work);
    if (!work.stopped) found_(work.answers);
  } catch (...) {
    // No memory: asked again later.
  }
  const std::lock_guard<std::mutex> lock{work.mutex};
  work.due = rep_of(now + (work.hurried ? kLeast : wait));
  work.under_way = false;
}

seconds Lookups::ask(Work& work) {
  seconds wait = kLongest;
  for (const std::string& host : hosts_) {
    HostAddresses answer;
    try {
      answer = resolver_->resolve(host, work.stopped);
    } catch (...) {
      // Of any type, since the resolver may be the user's.
    }
    std::vector<std::string>& found = answer.addresses;
    found.erase(std::remove_if(found.begin(), found.end(), [](const auto& one) { return !is_address(one); }),
                found.end());
    if (found.empty()) {
      wait = std::min(wait, kAfterFailure);
    } else {
      wait = std::min(wait, answer.lifetime);
      work.answers[host] = std::move(found);
    }
    if (work.stopped) break;
  }
  return std::max(wait, kLeast);
}

}  // namespace cent::detail
