#pragma once
#include <array>
#include <cent/detail/codec.hpp>
#include <cstddef>
#include <cstdint>
#include <mutex>

#include "delivery/random_key.hpp"

namespace cent::detail {

/// Idempotency keys of 128 random bits, many from one question to the system. Safe from many threads. Not to
/// be used in a forked child, which would give out its parent's.
class KeySource {
 public:
  KeyText next();

 private:
  std::mutex mutex_;
  std::array<std::uint64_t, 128> words_{};
  std::size_t used_ = 128;
};

/// Puts an idempotency key into params, in front.
void put_key(Params& params, const KeyText& key);

}  // namespace cent::detail
