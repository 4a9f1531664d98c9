#pragma once

#include <cstdint>
#include <string>
#include <string_view>

#include <cent/testing/dev_server.hpp>

namespace cent::testing::dev {

inline bool has_history(const ChannelRules& rules) {
  return rules.history_size > 0 && rules.history_ttl.count() > 0;
}

/// A server's options in the form used by its parts.
class Settings {
 public:
  explicit Settings(DevServerOptions options);

  const DevServerOptions& options() const { return options_; }
  /// The generation, 2 to 6.
  int major() const { return major_; }
  /// The version shown by `info`.
  std::string_view version() const;

  /// A random key of the page, accepted beside the API key.
  const std::string& page_key() const { return page_key_; }

  /// Seconds until an expiry, as shown in frames.
  std::uint32_t ttl(std::int64_t left) const;

  /// Rules of a channel; null if its namespace is unknown.
  const ChannelRules* rules(std::string_view channel) const;

  /// Text of an API error code. It depends on the generation.
  std::string_view error_text(int code) const;

 private:
  DevServerOptions options_;
  int major_;
  std::string page_key_;
};

}  // namespace cent::testing::dev
