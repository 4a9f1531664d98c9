#pragma once
#include <array>
#include <atomic>
#include <cent/async_client.hpp>
#include <cstddef>
#include <cstdint>
#include <deque>
#include <memory>
#include <random>
#include <string>
#include <vector>

#include "support/cluster.hpp"

namespace cent::test {

/// One publication or broadcast of a Traffic, and its reported outcome.
struct Traveller {
  static constexpr std::size_t kMostChannels = 4;
  std::array<std::uint8_t, kMostChannels> channels{};
  std::uint8_t channel_count = 0;
  bool keyed = false;
  bool accepted = false;
  std::atomic<std::uint8_t> reports{0};
  Delivery delivery = Delivery::unknown;
  /// Of an applied broadcast: channels that were answered with an error.
  std::array<bool, kMostChannels> failed{};
};

/// The outcomes of all commands.
struct Tally {
  std::size_t submitted = 0;
  std::size_t accepted = 0;
  std::size_t applied = 0;
  std::size_t refused = 0;
  std::size_t not_sent = 0;
  std::size_t unknown = 0;
  std::size_t unknown_executed = 0;
  /// Of those with an unknown outcome: executed behind a later command of their channel, which no client can
  /// keep a server from that is slower than the command's deadline.
  std::size_t unknown_late = 0;
  std::size_t executed = 0;
};

/// Several threads that publish as different programs would: one channel or several, with keys and without,
/// with long deadlines and short ones. Each command has an id of its own, so that what a server's log says
/// can be held against what was reported.
class Traffic {
 public:
  static constexpr std::size_t kChannels = 40;

  Traffic(std::uint64_t seed, std::size_t threads);
  ~Traffic();

  /// Submits about so many commands from all threads, fewer if the client closes. Returns when the last
  /// thread has; outcomes may be open then.
  void submit(AsyncClient& client, std::size_t commands);
  /// Commands that were submitted so far. From any thread.
  [[nodiscard]] std::size_t submitted() const { return submitted_; }
  [[nodiscard]] std::size_t accepted() const { return accepted_; }
  [[nodiscard]] std::size_t reports() const { return reports_; }

  /// Holds the reports against the log; the test fails where they do not agree. Nothing may be open.
  [[nodiscard]] Tally judge(const ExecutionLog& log) const;
  /// Forgets all commands, to begin anew.
  void clear();

  static std::string channel(std::size_t number) { return "c" + std::to_string(number); }

 private:
  class Producer;
  std::vector<std::unique_ptr<Producer>> producers_;
  std::atomic<std::size_t> submitted_{0};
  std::atomic<std::size_t> accepted_{0};
  std::atomic<std::size_t> reports_{0};
};

}  // namespace cent::test
