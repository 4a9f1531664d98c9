#include "observe/repeat_limit.hpp"

#include <algorithm>
#include <cstddef>
#include <utility>

namespace cent::detail {
namespace {

/// More kinds within one window are not told apart from new ones, so that memory stays bounded.
constexpr std::size_t kMostKinds = 256;

}  // namespace

void RepeatLimit::take(const std::string& kind, LeveledLine line, Time now, std::vector<LeveledLine>& out) {
  const std::lock_guard<std::mutex> lock{mutex_};
  write_due(now, out);
  if (kinds_.size() >= kMostKinds && kinds_.count(kind) == 0) {
    for (auto& [name, old] : kinds_) write_kind(old, out);
    kinds_.clear();
  }
  const auto [at, is_new] = kinds_.try_emplace(kind);
  Kind& known = at->second;
  known.last = now;
  if (is_new) {
    known.begin = now;
    out.push_back(std::move(line));
  } else {
    ++known.repeated;
    known.line = std::move(line);
    holds_back_ = true;
  }
  next_due_ = std::min(next_due_, known.begin + window_);
}

void RepeatLimit::take_due(Time now, std::vector<LeveledLine>& out) {
  const std::lock_guard<std::mutex> lock{mutex_};
  write_due(now, out);
}

void RepeatLimit::take_all(std::vector<LeveledLine>& out) {
  const std::lock_guard<std::mutex> lock{mutex_};
  for (auto& [name, kind] : kinds_) write_kind(kind, out);
  kinds_.clear();
  holds_back_ = false;
}

void RepeatLimit::write_due(Time now, std::vector<LeveledLine>& out) {
  if (now < next_due_) return;
  next_due_ = Time::max();
  bool holds_back = false;
  for (auto at = kinds_.begin(); at != kinds_.end();) {
    Kind& kind = at->second;
    if (kind.begin + window_ <= now) {
      if (kind.repeated == 0) {
        at = kinds_.erase(at);
        continue;
      }
      write_kind(kind, out);
      kind.begin = now;  // the next line of this kind is at the earliest due after another window
    }
    holds_back = holds_back || kind.repeated != 0;
    next_due_ = std::min(next_due_, kind.begin + window_);
    ++at;
  }
  holds_back_ = holds_back;
}

void RepeatLimit::write_kind(Kind& kind, std::vector<LeveledLine>& out) {
  if (!kind.line) return;
  kind.line->line.number("repeated", kind.repeated)
      .duration("within_ms", std::chrono::duration_cast<std::chrono::microseconds>(kind.last - kind.begin));
  out.push_back(std::move(*kind.line));
  kind.line.reset();
  kind.repeated = 0;
}

}  // namespace cent::detail
