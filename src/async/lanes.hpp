#pragma once
#include <cent/detail/submission.hpp>
#include <chrono>
#include <cstddef>
#include <deque>
#include <memory>
#include <optional>
#include <string_view>
#include <vector>

#include "async/group.hpp"
#include "async/group_growth.hpp"

namespace cent::detail {

/// Queued commands, in lanes. All commands with the same key (a channel) are in the same lane. A lane has at
/// most one group under way, and gathers the commands that arrive meanwhile. So the order within a key is
/// kept while lanes run in parallel. A command with keys in several lanes starts when everything before it in
/// all of them is done. It blocks them until it is done itself, by a barrier in each of its other lanes.
///
/// A command that waits to be repeated while the others of its group are done need not hold up its lane:
/// step_aside() gives it a side lane. Queued commands of its channel follow there, and the other channels of
/// the lane go on. A command with several channels waits until the side lanes of its lanes are done; so does
/// a part of a group that was too large.
///
/// A plain value: no clock, no thread, no socket. The caller passes the time.
class Lanes {
 public:
  using Time = Waiter::Time;
  struct Bounds {
    std::size_t lanes = 1;
    /// A broadcast counts once per channel, and is sent alone if it is larger.
    std::size_t batch_commands = 1;
    std::size_t batch_bytes = 0;
    std::chrono::microseconds max_delay{0};
    /// How many times larger the groups of a lane that is behind may be.
    std::size_t growth = 1;
  };
  struct ReadyGroup {
    std::size_t lane = 0;
    Group group{};
  };

  explicit Lanes(const Bounds& bounds);

  struct Pushed {
    bool may_start = false;  ///< take() or next_delay_end() may return something that it did not before.
    std::size_t bytes = 0;   ///< The waiter's `bytes`, plus the overhead of a new group.
  };
  /// Adds a command and takes its completion. If it throws, the lanes have not changed.
  /// @param bytes The command's share of max_queue_bytes.
  Pushed push(Submission& submission, std::size_t bytes, Time now);
  /// Upper bound of the overhead that push() adds to a waiter's bytes.
  [[nodiscard]] std::size_t most_overhead(const Route& route) const noexcept;
  /// Takes out a group that may start now. Its lane is blocked until returned() or put_back().
  std::optional<ReadyGroup> take(Time now);
  /// To be called when the lane's group is done. Its memory is reused.
  void returned(std::size_t lane, Group spent, Time now) noexcept;
  /// Instead of returned(): puts the parts of a group that was too large at the front of the lane. If it
  /// throws, the caller still owns them and nothing has changed.
  void put_back(std::size_t lane, std::vector<Group>&& groups);
  /// Moves the group under way in a lane to a side lane, with the marks of its channels, and clears the lane
  /// for others. Returns the side lane, to which the group will be returned. Empty if it cannot. If it
  /// throws, nothing has changed.
  std::optional<std::size_t> step_aside(std::size_t lane, std::vector<Mark> marks);
  /// Releases all queued groups from max_delay.
  void end_delay() noexcept;

  /// The earliest end of max_delay among groups that wait for nothing else.
  [[nodiscard]] std::optional<Time> next_delay_end() const;
  /// No queued command has an earlier deadline.
  [[nodiscard]] Time earliest_deadline() const noexcept { return earliest_; }
  /// Takes out the waiters whose deadline has passed.
  std::vector<Unsent> expired(Time now);
  /// Takes out all waiters.
  std::vector<Unsent> take_all();

  /// Maximum number of groups that take() returns in a row.
  [[nodiscard]] std::size_t count() const noexcept { return lanes_.size(); }
  /// Number of queued commands, without those under way.
  [[nodiscard]] std::size_t waiting() const noexcept { return waiting_; }
  /// When the oldest queued group was opened. Empty if nothing is queued.
  [[nodiscard]] std::optional<Time> oldest() const;

