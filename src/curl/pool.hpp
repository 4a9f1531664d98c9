#pragma once
#include <atomic>
#include <memory>
#include <mutex>
#include <vector>

#include "curl/handle.hpp"

namespace cent::detail {

/// Idle handles with their connections. The last one used is the first to go out again: its connection is the
/// freshest. Safe from many threads. A forked child starts with an empty pool, whatever the parent's threads
/// were doing.
class HandlePool {
 public:
  explicit HandlePool(const HttpOptions& options);
  ~HandlePool();
  HandlePool(const HandlePool&) = delete;
  HandlePool& operator=(const HandlePool&) = delete;

  std::unique_ptr<Handle> take();
  void give_back(std::unique_ptr<Handle> handle) noexcept;

 private:
  /// What one process keeps.
  struct Kept {
    explicit Kept(unsigned process) : owner(process) {}
    Kept(const Kept&) = delete;
    Kept& operator=(const Kept&) = delete;
    ~Kept() { delete last.load(); }
    const unsigned owner;  ///< The process, by fork_count().
    std::atomic<Handle*> last{
        nullptr};  ///< The one used last, owned: taking and giving it back needs no lock.
    std::mutex mutex;
    std::vector<std::unique_ptr<Handle>> idle;  ///< The others.
    Kept* next_left = nullptr;
  };
  /// This process's own. Takes no lock: a thread that is not in the child may have held the parent's.
  Kept& kept();
  static void leave_behind(Kept* parents) noexcept;

  const HttpOptions& options_;
  std::atomic<Kept*> kept_;
};

}  // namespace cent::detail
