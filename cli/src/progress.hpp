#pragma once
#include <cstddef>
#include <mutex>
#include <ostream>
#include <string>

namespace cent::cli {

/// A line that is written again and again at the bottom of a terminal, with messages above it. Safe from many
/// threads.
class Progress {
 public:
  /// @param is_shown False: only messages.
  Progress(std::ostream& err, bool is_shown, std::size_t columns)
      : err_(err), is_shown_(is_shown), columns_(columns) {}
  ~Progress() { show({}); }
  Progress(const Progress&) = delete;
  Progress& operator=(const Progress&) = delete;

  [[nodiscard]] bool is_shown() const noexcept { return is_shown_; }
  /// Shows the line in place of the last one, cut at the last column. Empty: none.
  void show(const std::string& line);
  /// `cent: …`, without what a terminal would act on.
  void message(const std::string& text);

 private:
  void clear();

  std::ostream& err_;
  const bool is_shown_;
  const std::size_t columns_;
  std::mutex mutex_;
  bool has_line_ = false;
};

}  // namespace cent::cli
