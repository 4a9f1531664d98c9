#pragma once
#include <atomic>
#include <cent/client_options.hpp>
#include <string>

#include "delivery/secrets.hpp"
#include "protocol/dialects.hpp"

namespace cent::detail {

/// An API key with everything made from it: headers, queries, the texts to redact. Immutable, so that an
/// attempt keeps one while set_api_key() brings the next.
struct Access {
  Access(const ClientOptions& options, const DialectList& all)
      : secrets(options.api_key, options.headers), dialects(options, all) {}
  Access(const Access&) = delete;
  Access& operator=(const Access&) = delete;

  const Secrets secrets;  ///< Redacted in all error texts.
  const Dialects dialects;
  const Access* previous = nullptr;  ///< The one before.
};

/// The keys of a client: the current one, and earlier ones until the client ends, since attempts use them.
/// Without a mutex: if the process forked while another thread held it, the child would wait for ever. Thread
/// safe.
class Keyring {
 public:
  /// @throws UsageError if the key or a header is invalid.
  Keyring(const ClientOptions& options, const DialectList& all);
  Keyring(const Keyring&) = delete;
  Keyring& operator=(const Keyring&) = delete;
  ~Keyring();

  [[nodiscard]] const Access& current() const noexcept { return *current_.load(std::memory_order_acquire); }
  /// @throws UsageError if the key is empty or invalid, or if the client was made without one.
  void set(std::string key);
  /// Checks headers of one call or request, which must not conflict with the key. @throws UsageError
  void check_extra(const HttpHeaders& headers) const;

 private:
  ClientOptions options_;
  const DialectList& all_;
  std::atomic<const Access*> current_;
};

}  // namespace cent::detail
