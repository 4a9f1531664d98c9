#include "curl/pool.hpp"

#include <unistd.h>

namespace cent::detail {

HandlePool::HandlePool(const HttpOptions& options) : options_(options), owner_(getpid()) {
  ensure_curl();
  idle_.reserve(options.max_idle_connections);  // so that giving back cannot fail
}

HandlePool::~HandlePool() { leave_parents_alone(); }

void HandlePool::leave_parents_alone() {
  if (owner_ == getpid()) return;
  // Closing them would write a TLS farewell into the parent's connections. They are left as they are: a few
  // descriptors that end with the child.
  for (auto& handle : idle_) static_cast<void>(handle.release());
  idle_.clear();
  owner_ = getpid();
}

std::unique_ptr<Handle> HandlePool::take() {
  {
    const std::lock_guard<std::mutex> lock{mutex_};
    leave_parents_alone();
    if (!idle_.empty()) {
      auto handle = std::move(idle_.back());
      idle_.pop_back();
      return handle;
    }
  }
  return std::make_unique<Handle>(options_);
}

void HandlePool::give_back(std::unique_ptr<Handle> handle) noexcept {
  const std::lock_guard<std::mutex> lock{mutex_};
  if (owner_ != getpid()) {  // forked in the middle of a call
    static_cast<void>(handle.release());
    return;
  }
  if (idle_.size() < options_.max_idle_connections) idle_.push_back(std::move(handle));
}

}  // namespace cent::detail
