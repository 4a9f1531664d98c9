#include "system/fork_count.hpp"

#include <atomic>

#if !defined(_WIN32)
#include <pthread.h>
#include <sys/mman.h>
#include <unistd.h>

#include <new>
#endif

namespace cent::detail {
namespace {

std::atomic<unsigned> forks{0};

#if !defined(_WIN32)
[[maybe_unused]] const int registered =
    pthread_atfork(nullptr, nullptr, [] { forks.fetch_add(1, std::memory_order_relaxed); });

/// Memory with a 1 that the kernel sets to 0 in each child; null if unsupported.
std::atomic<unsigned>* wiped_by_fork() noexcept {
#if defined(MADV_WIPEONFORK)
  const auto size = static_cast<std::size_t>(sysconf(_SC_PAGESIZE));
  void* const page = mmap(nullptr, size, PROT_READ | PROT_WRITE, MAP_PRIVATE | MAP_ANONYMOUS, -1, 0);
  if (page == MAP_FAILED) return nullptr;
  if (madvise(page, size, MADV_WIPEONFORK) == 0) return new (page) std::atomic<unsigned>{1};
  munmap(page, size);
#endif
  return nullptr;
}

void look_for_a_fork() noexcept {
  static std::atomic<unsigned>* const mark = wiped_by_fork();
  if (mark != nullptr) {
    if (mark->load(std::memory_order_relaxed) == 0 && mark->exchange(1) == 0) forks.fetch_add(1);
    return;
  }
  static std::atomic<pid_t> process{getpid()};
  pid_t before = process.load(std::memory_order_relaxed);
  const pid_t now = getpid();
  if (before != now && process.compare_exchange_strong(before, now)) forks.fetch_add(1);
}
#else
void look_for_a_fork() noexcept {}
#endif

}  // namespace

unsigned fork_count() noexcept {
  look_for_a_fork();
  return forks.load(std::memory_order_relaxed);
}

}  // namespace cent::detail
