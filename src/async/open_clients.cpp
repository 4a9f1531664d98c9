#include "async/open_clients.hpp"

#include <atomic>
#include <cstdlib>
#include <thread>

#include "system/fork_count.hpp"

namespace cent::detail {

/// Has neither constructor nor destructor, since clients may exist before the one and after the other.
struct OpenClients {
  enum Stage { kClosed = 1, kAbandoned = 2 };

  static OpenClient* first;
  static unsigned generation;         ///< The process that `first` belongs to.
  static std::atomic<unsigned> lock;  ///< Zero, or the generation of the thread that holds the lock.

  /// A forked child starts with an empty list. It ignores a lock that a thread of its parent held.
  class Locked {
   public:
    Locked() noexcept {
      const unsigned mine = fork_count() + 1;
      for (unsigned seen = 0; !lock.compare_exchange_weak(seen, mine, std::memory_order_acquire);) {
        if (seen == mine) {
          std::this_thread::yield();
          seen = 0;
        }
      }
      if (generation == mine) return;
      generation = mine;
      first = nullptr;
    }
    ~Locked() { lock.store(0, std::memory_order_release); }
    Locked(const Locked&) = delete;
    Locked& operator=(const Locked&) = delete;
  };

  static void add(OpenClient& client) noexcept {
    const Locked now;
    client.next_ = first;
    client.link_ = &first;
    if (first != nullptr) first->link_ = &client.next_;
    first = &client;
  }

  static void remove(OpenClient& client) noexcept {
    const Locked now;
    if (client.link_ == nullptr) return;
    *client.link_ = client.next_;
    if (client.next_ != nullptr) client.next_->link_ = client.link_;
  }

  /// Returns a client that this stage has not ended yet; null if there is none.
  static std::shared_ptr<OpenClient> next(Stage stage) noexcept {
    const Locked now;
    for (OpenClient* client = first; client != nullptr; client = client->next_) {
      if (client->ended_ >= stage || (stage == kClosed && !client->uses_tls_)) continue;
      client->ended_ = stage;
      if (auto held = client->weak_from_this().lock()) return held;
    }
    return nullptr;
  }

  static void close_tls() noexcept {
    while (const auto client = next(kClosed)) client->close_at_exit();
  }
};

OpenClient* OpenClients::first = nullptr;
unsigned OpenClients::generation = 0;
std::atomic<unsigned> OpenClients::lock{0};

namespace {

/// Destroyed after all other static objects of the program or plugin that this library is linked into.
struct AtTheEnd {
  AtTheEnd() = default;
  AtTheEnd(const AtTheEnd&) = delete;
  AtTheEnd& operator=(const AtTheEnd&) = delete;
  ~AtTheEnd() {
    while (const auto client = OpenClients::next(OpenClients::kAbandoned)) client->abandon();
  }
};
#if defined(__ELF__)
__attribute__((init_priority(101)))
#endif
AtTheEnd at_the_end;

}  // namespace

void OpenClient::enter(bool uses_tls) noexcept {
  uses_tls_ = uses_tls;
  if (uses_tls) {
    [[maybe_unused]] static const int registered = std::atexit([] { OpenClients::close_tls(); });
  }
  OpenClients::add(*this);
}

OpenClient::~OpenClient() { OpenClients::remove(*this); }

}  // namespace cent::detail
