#pragma once
#include <cent/call_options.hpp>
#include <cent/detail/command_buffer.hpp>
#include <cent/detail/completion.hpp>
#include <chrono>
#include <cstddef>
#include <cstdint>
#include <memory>
#include <string>
#include <string_view>
#include <vector>

namespace cent::detail {

/// Stands for a channel within its lane. A few channels may have the same one.
using Mark = std::uint16_t;
constexpr Mark kNoMark = 0;  ///< Of a command without a channel, or with several.

/// The parts of a queued command beside its text: kept until its outcome.
struct Waiter {
  using Time = std::chrono::steady_clock::time_point;
  CompletionPtr completion{};  ///< Null once its outcome was reported.
  Time deadline{};
  std::size_t bytes = 0;  ///< The command's share of max_queue_bytes.
  Retry retry = Retry::by_policy;
  bool is_cancellable = false;
  Mark mark = kNoMark;
  Time submitted{};
};

/// A command that ended in its lane.
struct Unsent : Waiter {
  std::string channel{};  ///< For its error.
};

/// Commands of one lane that share a request, in order. All have the same retry setting.
struct Group {
  using Time = Waiter::Time;
  CommandBuffer commands{};
  std::vector<Waiter> waiters{};
  Time earliest = Time::max();  ///< The earliest deadline.
  Time opened{};                ///< When the first command was added.
  bool halved = false;          ///< Part of a group that was too large for the server.
  unsigned halvings = 1;        ///< How often it may be halved.
  bool has_several = false;     ///< A command has several channels.
  std::size_t weight = 0;       ///< Number of commands added. A broadcast counts once per channel.

  /// Appends a command. If it throws, the group is unchanged.
  void add(std::string_view method, std::string_view params, Repeat repeat, Waiter&& waiter,
           std::size_t weight_of_it = 1);
  /// Appends all commands of another group with the same retry setting. If it throws, both groups are
  /// unchanged.
  void absorb(Group& other);
  /// Appends a command of another group that has a waiter. If it throws, both groups are unchanged.
  void move_in(Group& from, std::size_t at);
  void clear() noexcept;
  /// Makes room for as many commands of the same size.
  void reserve_as(std::size_t count, std::size_t bytes);
  /// Frees memory that only more commands would need.
  void shrink();
  /// True if a command still waits for its outcome.
  [[nodiscard]] bool is_alive() const noexcept;
  /// True if a command waits no more.
  [[nodiscard]] bool has_gaps() const noexcept;
  /// Moves the waiters whose deadline has passed to `gone`, which must have room. Returns their number.
  std::size_t expire(Time now, std::vector<Unsent>& gone) noexcept;
  /// Removes the commands without a waiter if they are at least a fifth of all.
  void compact() noexcept;
  /// Copies the texts of the commands in [begin, end) that have a waiter, and reserves room for the waiters.
  [[nodiscard]] Group texts(std::size_t begin, std::size_t end) const;
  /// Moves the waiters of the same commands to `to`, which texts() returned.
  void move_waiters(std::size_t begin, std::size_t end, Group& to) noexcept;

 private:
  void reserve_one();
};

}  // namespace cent::detail
