#include <gtest/gtest.h>

#include <algorithm>
#include <cstdlib>
#include <random>
#include <string>
#include <vector>

#include "async/lanes.hpp"
#include "async/lanes_model.hpp"
#include "async/outcomes.hpp"

namespace cent::test {
namespace {

using detail::Group;
using detail::Lanes;
using detail::Route;
using detail::Waiter;
using std::chrono::microseconds;
using std::chrono::milliseconds;

/// A schedule of submissions, starts, returns, halvings and deadlines, drawn from a seed.
class Schedule {
 public:
  explicit Schedule(std::uint64_t seed)
      : random_(seed), bounds_(draw_bounds()), lanes_(bounds_), model_(bounds_) {}

  void run(int steps) {
    for (int i = 0; i < steps && !testing::Test::HasFailure(); ++i) {
      step();
      model_.agrees(lanes_);
    }
    if (upto(3) == 0) {
      model_.all_taken(lanes_.take_all());
      model_.agrees(lanes_);
    }
    drain();
  }

 private:
  std::size_t upto(std::size_t most) { return std::uniform_int_distribution<std::size_t>{0, most}(random_); }

  Lanes::Bounds draw_bounds() {
    Lanes::Bounds bounds;
    bounds.lanes = 1 + upto(7);
    bounds.batch_commands = 1 + upto(upto(1) == 0 ? 3 : 20);
    bounds.batch_bytes = 60 + upto(600);
    bounds.max_delay = microseconds{upto(2) == 0 ? upto(5000) : 0};
    bounds.growth = upto(2) == 0 ? 1 : 1 + upto(7);
    return bounds;
  }

  void step() {
    switch (upto(40)) {
      case 0:
        lanes_.end_delay();
        quiet_ = false;
        return;
      default:
        break;
    }
    switch (upto(9)) {
      case 0:
      case 1:
      case 2:
      case 3:
        return submit();
      case 4:
      case 5:
        return take();
      case 6:
      case 7:
        return give_back();
      case 8:
        now_ += microseconds{upto(3000)};
        return;
      default:
        model_.expired(lanes_.expired(now_), now_);
        quiet_ = false;  // what stood behind them may leave
    }
  }

  void submit() {
    Route route;
    LanesModel::Command command;
    command.submitted = now_;
    const std::size_t keys = upto(9) == 0 ? 0 : upto(4) == 0 ? 2 + upto(5) : 1;
    for (std::size_t i = 0; i < keys; ++i) {
      const std::size_t key = upto(30);
      command.keys.insert(key);
      if (i == 0) {
        route.key = key;
        route.anywhere = false;
      } else {
        route.more.push_back(key);
      }
      const std::size_t lane = key % bounds_.lanes;
      auto& mine = command.lanes;
      if (std::find(mine.begin(), mine.end(), lane) == mine.end()) mine.push_back(lane);
    }
    command.weight = std::max<std::size_t>(keys, 1);
    command.retry = upto(7) == 0 ? Retry::never : Retry::by_policy;
    command.deadline = now_ + microseconds{1 + upto(upto(9) == 0 ? 2000 : 100000)};
    const std::size_t number = model_.submit(command);
    const std::string params = "{\"n\":" + std::to_string(number) + ",\"x\":\"" +
                               std::string(upto(upto(9) == 0 ? 800 : 20), 'x') + "\"}";
    const auto next_before = lanes_.next_delay_end();
    const bool quiet_before = quiet_ && next_before.value_or(LanesModel::Time::max()) > now_;
    detail::Submission submission;
    submission.method = "publish";
    submission.params = params;
    submission.route = std::move(route);
    submission.completion = numbered(number);
    submission.deadline = command.deadline;
    submission.retry = command.retry;
    const bool may_start = lanes_.push(submission, 0, now_).may_start;
    if (!quiet_before || may_start) {
      quiet_ = false;
      return;
    }
    // It said that nothing has changed for whoever took all there was.
    // But a broadcast that joins a group from max_delay has it wait for the side lanes as well.
    const auto next = lanes_.next_delay_end();
    EXPECT_TRUE(next == next_before || (steps_aside_ && !next));
    EXPECT_FALSE(lanes_.take(now_)) << "it was not reported";
  }

  void take() {
    model_.expired(lanes_.expired(now_), now_);
    while (auto ready = lanes_.take(now_)) {
      model_.left(*ready, now_);
      if (testing::Test::HasFailure()) return;
      away_.push_back(std::move(*ready));
      quiet_ = false;
      if (upto(3) == 0) return;
    }
    model_.nothing_leaves(lanes_, now_);
    quiet_ = true;
  }

