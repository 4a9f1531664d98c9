#pragma once
#include <atomic>

#include "protocol/dialect.hpp"

namespace cent::detail {

/// What is known about the dialect of one address; shared by all threads that call there.
class KnownDialect {
 public:
  /// `fixed` other than unknown is never questioned.
  explicit KnownDialect(DialectKind fixed) : fixed_(fixed), kind_(fixed) {}

  [[nodiscard]] DialectKind kind() const noexcept { return kind_.load(std::memory_order_relaxed); }
  [[nodiscard]] bool is_fixed() const noexcept { return fixed_ != DialectKind::unknown; }
  void learn(DialectKind kind) noexcept {
    if (!is_fixed()) kind_.store(kind, std::memory_order_relaxed);
  }
  /// The server was out of reach: it may come back as another version.
  void forget_legacy() noexcept {
    if (kind() == DialectKind::legacy) learn(DialectKind::unknown);
  }

 private:
  const DialectKind fixed_;
  std::atomic<DialectKind> kind_;
};

/// One piece of work until it has its answer: a request, and, where the answer tells that the server speaks
/// another dialect, one or two more. A further request follows only on a 404 or 401, which no server gives to
/// what it has executed, so finding out never executes a command twice. No clock, no socket: the caller
/// sends.
class Conversation {
 public:
  Conversation(const Work& work, KnownDialect& known) : work_(work), known_(known) {}

  /// Fills in the first request.
  void begin(WireRequest& out);
  /// After a response's status: fills in the next request and is true, or is false if that was the answer.
  bool again(int status, WireRequest& out);
  /// Call when a response's 200 could be read: the dialect is known from then on.
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
