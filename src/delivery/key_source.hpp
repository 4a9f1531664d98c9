#pragma once
#include <array>
#include <cent/detail/codec.hpp>
#include <cstddef>
#include <cstdint>
#include <mutex>
#include <string>

namespace cent::detail {

/// 128 bits as 32 hexadecimal digits.
using KeyText = std::array<char, 32>;
KeyText key_text(std::uint64_t high, std::uint64_t low) noexcept;

/// An idempotency key of 128 random bits, 32 hexadecimal digits.
std::string random_key();

/// Idempotency keys of 128 random bits; one system call yields many. Thread safe. Not to be used in a forked
/// child, which would return its parent's keys.
class KeySource {
 public:
  KeyText next();

 private:
  std::mutex mutex_;
  std::array<std::uint64_t, 128> words_{};
  std::size_t used_ = 128;
};

/// Inserts an idempotency key as the first member of the params.
void put_key(Params& params, const KeyText& key);

}  // namespace cent::detail
