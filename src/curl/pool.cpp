#include "curl/pool.hpp"

#include "system/fork_count.hpp"

namespace cent::detail {

HandlePool::HandlePool(const HttpOptions& options) : options_(options), kept_(new Kept(fork_count())) {
  try {
    ensure_curl();
  } catch (...) {
    delete kept_.load();
    throw;
  }
}

HandlePool::~HandlePool() {
  Kept* const last = kept_.load();
  if (last->owner == fork_count()) {
    delete last;
  } else {
    leave_behind(last);
  }
}

void HandlePool::leave_behind(Kept* parents) noexcept {
  // Closing the parent's connections would send a TLS close notification on them. So they are kept: a few
  // descriptors until the child ends. The list shows leak checkers that this is intended.
  static std::atomic<Kept*> left{nullptr};
  parents->next_left = left.exchange(parents);
}

HandlePool::Kept& HandlePool::kept() {
  Kept* now = kept_.load(std::memory_order_acquire);
  const unsigned process = fork_count();
  while (now->owner != process) {
    auto fresh = std::make_unique<Kept>(process);
    if (kept_.compare_exchange_strong(now, fresh.get())) {
      leave_behind(now);
      return *fresh.release();
    }
  }
  return *now;
}

std::unique_ptr<Handle> HandlePool::take() {
  Kept& mine = kept();
  if (std::unique_ptr<Handle> last{mine.last.exchange(nullptr)}) return last;
  {
    const std::lock_guard<std::mutex> lock{mine.mutex};
    if (!mine.idle.empty()) {
      auto handle = std::move(mine.idle.back());
      mine.idle.pop_back();
      return handle;
    }
  }
  return std::make_unique<Handle>(options_);
}

void HandlePool::give_back(std::unique_ptr<Handle> handle) noexcept {
  if (options_.max_idle_connections == 0) return;
  try {
    Kept& mine = kept();
    std::unique_ptr<Handle> before{mine.last.exchange(handle.release())};
    if (!before) return;
    const std::lock_guard<std::mutex> lock{mine.mutex};
    if (mine.idle.size() + 1 < options_.max_idle_connections) mine.idle.push_back(std::move(before));
  } catch (...) {  // out of memory: it is closed
  }
}

}  // namespace cent::detail