 private:
  /// Shared by a group with several lanes and its barriers in the other lanes.
  struct MultiLane {
    std::size_t home = 0;                ///< The lane that holds the group.
    std::vector<std::size_t> blocked{};  ///< The lanes with a barrier.
    std::size_t reached = 0;             ///< Number of barriers at the front of their lane.
  };
  using MultiLanePtr = std::shared_ptr<MultiLane>;
  struct Entry {
    MultiLanePtr multi_lane{};
    bool is_barrier = false;  ///< Holds no group. Nothing behind it may start.
    bool reached = false;     ///< A barrier that MultiLane::reached counts.
    bool undelayed = false;   ///< Released from max_delay.
    Group group{};
  };
  struct Lane {
    std::deque<Entry> entries{};
    bool under_way = false;
    Time began{};  ///< When take() returned the group under way.
    GroupGrowth growth{};
    std::size_t factor = 1;            ///< Of the group under way. 0: it was not full.
    MultiLanePtr multi_lane{};         ///< Of the group under way.
    std::vector<std::size_t> sides{};  ///< Its side lanes that are in use.
    // Of a side lane.
    std::vector<Mark> marks{};  ///< Of its channels. Empty: it is not in use.
    std::size_t home = 0;       ///< The lane whose commands it took.
  };

  [[nodiscard]] std::vector<std::size_t> other_lanes(const Route& route, std::size_t home) const;
  /// The group that starts last in this lane; null if none is queued.
  Entry* last_group(std::size_t lane);
  /// A group that a command of these lanes may join, since it starts last in all of them; or null.
  Entry* joinable(std::size_t home, const std::vector<std::size_t>& others, std::size_t weight,
                  std::size_t bytes, Retry retry);
  void place(std::size_t home, std::vector<std::size_t> others, Group group);
  Group spare_group() noexcept;
  /// @param factor Of the lane. Waiting groups are of the usual size, so that a refused size is sent only
  /// once.
  [[nodiscard]] bool has_room(const Group& group, std::size_t weight, std::size_t more_bytes, Retry retry,
                              std::size_t factor = 1) const;
  [[nodiscard]] bool is_nearly_full(const Group& group, std::size_t factor) const;
  /// Adds the groups that follow the lane's first one to it, as far as the lane's growth allows. Their order
  /// stays.
  void gather(Lane& lane) noexcept;
  [[nodiscard]] bool is_full(const Group& group) const;
  /// Bytes of a command in the body of a request, nearly.
  static std::size_t text_bytes(std::string_view method, std::string_view params) noexcept {
    return method.size() + params.size() + 8;
  }

  void count_reached() noexcept;
  /// True if the lane's first group waits at most for max_delay.
  [[nodiscard]] bool is_clear(const Lane& lane) const;
  /// When max_delay ends for the first group of a clear lane. Empty if it may start at once.
  [[nodiscard]] std::optional<Time> held_until(const Lane& lane) const;
  void release(Lane& lane) noexcept;

  // See side_lanes.cpp.
  /// Frees a side lane that is done.
  void leave_side(Lane& side) noexcept;
  /// Moves commands of a lane's first group to the side lanes of their channels. Returns false if none is
  /// left; the group is gone then. If it throws, each command is in one of both places.
  bool give_to_sides(Lane& lane);
  Lane* side_of(const Lane& lane, Mark mark) noexcept;
  void move_to(Lane& side, Group& group, std::size_t at);
  /// Removes groups without a waiter, with their barriers.
  void drop_expired() noexcept;

  Bounds bounds_;
  std::deque<Lane> lanes_;    ///< bounds_.lanes of them, then side lanes. Not a vector: a lane cannot move.
  std::size_t next_ = 0;      ///< The lane that take() examines first.
  std::size_t next_any_ = 0;  ///< The lane for the next command without a key.
  std::size_t waiting_ = 0;
  Time earliest_ = Time::max();
  std::vector<Group> spares_;  ///< Empty groups that keep their memory.
  struct {
    std::size_t commands = 0;
    std::size_t bytes = 0;
  } usual_{};  ///< Of the last full group. Behind a busy lane the next one is likely to be full, too.
};

}  // namespace cent::detail
