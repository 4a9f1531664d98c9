#pragma once
#include <atomic>
#include <memory>
#include <mutex>
#include <vector>

#include "curl/handle.hpp"

namespace cent::detail {

/// Idle handles with their connections. The handle used last is used again first, since its connection is the
/// freshest. Thread safe. A forked child starts with an empty pool, whatever the parent's threads were doing.
class HandlePool {
 public:
  explicit HandlePool(const HttpOptions& options);
  ~HandlePool();
  HandlePool(const HandlePool&) = delete;
  HandlePool& operator=(const HandlePool&) = delete;

  std::unique_ptr<Handle> take();
  void give_back(std::unique_ptr<Handle> handle) noexcept;

 private:
  /// The handles of one process.
  struct Kept {
    explicit Kept(unsigned process) : owner(process) {}
    Kept(const Kept&) = delete;
    Kept& operator=(const Kept&) = delete;
    ~Kept() { delete last.load(); }
    const unsigned owner;                ///< The fork_count() of its process.
    std::atomic<Handle*> last{nullptr};  ///< The one used last, owned. Needs no lock.
    std::mutex mutex;
    std::vector<std::unique_ptr<Handle>> idle;  ///< The others.
    Kept* next_left = nullptr;
  };
  /// The handles of this process. Takes no lock, since a thread of the parent may have held it during fork().
  Kept& kept();
  static void leave_behind(Kept* parents) noexcept;

  const HttpOptions& options_;
  std::atomic<Kept*> kept_;
};

}  // namespace cent::detail
