#pragma once
#include <memory>
#include <mutex>
#include <vector>

#include "curl/handle.hpp"

namespace cent::detail {

/// Idle handles with their connections. The last one used is the first to go out again: its connection is the
/// freshest. Safe from many threads.
class HandlePool {
 public:
  explicit HandlePool(const HttpOptions& options);
  ~HandlePool();

  std::unique_ptr<Handle> take();
  void give_back(std::unique_ptr<Handle> handle) noexcept;

 private:
  /// In a forked child, lets go of the parent's handles without touching their connections.
  void leave_parents_alone();

  const HttpOptions& options_;
  std::mutex mutex_;
  std::vector<std::unique_ptr<Handle>> idle_;
  long owner_;  ///< The process that made the idle handles.
};

}  // namespace cent::detail
