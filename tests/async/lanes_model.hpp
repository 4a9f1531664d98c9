#pragma once
#include <chrono>
#include <cstddef>
#include <map>
#include <optional>
#include <set>
#include <vector>

#include "async/lanes.hpp"

namespace cent::test {

/// The required behaviour of Lanes, as plain as possible and slow: a list of commands in the order in which
/// they were submitted. It gets every input and output of Lanes, and fails the test where a rule is broken.
class LanesModel {
 public:
  using Time = detail::Waiter::Time;
  struct Command {
    std::vector<std::size_t> lanes{};  ///< All of its keys', each once; empty: any.
    std::set<std::size_t> keys{};
    std::size_t weight = 1;
    std::size_t bytes = 0;  ///< Method and params.
    Retry retry = Retry::by_policy;
    Time submitted{};
    Time deadline{};
  };

  explicit LanesModel(const detail::Lanes::Bounds& bounds) : bounds_(bounds) {}

  std::size_t submit(Command command);
  /// A group left at this time.
  void left(const detail::Lanes::ReadyGroup& ready, Time now);
  /// take() said that nothing may leave.
  void nothing_leaves(const detail::Lanes& lanes, Time now) const;
  void returned(std::size_t lane);
  /// Of the group of a lane only these are left, in this side lane.
  void stepped_aside(std::size_t lane, std::size_t side, std::vector<std::size_t> numbers);
  /// These numbers are put back in this order, to go alone.
  void put_back(std::size_t lane, const std::vector<std::vector<std::size_t>>& parts);
  void expired(const std::vector<detail::Unsent>& gone, Time now);
  void all_taken(const std::vector<detail::Unsent>& gone);
  /// The figures are right.
  void agrees(const detail::Lanes& lanes) const;

  [[nodiscard]] const std::map<std::size_t, std::vector<std::size_t>>& away() const { return away_; }
  [[nodiscard]] std::size_t waiting() const { return waiting_.size(); }
  [[nodiscard]] std::size_t most_lanes_at_once() const { return most_at_once_; }

 private:
  /// True if `one` must not leave while `other` is away, or waits and came earlier.
  [[nodiscard]] bool meet(std::size_t one, std::size_t other) const;
  void check_bounds(const detail::Group& group, const std::vector<std::size_t>& numbers) const;
  void check_order(const std::vector<std::size_t>& numbers) const;

  detail::Lanes::Bounds bounds_;
  std::vector<Command> commands_;
  std::set<std::size_t> waiting_;
  std::set<std::size_t> halved_;
  std::set<std::size_t> aside_;  ///< Keys that have been in a side lane: others of their lane may pass them.
  std::map<std::size_t, std::vector<std::size_t>> away_;  ///< By lane: those that are in its group.
  std::size_t most_at_once_ = 0;
};

}  // namespace cent::test
