#pragma once
#include <cstddef>
#include <cstdint>

namespace cent::test {

/// How often operator new was asked in this program so far, in all threads.
std::uint64_t allocations();

/// Bytes that malloc has given out, what it keeps beside them included.
std::size_t bytes_in_use();

/// From here on the n-th allocation (from 1) of one kind of thread fails, once. 0: none does.
enum class FailsIn { this_thread, other_threads };
void fail_allocation(std::uint64_t n, FailsIn where);
/// True if that allocation was asked for.
bool allocation_has_failed();

}  // namespace cent::test
