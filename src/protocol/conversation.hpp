#pragma once
#include <atomic>

#include "protocol/dialect.hpp"

namespace cent::detail {

/// The dialect of one address, as far as it is known. Shared by all threads.
class KnownDialect {
 public:
  /// @param fixed Unless unknown, the dialect never changes.
  explicit KnownDialect(DialectKind fixed) : fixed_(fixed), kind_(fixed) {}

  [[nodiscard]] DialectKind kind() const noexcept { return kind_.load(std::memory_order_relaxed); }
  [[nodiscard]] bool is_fixed() const noexcept { return fixed_ != DialectKind::unknown; }
  void learn(DialectKind kind) noexcept {
    if (!is_fixed()) kind_.store(kind, std::memory_order_relaxed);
  }
  /// To be called when the server was unreachable, since it may return as another version.
  void forget_legacy() noexcept {
    if (kind() == DialectKind::legacy) learn(DialectKind::unknown);
  }

 private:
  const DialectKind fixed_;
  std::atomic<DialectKind> kind_;
};

/// The requests for one piece of work: one, and one or two more if the answer shows that the server speaks
/// another dialect. A further request follows only a 404 or 401. No server answers these after execution, so
/// detecting the dialect never executes a command twice. No clock, no socket: the caller sends.
class Conversation {
 public:
  Conversation(const Work& work, KnownDialect& known) : work_(work), known_(known) {}

  /// Fills in the first request.
  void begin(WireRequest& out);
  /// Takes a response's status. Returns true and fills in the next request, or false if that was the answer.
  bool again(int status, WireRequest& out);
  /// To be called when a 200 could be read: from then on the dialect is known.
  void confirm(const WireRequest& sent) noexcept { known_.learn(sent.dialect); }

 private:
  void write(DialectKind kind, bool as_batch, WireRequest& out) const;
  [[nodiscard]] bool is_core() const;

  const Work work_;
  KnownDialect& known_;
  bool tried_modern_ = false;
  bool tried_legacy_ = false;
};

}  // namespace cent::detail
