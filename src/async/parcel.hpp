#pragma once
#include <cent/call_options.hpp>
#include <cent/detail/command_buffer.hpp>
#include <cent/detail/completion.hpp>
#include <chrono>
#include <cstddef>
#include <memory>
#include <string_view>
#include <vector>

namespace cent::detail {

/// What is kept beside a command's text until its outcome.
struct Waiter {
  using Time = std::chrono::steady_clock::time_point;
  std::unique_ptr<Completion> completion{};  ///< Null once it was told.
  Time deadline{};
  std::size_t bytes = 0;  ///< What the command counts for in the queue.
  Retry retry = Retry::by_policy;
};

/// Commands that leave together, in order, and share a fate: all of one retry setting.
struct Parcel {
  using Time = Waiter::Time;
  CommandBuffer commands{};
  std::vector<Waiter> waiters{};
  Time earliest = Time::max();  ///< Of the deadlines.
  Time opened{};                ///< When the first command came.
  bool halved = false;          ///< A part of a parcel that was too large for the server.
  std::size_t weight = 0;       ///< Commands that were added; a broadcast counts once a channel.

  /// If it throws, the parcel is as before.
  void add(std::string_view method, std::string_view params, Repeat repeat, Waiter waiter,
           std::size_t weight_of_it = 1);
  void clear() noexcept;
  /// Gives back memory that is not needed unless more is added.
  void shrink();
  /// True if somebody still waits for one of its commands.
  [[nodiscard]] bool is_alive() const noexcept;
  /// Moves the waiters whose deadline has come to `gone`, which has room for them; gives their number.
  std::size_t expire(Time now, std::vector<Waiter>& gone) noexcept;
  /// Forgets the commands that nobody waits for, if they are a fifth of all or more.
  void compact() noexcept;
  /// The texts of those commands in [begin, end) that somebody waits for, with room for their waiters.
  [[nodiscard]] Parcel texts(std::size_t begin, std::size_t end) const;
  /// Moves the waiters of these commands to what texts() gave for them.
  void move_waiters(std::size_t begin, std::size_t end, Parcel& to) noexcept;
};

}  // namespace cent::detail
