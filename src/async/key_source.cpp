#include "async/key_source.hpp"

namespace cent::detail {

KeyText KeySource::next() {
  std::uint64_t high = 0;
  std::uint64_t low = 0;
  {
    const std::lock_guard<std::mutex> lock{mutex_};
    if (used_ == words_.size()) {
      random_bits(words_.data(), words_.size());
      used_ = 0;
    }
    high = words_[used_++];
    low = words_[used_++];
  }
  return key_text(high, low);
}

}  // namespace cent::detail
