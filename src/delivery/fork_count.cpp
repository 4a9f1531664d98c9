#include "delivery/fork_count.hpp"

#include <atomic>

#if !defined(_WIN32)
#include <pthread.h>
#endif

namespace cent::detail {
namespace {

std::atomic<unsigned> forks{0};

#if !defined(_WIN32)
[[maybe_unused]] const int registered =
    pthread_atfork(nullptr, nullptr, [] { forks.fetch_add(1, std::memory_order_relaxed); });
#endif

}  // namespace

unsigned fork_count() noexcept { return forks.load(std::memory_order_relaxed); }

}  // namespace cent::detail
