#pragma once

namespace cent::detail {

/// Another number in a forked child than in its parent, also if the child was made without fork()'s handlers
/// (`_Fork`, clone). Costs no system call where the kernel marks children itself, as Linux does since 4.14.
unsigned fork_count() noexcept;

}  // namespace cent::detail