  void give_back() {
    if (away_.empty()) return;
    const std::size_t which = upto(away_.size() - 1);
    Lanes::ReadyGroup ready = std::move(away_[which]);
    away_.erase(away_.begin() + static_cast<std::ptrdiff_t>(which));
    quiet_ = false;
    const bool may_halve =
        ready.group.halvings > 0 && ready.group.waiters.size() > 1 && ready.group.is_alive();
    if (may_halve && upto(2) == 0) {
      return halve(std::move(ready));
    }
    if (steps_aside_ && upto(2) == 0 && step_aside(ready)) return;
    model_.returned(ready.lane);
    lanes_.returned(ready.lane, std::move(ready.group), now_);
  }

  /// Some commands of the group are done; if it can, it waits with the others in a side lane.
  bool step_aside(Lanes::ReadyGroup& ready) {
    std::vector<std::size_t> numbers;
    std::vector<detail::Mark> marks;
    std::vector<Waiter*> done;
    for (Waiter& waiter : ready.group.waiters) {
      if (!waiter.completion) continue;
      if (waiter.mark == detail::kNoMark || (upto(1) == 0 && !numbers.empty())) {
        done.push_back(&waiter);
        continue;
      }
      numbers.push_back(number_of(*waiter.completion));
      if (std::find(marks.begin(), marks.end(), waiter.mark) == marks.end()) marks.push_back(waiter.mark);
    }
    const auto side = lanes_.step_aside(ready.lane, marks);
    if (!side) return false;
    for (Waiter* const waiter : done) waiter->completion.reset();
    model_.stepped_aside(ready.lane, *side, std::move(numbers));
    ready.lane = *side;
    away_.push_back(std::move(ready));
    return true;
  }

  void halve(Lanes::ReadyGroup ready) {
    std::vector<std::vector<std::size_t>> numbers(2);
    std::vector<Group> parts(2);
    for (Group& part : parts) part.opened = ready.group.opened;
    Group& whole = ready.group;
    for (std::size_t i = 0; i < whole.waiters.size(); ++i) {
      if (!whole.waiters[i].completion) continue;
      const std::size_t half = i < whole.waiters.size() / 2 ? 0 : 1;
      numbers[half].push_back(number_of(*whole.waiters[i].completion));
      parts[half].add("publish", whole.commands.params(i), Effect::once, std::move(whole.waiters[i]));
    }
    for (std::size_t i = 2; i-- > 0;) {
      parts[i].halved = true;
      parts[i].halvings = whole.halvings - 1;
      parts[i].has_several = whole.has_several;
      if (parts[i].waiters.empty()) parts.erase(parts.begin() + static_cast<std::ptrdiff_t>(i));
    }
    model_.put_back(ready.lane, numbers);
    lanes_.put_back(ready.lane, std::move(parts));
  }

  /// Everything must come to its end when nothing new arrives.
  void drain() {
    for (int round = 0; round < 10000 && !testing::Test::HasFailure(); ++round) {
      take();
      if (away_.empty() && model_.waiting() == 0) return;
      if (!away_.empty()) {
        give_back();
      } else if (const auto next = lanes_.next_delay_end()) {
        now_ = std::max(now_, *next);
      }
    }
    ADD_FAILURE() << model_.waiting() << " commands wait for ever";
  }

  std::mt19937_64 random_;
  Lanes::Bounds bounds_;
  Lanes lanes_;
  LanesModel model_;
  std::vector<Lanes::ReadyGroup> away_;
  LanesModel::Time now_{milliseconds{1}};
  const bool steps_aside_ = upto(1) == 0;
  bool quiet_ = false;  ///< take() was asked until it had nothing to give, and nothing has changed since.
};

std::uint64_t first_seed() {
  const char* given = std::getenv("CENT_SEED");
  return given != nullptr ? std::strtoull(given, nullptr, 10) : std::random_device{}();
}

TEST(Lanes, KeepTheirRulesUnderGeneratedSchedules) {
  constexpr std::uint64_t kSchedules = 1500;
  const std::uint64_t first = first_seed();
  for (std::uint64_t seed = first; seed < first + kSchedules; ++seed) {
    SCOPED_TRACE("CENT_SEED=" + std::to_string(seed));
    Schedule{seed}.run(200);
    if (HasFailure()) break;
  }
}

}  // namespace
}  // namespace cent::test
