#pragma once
#include <cent/errors.hpp>

#include <atomic>
#include <cstdint>
#include <deque>
#include <memory>
#include <mutex>
#include <string>
#include <vector>

#include "input_lines.hpp"

namespace cent::cli {

/// The lines that were sent and how each ended: finds the position below which none needs to be sent again.
/// Its memory holds the lines in between. Safe from many threads.
class SentLines {
 public:
  /// @param keep_going A line that the server refuses is not sent again, and does not stop the others.
  SentLines(InputPosition begin, bool keep_going) : mark_{begin, 0}, keep_going_(keep_going) {}

  /// A line that is about to be sent. Returns its number, for the others.
  std::uint64_t add(const InputPosition& end);
  /// A line that needs not be sent: it is bad, and the user wants the others.
  void pass_over(const InputPosition& end) { settle(add(end), true); }
  /// The line was sent successfully.
  void applied(std::uint64_t number) { settle(number, true); }
  /// The line was not. `error` is kept as a message, if there are not many yet.
  void failed(std::uint64_t number, std::uint64_t line, const CentException& error);

  /// Whether to send no more lines: one failed in a way that those behind it will not survive.
  [[nodiscard]] bool must_stop() const noexcept { return must_stop_; }

  struct Mark {
    InputPosition position{};
    /// When the first line behind it was sent, in Unix seconds. 0: none was.
    std::int64_t first_sent = 0;
  };
  [[nodiscard]] Mark mark() const;
  /// Messages since the last call.
  [[nodiscard]] std::vector<std::string> take_messages();

 private:
  struct Line {
    InputPosition end;
    std::int64_t sent = 0;
    bool is_final = false;
  };
  void settle(std::uint64_t number, bool is_final);

  mutable std::mutex mutex_;
  Mark mark_;
  const bool keep_going_;
  std::deque<Line> lines_;   ///< Behind the mark.
  std::uint64_t first_ = 0;  ///< Number of the first of them.
  std::uint64_t failures_ = 0;
  std::vector<std::string> messages_;
  std::atomic<bool> must_stop_{false};
};

}  // namespace cent::cli
