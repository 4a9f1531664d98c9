#include "dev_server/glob.hpp"

#include <fnmatch.h>

#include <algorithm>

namespace cent::testing::dev {

namespace {

constexpr std::size_t kMaxAlternatives = 1000;

bool brackets_closed(std::string_view pattern) {
  bool inside = false;
  for (std::size_t at = 0; at < pattern.size(); ++at) {
    if (pattern[at] == '\\' && at + 1 < pattern.size()) {
      ++at;
    } else if (pattern[at] == '[' && !inside) {
      inside = true;
    } else if (pattern[at] == ']') {
      inside = false;
    }
  }
  return !inside;
}

}  // namespace

Glob::Glob(std::string_view pattern) : alternatives_{std::string(pattern)}, valid_(brackets_closed(pattern)) {
  // Each round takes the first pair of braces apart, until none is left.
  for (std::size_t i = 0; valid_ && i < alternatives_.size();) {
    const std::string text = alternatives_[i];
    const std::size_t open = text.find('{');
    if (open == std::string::npos) {
      ++i;
      continue;
    }
    const std::size_t close = text.find('}', open);
    valid_ = close != std::string::npos && alternatives_.size() < kMaxAlternatives;
    if (!valid_) break;
    alternatives_.erase(alternatives_.begin() + static_cast<std::ptrdiff_t>(i));
    for (std::size_t begin = open + 1; begin <= close;) {
      const std::size_t end = std::min(text.find(',', begin), close);
      alternatives_.push_back(text.substr(0, open) + text.substr(begin, end - begin) +
                              text.substr(close + 1));
      begin = end + 1;
    }
  }
}

bool Glob::matches(const std::string& text) const {
  return std::any_of(alternatives_.begin(), alternatives_.end(),
                     [&](const std::string& one) { return ::fnmatch(one.c_str(), text.c_str(), 0) == 0; });
}

}  // namespace cent::testing::dev
