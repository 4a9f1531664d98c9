#include "input_lines.hpp"

#include <algorithm>

namespace cent::cli {

std::string_view LineReader::more() {
  if (rest_.empty()) rest_ = {buffer_.data(), source_(buffer_.data(), buffer_.size())};
  return rest_;
}

void LineReader::pass(std::string_view bytes) {
  for (const char byte : bytes) {
    position_.hash = (position_.hash ^ static_cast<unsigned char>(byte)) * 0x100000001b3U;
  }
  position_.bytes += bytes.size();
  rest_.remove_prefix(bytes.size());
}

bool LineReader::next(std::string& line) {
  line.clear();
  is_cut_ = false;
  bool has_some = false;
  while (!more().empty()) {
    has_some = true;
    const std::size_t end = rest_.find('\n');
    const std::string_view part = rest_.substr(0, end);
    const std::size_t room = max_bytes_ - line.size();
    is_cut_ = is_cut_ || part.size() > room;
    line.append(part.substr(0, room));
    pass(rest_.substr(0, end == std::string_view::npos ? end : end + 1));
    if (end != std::string_view::npos) break;
  }
  if (has_some) ++position_.lines;
  return has_some;
}

void LineReader::skip_to(const InputPosition& position) {
  char last = '\n';
  while (position_.bytes < position.bytes && !more().empty()) {
    const std::uint64_t missing = position.bytes - position_.bytes;
    const auto size = static_cast<std::size_t>(std::min<std::uint64_t>(rest_.size(), missing));
    last = rest_[size - 1];
    pass(rest_.substr(0, size));
  }
  if (position_.bytes != position.bytes || position_.hash != position.hash) {
    throw InputFailed("the input is not the one of the checkpoint: its first " +
                      std::to_string(position.lines) + " lines differ");
  }
  position_ = position;
  // The last line had no end then.
  if (last != '\n' && !more().empty() && rest_.front() == '\n') pass(rest_.substr(0, 1));
}

}  // namespace cent::cli
