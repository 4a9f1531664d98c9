#pragma once
#include <atomic>
#include <cent/transport.hpp>
#include <cstddef>
#include <optional>

#include "protocol/dialects.hpp"

namespace cent::detail {

/// The dialect of the server at one address, as far as it is known. All learning and forgetting is here:
///
/// | event                                   | next request                    | learned                  |
/// | --------------------------------------- | ------------------------------- | ------------------------ |
/// | a reply that can be read                | none                            | this dialect             |
/// | Sign::answer                            | none                            | nothing                  |
/// | Sign::other_form                        | the same dialect, as a batch    | nothing                  |
/// | Sign::key_rejected, this dialect known  | none                            | nothing                  |
/// | Sign::key_rejected, else                | the next dialect                | nothing                  |
/// | Sign::other_dialect                     | the next dialect                | nothing                  |
/// | the same, and no dialect is left        | none; an earlier rejection of   | the dialect of that      |
/// |                                         | the key is the answer           | rejection                |
/// | no response                             | none                            | nothing; one that is not |
/// |                                         |                                 | the newest is forgotten  |
///
/// A further request follows only a 404 or 401. No server answers these after execution, so detecting the
/// dialect never executes a command twice. Thread safe.
class Discovery {
 public:
  /// With a single candidate that one is known, and never forgotten.
  explicit Discovery(const Dialects& candidates) noexcept
      : candidates_(candidates), known_(is_settled() ? &candidates.newest() : nullptr) {}

  /// Null if unknown.
  [[nodiscard]] const Dialect* known() const noexcept { return known_.load(std::memory_order_relaxed); }
  void learn(const Dialect& dialect) noexcept { known_.store(&dialect, std::memory_order_relaxed); }
  /// To be called when the server was unreachable, since it may return as another version.
  void unreachable() noexcept {
    if (!is_settled() && known() != &candidates_.newest()) known_.store(nullptr, std::memory_order_relaxed);
  }
  [[nodiscard]] const Dialects& candidates() const noexcept { return candidates_; }

 private:
  [[nodiscard]] bool is_settled() const noexcept { return candidates_.entries().size() == 1; }

  const Dialects& candidates_;
  std::atomic<const Dialect*> known_;
};

/// The requests of one attempt: one, and more if the answers show that the server has another dialect. The
/// caller sends them. What it is made of must outlive it.
class Search {
 public:
  Search(const Commands& commands, Discovery& discovery, WireRequest& request);

  /// Takes a response. Returns true if the request was replaced by the next one. Returns false if the
  /// response is the answer; it may have been replaced by an earlier one.
  bool again(HttpResponse& response);
  /// To be called when the reply could be read.
  void confirm() noexcept { discovery_.learn(*request_.dialect); }
  /// True if the server's dialect is not known yet, and a newer one is tried before an older one.
  [[nodiscard]] bool is_guess() const noexcept {
    return discovery_.known() == nullptr && request_.dialect == &discovery_.candidates().newest();
  }

 private:
  struct Rejection {
    HttpResponse response;
    const Dialect* dialect;
  };
  void write(const Dialect& dialect, Form form);
  bool try_next();
  bool end(HttpResponse& response);

  const Commands& commands_;
  Discovery& discovery_;
  WireRequest& request_;
  std::size_t tried_ = 0;  ///< A bit for each candidate.
  std::optional<Rejection> rejection_;
};

}  // namespace cent::detail
