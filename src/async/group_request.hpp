#pragma once
#include <cstddef>
#include <cstdint>
#include <memory>
#include <vector>

#include "async/lanes.hpp"
#include "delivery/run.hpp"
#include "http/async_attempts.hpp"

namespace cent::detail {

/// A group under way: its run, its deadlines and the waiters for its outcomes.
class GroupRequest {
 public:
  using Time = Lanes::Time;

  /// If it throws, `ready` still holds its group.
  GroupRequest(Service& service, HttpApi& http, AsyncTransport& transport, Clock& clock,
               Lanes::ReadyGroup& ready, Time now);
  GroupRequest(const GroupRequest&) = delete;
  GroupRequest& operator=(const GroupRequest&) = delete;

  [[nodiscard]] std::size_t lane() const noexcept { return lane_; }
  /// The marks of the channels of commands that wait to be repeated while the others are done, for
  /// Lanes::step_aside(). Empty if the lane must wait, too: for many channels, for a command with several, or
  /// because all commands failed and not for one channel alone.
  [[nodiscard]] std::vector<Mark> marks_to_step_aside() const;
  void move_to(std::size_t lane) noexcept { lane_ = lane; }
  /// When advance() is due. While a request is out, that is the earliest deadline.
  [[nodiscard]] Time due() const noexcept { return attempts_.has_event() ? Time::min() : due_; }
  [[nodiscard]] bool is_done() const noexcept { return done_; }
  /// Does everything that is due, as far as the responses received so far allow.
  void advance();
  AsyncAttempts::Traffic take_traffic() noexcept { return attempts_.take_traffic(); }
  /// Gives an outcome to every command that has none yet.
  void give_up(FailureKind kind, const char* cause);

  /// Moves out the next waiter whose outcome has not been reported yet. Returns false when there is none. To
  /// be called after each event until it returns false. `lost` is the outcome of commands that have none
  /// although the request is done, since memory ran out.
  bool next_outcome(Waiter& waiter, Ending& ending, const std::shared_ptr<const CentException>& lost);

  /// True if the server rejected the group as too large and it can be halved. No outcome is reported then.
  [[nodiscard]] bool is_too_large() const;
  /// Splits its commands into two groups. If it throws, this still holds all of them.
  std::vector<Group> halves();
  Group take_group() { return std::move(group_); }

 private:
  void expire(Time now);
  /// Starts an attempt with the contexts of the commands that wait.
  void start(const Step& step, Time now);

  Clock& clock_;
  const bool passes_contexts_;
  std::size_t lane_;
  ReplySet replies_;
  Group group_;  // moved in last, when nothing can fail any more
  Run run_;
  AsyncAttempts attempts_;
  Time due_;
  bool has_gaps_;  ///< Commands without a waiter that `run_` does not know yet.
  bool done_ = false;
  std::size_t next_ = 0;  ///< Where next_outcome() continues.
};

}  // namespace cent::detail
