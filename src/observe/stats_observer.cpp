#include <algorithm>
#include <cent/client_stats.hpp>
#include <limits>
#include <mutex>
#include <string_view>

#include "observe/figures.hpp"
#include "system/per_process.hpp"

namespace cent {
namespace {

using detail::Figures;
using detail::Place;
using detail::Sums;
using std::chrono::microseconds;
using Clock = std::chrono::steady_clock;

constexpr std::size_t kWidths = 64;

constexpr std::size_t width_of(std::uint64_t number) noexcept {
#if defined(__GNUC__)
  return number == 0 ? 0 : kWidths - static_cast<std::size_t>(__builtin_clzll(number));
#else
  std::size_t width = 0;
  for (; number != 0; number >>= 1U) ++width;
  return width;
#endif
}

/// The range of the smallest number of a width, and the limit of that range.
struct FirstRange {
  std::size_t at = 0;
  std::uint64_t limit = 0;
};

/// For microseconds. Times of one width are in at most two ranges, since each limit is at least twice the one
/// before.
constexpr auto kFirstRanges = [] {
  std::array<FirstRange, kWidths> ranges{};
  for (std::size_t width = 0; width < kWidths; ++width) {
    const std::uint64_t smallest = width == 0 ? 0 : std::uint64_t{1} << (width - 1);
    const auto limit = [](std::size_t range) {
      if (range == LatencyHistogram::kBounds.size()) return std::numeric_limits<std::uint64_t>::max();
      const std::chrono::duration<double> seconds{LatencyHistogram::kBounds[range]};
      return static_cast<std::uint64_t>(std::chrono::round<microseconds>(seconds).count());
    };
    FirstRange& first = ranges[width];
    while (limit(first.at) < smallest) ++first.at;
    first.limit = limit(first.at);
    const std::uint64_t largest = smallest + (smallest == 0 ? 0 : smallest - 1);
    if (first.at + 1 < LatencyHistogram::kBounds.size() && limit(first.at + 1) < largest) {
      throw "three ranges in one width";
    }
  }
  return ranges;
}();

/// Position of the range that the time is in.
std::size_t range_of(std::uint64_t time) noexcept {
  const FirstRange& first = kFirstRanges[width_of(time)];
  return first.at + (time > first.limit ? 1 : 0);
}

void add_time(Figures::Event& event, std::size_t place, microseconds time) noexcept {
  const auto count = static_cast<std::uint64_t>(std::max<microseconds::rep>(time.count(), 0));
  event.add(place + range_of(count));
  event.add(place + Place::kRanges, count);
}

void add_failure(Figures::Event& event, std::size_t place, const CentException& error) noexcept {
  std::size_t kind = static_cast<std::size_t>(FailureKind::other);
  if (const auto* request = dynamic_cast<const RequestException*>(&error)) {
    kind = std::min(static_cast<std::size_t>(request->kind()), kind);
  } else if (dynamic_cast<const ResponseError*>(&error) != nullptr) {
    kind = Place::kKinds;
  } else if (dynamic_cast<const UsageError*>(&error) != nullptr) {
    kind = Place::kKinds + 1;
  }
  event.add(place + kind);
}

void read(LatencyHistogram& out, const Sums& sums, std::size_t place) {
  std::copy_n(sums.begin() + static_cast<std::ptrdiff_t>(place), out.counts.size(), out.counts.begin());
  out.sum = microseconds{static_cast<std::int64_t>(sums[place + Place::kRanges])};
}

void read(FailureCounts& out, const Sums& sums, std::size_t place) {
  std::copy_n(sums.begin() + static_cast<std::ptrdiff_t>(place), out.by_kind.size(), out.by_kind.begin());
  out.response = sums[place + Place::kKinds];
  out.usage = sums[place + Place::kKinds + 1];
}

std::vector<MethodCounts> methods_of(const Sums& sums) {
  std::vector<MethodCounts> methods;
  for (std::size_t i = 0; i <= detail::kOtherMethod; ++i) {
    const auto of = [&](Delivery outcome) {
      return sums[Place::kCommands + i * Place::kOutcomes + static_cast<std::size_t>(outcome)];
    };
    MethodCounts counts;
    counts.applied = of(Delivery::applied);
    counts.refused = of(Delivery::refused);
    counts.not_sent = of(Delivery::not_sent);
    counts.unknown = of(Delivery::unknown);
    if (counts.applied + counts.refused + counts.not_sent + counts.unknown == 0) continue;
    counts.method = i == detail::kOtherMethod ? "other" : detail::kMethodNames[i];
    methods.push_back(std::move(counts));
  }
  return methods;
}

/// The last error. Copies of an error share its text.
struct LastError {
  std::mutex mutex;
  std::optional<CentException> error;
  Clock::time_point when;
};

}  // namespace

struct StatsObserver::Impl {
  // Errors that come at the same time are equally the last one, so nobody waits.
  void note(const CentException& error) {
    LastError& place = last.get();
    const std::unique_lock<std::mutex> lock{place.mutex, std::try_to_lock};
    if (!lock.owns_lock()) return;
    place.error = error;
    place.when = Clock::now();
  }

