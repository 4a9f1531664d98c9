#pragma once
#include <cent/detail/command_buffer.hpp>
#include <string>
#include <string_view>

namespace cent::detail {

/// True for a publish or broadcast without a key. One with a version, too: a version does not make a
/// repetition safe.
bool wants_key(std::string_view method, Effect effect) noexcept;
/// True if the params have a member for the key, if only an empty one: servers read the last of equal
/// members, so a generated one in front would not count. Looks at members of the params alone, not inside
/// the payload.
bool names_key(std::string_view params);
/// Puts a key into the params, in front.
void add_key(std::string& params, std::string_view key);

/// Gives a command that wants one a random idempotency key, and says so in what repeating it does.
void add_random_key(std::string_view method, std::string& params, Repeat& repeat);

/// The same for each command of a buffer.
CommandBuffer with_random_keys(const CommandBuffer& commands);

}  // namespace cent::detail
