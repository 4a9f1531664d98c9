#include "progress.hpp"

#include "terminal.hpp"

namespace cent::cli {

void Progress::clear() {
  if (has_line_) err_ << "\r\x1b[K";
  has_line_ = false;
}

void Progress::show(const std::string& line) {
  if (!is_shown_) return;
  const std::lock_guard<std::mutex> lock{mutex_};
  clear();
  err_ << line.substr(0, columns_ - 1) << std::flush;
  has_line_ = !line.empty();
}

void Progress::message(const std::string& text) {
  const std::lock_guard<std::mutex> lock{mutex_};
  clear();
  err_ << "cent: " << printable(text) << std::endl;
}

}  // namespace cent::cli
