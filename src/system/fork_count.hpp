#pragma once

namespace cent::detail {

/// A number that differs between a forked child and its parent, even if the child was created without
/// fork()'s handlers (`_Fork`, clone). Costs no system call if the kernel marks children, as Linux does
/// since 4.14.
unsigned fork_count() noexcept;

}  // namespace cent::detail