  Figures figures;
  detail::PerProcess<LastError> last;
  detail::PerProcess<std::mutex> reading;
};

StatsObserver::StatsObserver() : impl_(std::make_unique<Impl>()) {}
StatsObserver::~StatsObserver() = default;

void StatsObserver::command_ended(const CommandEnded& event) {
  {
    Figures::Event sums{impl_->figures};
    sums.add(Place::kCommands + detail::kMethodTable.find(event.method) * Place::kOutcomes +
             (static_cast<std::size_t>(event.outcome) & 3U));
    add_time(sums, Place::kCommandSeconds, event.elapsed);
    if (event.failed_channels != 0) sums.add(Place::kFailedChannels, event.failed_channels);
    if (event.error != nullptr) add_failure(sums, Place::kCommandFailures, *event.error);
  }
  if (event.error != nullptr) impl_->note(*event.error);
}

void StatsObserver::attempt_ended(const AttemptEnded& event) {
  {
    Figures::Event sums{impl_->figures};
    add_time(sums, Place::kRequestSeconds, event.times.whole);
    if (event.attempt > 1) sums.add(Place::kRetries);
    sums.add(Place::kBytesSent, event.bytes_sent);
    sums.add(Place::kBytesReceived, event.bytes_received);
    if (event.new_connection) sums.add(Place::kConnections);
    if (event.error != nullptr) add_failure(sums, Place::kRequestFailures, *event.error);
  }
  if (event.error != nullptr) impl_->note(*event.error);
}

void StatsObserver::address_changed(const AddressChanged& event) {
  if (event.set_aside) Figures::Event{impl_->figures}.add(Place::kSetAside);
}

void StatsObserver::key_refused(const KeyRefused& /*event*/) {
  Figures::Event{impl_->figures}.add(Place::kKeysRefused);
}

ClientStats StatsObserver::stats() const {
  ClientStats stats;
  const Sums sums = [&] {
    const std::lock_guard<std::mutex> lock{impl_->reading.get()};
    return impl_->figures.sums();
  }();
  stats.methods = methods_of(sums);
  read(stats.command_failures, sums, Place::kCommandFailures);
  read(stats.command_seconds, sums, Place::kCommandSeconds);
  read(stats.request_failures, sums, Place::kRequestFailures);
  read(stats.request_seconds, sums, Place::kRequestSeconds);
  stats.failed_channels = sums[Place::kFailedChannels];
  stats.requests = stats.request_seconds.count();
  stats.retries = sums[Place::kRetries];
  stats.bytes_sent = sums[Place::kBytesSent];
  stats.bytes_received = sums[Place::kBytesReceived];
  stats.connections_opened = sums[Place::kConnections];
  stats.addresses_set_aside = sums[Place::kSetAside];
  stats.keys_refused = sums[Place::kKeysRefused];
  LastError& last = impl_->last.get();
  const std::lock_guard<std::mutex> lock{last.mutex};
  if (last.error) {
    stats.last_error = last.error->what();
    stats.last_error_age = std::chrono::duration_cast<std::chrono::milliseconds>(Clock::now() - last.when);
  }
  return stats;
}

}  // namespace cent
