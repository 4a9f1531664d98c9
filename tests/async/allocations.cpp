#include "async/allocations.hpp"

#include <malloc.h>

#include <atomic>
#include <cstdlib>
#include <new>

namespace cent::test {
namespace {

std::atomic<std::uint64_t> count{0};
std::atomic<std::uint64_t> fails_in{0};  ///< So many allocations of the other threads.
std::atomic<bool> failed{false};
thread_local std::uint64_t fails_here = 0;
thread_local bool is_spared = false;  ///< This thread watches the others.

bool must_fail() {
  if (is_spared) return fails_here != 0 && --fails_here == 0;
  std::uint64_t left = fails_in.load();
  while (left != 0) {
    if (fails_in.compare_exchange_weak(left, left - 1)) return left == 1;
  }
  return false;
}

void* allocate(std::size_t size) {
  ++count;
  if (must_fail()) {
    failed = true;
    return nullptr;
  }
  return std::malloc(size == 0 ? 1 : size);
}

}  // namespace

std::uint64_t allocations() { return count; }

std::size_t bytes_in_use() {
  const auto info = mallinfo2();
  return info.uordblks + info.hblkhd;
}

void fail_allocation(std::uint64_t n, FailsIn where) {
  is_spared = true;
  failed = false;
  fails_here = where == FailsIn::this_thread ? n : 0;
  fails_in = where == FailsIn::other_threads ? n : 0;
}

bool allocation_has_failed() { return failed; }

}  // namespace cent::test

void* operator new(std::size_t size) {
  if (void* const memory = cent::test::allocate(size)) return memory;
  throw std::bad_alloc{};
}
void* operator new[](std::size_t size) { return operator new(size); }
void* operator new(std::size_t size, const std::nothrow_t&) noexcept { return cent::test::allocate(size); }
void* operator new[](std::size_t size, const std::nothrow_t&) noexcept { return cent::test::allocate(size); }
void operator delete(void* memory) noexcept { std::free(memory); }
void operator delete[](void* memory) noexcept { std::free(memory); }
void operator delete(void* memory, std::size_t) noexcept { std::free(memory); }
void operator delete[](void* memory, std::size_t) noexcept { std::free(memory); }
