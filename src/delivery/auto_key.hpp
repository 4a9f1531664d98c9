#pragma once
#include <cent/detail/command_buffer.hpp>
#include <string>
#include <string_view>

namespace cent::detail {

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
