#pragma once
#include <cent/detail/route.hpp>
#include <chrono>
#include <cstddef>
#include <deque>
#include <memory>
#include <optional>
#include <string_view>
#include <vector>

#include "async/parcel.hpp"

namespace cent::detail {

/// Commands on their way out, in lanes: what shares a key (a channel) shares a lane. At most one parcel of a
/// lane is away at any time, and what arrives meanwhile gathers, so that order holds within a key while lanes
/// go side by side. A command with several keys goes when everything before it in all its lanes is done, and
/// holds them until it is done itself: in each of its other lanes stands a gate that nothing passes.
///
/// A plain value: no clock, no thread, no socket. The caller says what time it is.
class Lanes {
 public:
  using Time = Waiter::Time;
  struct Bounds {
    std::size_t lanes = 1;
    std::size_t batch_commands = 1;  ///< A broadcast counts once a channel, and goes alone if it is larger.
    std::size_t batch_bytes = 0;
    std::chrono::microseconds max_delay{0};
  };
  struct Departure {
    std::size_t lane = 0;
    Parcel parcel{};
  };

  explicit Lanes(const Bounds& bounds);

  struct Pushed {
    bool news = false;      ///< take() may give something that it did not before, or next_departure() say so.
    std::size_t bytes = 0;  ///< The waiter's `bytes`, and what was added to them for a parcel of its own.
  };
  /// Takes a command. If it throws, nothing has changed.
  Pushed push(const Route& route, std::string_view method, std::string_view params, Repeat repeat,
              Waiter waiter, Time now);
  /// The most that push() may add to a waiter's bytes.
  [[nodiscard]] std::size_t most_bytes_beside(const Route& route) const noexcept;
  /// A parcel that may leave now. Its lane is held until returned().
  std::optional<Departure> take(Time now);
  /// The lane's parcel has its outcomes; its memory is used again.
  void returned(std::size_t lane, Parcel spent) noexcept;
  /// Instead of returned(): puts parcels, at least one, in front of everything else in the lane. If it
  /// throws, they are still the caller's and nothing has changed.
  void put_back(std::size_t lane, std::vector<Parcel>&& parcels);
  /// What waits now waits no more for max_delay.
  void hurry() noexcept;

  /// When max_delay ends for a parcel that waits for nothing else.
  [[nodiscard]] std::optional<Time> next_departure() const;
  /// No waiting command has an earlier deadline.
  [[nodiscard]] Time earliest_deadline() const noexcept { return earliest_; }
  /// Takes out those whose deadline has come.
  std::vector<Waiter> expired(Time now);
  /// Takes out all that wait.
  std::vector<Waiter> take_all();

  [[nodiscard]] std::size_t count() const noexcept { return lanes_.size(); }
  /// Commands that wait, in no parcel that is away.
  [[nodiscard]] std::size_t waiting() const noexcept { return waiting_; }
  /// Since when the oldest of them has waited; nothing if none does.
  [[nodiscard]] std::optional<Time> oldest() const;

 private:
  /// What a parcel with several lanes has in common with the gates that stand in the others.
  struct Crossing {
    std::size_t home = 0;              ///< The parcel's own lane.
    std::vector<std::size_t> gates{};  ///< The lanes that stand still for it.
    std::size_t arrived = 0;           ///< How many of them have come to their gate.
  };
  using CrossingPtr = std::shared_ptr<Crossing>;
  struct Entry {
    CrossingPtr crossing{};
    bool gate = false;     ///< Holds no parcel: the lane stands still here.
    bool arrived = false;  ///< Of a gate: was counted.
    bool hurried = false;
    Parcel parcel{};
  };
  struct Lane {
    std::deque<Entry> entries{};
    bool away = false;
    CrossingPtr crossing{};  ///< Of the parcel that is away.
  };

  [[nodiscard]] std::vector<std::size_t> other_lanes(const Route& route, std::size_t home) const;
  /// The parcel that goes last of all in this lane, if it has not left; null if there is none.
  Entry* last_parcel(std::size_t lane);
  /// A parcel that a command of these lanes may join, since it goes last in all of them.
  Entry* joinable(std::size_t home, const std::vector<std::size_t>& others, std::size_t weight,
                  std::size_t bytes, Retry retry);
  void place(std::size_t home, std::vector<std::size_t> others, Parcel parcel);
  Parcel fresh_parcel() noexcept;
  [[nodiscard]] bool has_room(const Parcel& parcel, std::size_t weight, std::size_t more_bytes,
                              Retry retry) const;
  [[nodiscard]] bool is_full(const Parcel& parcel) const;

  void count_arrivals() noexcept;
  /// True if the lane's first parcel waits for nothing but max_delay.
  [[nodiscard]] bool is_clear(const Lane& lane) const;
  /// When max_delay lets the first parcel of a clear lane go; nothing if at once.
  [[nodiscard]] std::optional<Time> held_until(const Lane& lane) const;
  void release(Lane& lane) noexcept;
  /// Takes out entries that nobody waits for any more, with their gates.
  void drop_dead() noexcept;

  Bounds bounds_;
  std::vector<Lane> lanes_;
  std::size_t next_ = 0;      ///< Where take() looks first.
  std::size_t next_any_ = 0;  ///< The lane for the next command without a key.
  std::size_t waiting_ = 0;
  Time earliest_ = Time::max();
  std::vector<Parcel> spares_;  ///< Empty, with memory.
};

}  // namespace cent::detail
