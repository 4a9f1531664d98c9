#pragma once

namespace cent::detail {

/// How often this process is a fork of a fork: another number in a child than in its parent. Costs no system
/// call.
unsigned fork_count() noexcept;

}  // namespace cent::detail
