#pragma once
#include <array>
#include <cent/detail/codec.hpp>
#include <cent/detail/command_buffer.hpp>
#include <cstddef>
#include <cstdint>
#include <mutex>
#include <string>
#include <string_view>

namespace cent::detail {

/// 128 bits in 22 digits, the characters of base64 but in the order `0-9A-Za-z+/`. Servers join channel and
/// key with `_` or `.`, and keys of cent::idempotency_key() contain `-` or `~`: none of these is a digit.
using KeyText = std::array<char, 22>;
KeyText key_text(std::uint64_t high, std::uint64_t low) noexcept;

/// An idempotency key of 128 random bits.
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

/// True for a publish or broadcast without a key, even if it has a version: a version does not make a
/// repetition safe.
bool wants_key(std::string_view method, Effect effect) noexcept;
/// True if the params have a member for the key, even an empty one: servers read the last of equal members,
/// so a generated one in front would not count. Looks at top-level members only, not inside the payload.
bool names_key(std::string_view params);
/// Inserts a key as the first member of the params.
void add_key(std::string& params, std::string_view key);

/// Adds a random idempotency key if the command wants one, and sets `repeat` accordingly.
void add_random_key(std::string_view method, std::string& params, Repeat& repeat);

/// The same for each command of a buffer.
CommandBuffer with_random_keys(const CommandBuffer& commands);

}  // namespace cent::detail
