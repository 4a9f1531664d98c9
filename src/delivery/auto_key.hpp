#pragma once
#include <cent/detail/command_buffer.hpp>
#include <string>
#include <string_view>

namespace cent::detail {

/// Gives a publish or broadcast that has neither key nor version a random idempotency key, and its effect
/// with it. The key stands first, so a key that the caller's own text holds would win.
void add_random_key(std::string_view method, std::string& params, Effect& effect);

/// The same for each command of a buffer.
CommandBuffer with_random_keys(const CommandBuffer& commands);

}  // namespace cent::detail
