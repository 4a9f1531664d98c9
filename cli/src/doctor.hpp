#pragma once
#include <cent/client_options.hpp>
#include <chrono>
#include <cstdint>
#include <optional>
#include <string>

#include "context.hpp"

// The checks of `cent doctor`. Each adds findings to the report.
namespace cent::cli {

class Report {
 public:
  enum class Level { ok, note, warning, fault };

  explicit Report(Output& output) : output_(output) {}

  /// Prints one line. @param advice What to do. Empty: nothing.
  void add(Level level, const std::string& check, const std::string& text, const std::string& advice = {});
  [[nodiscard]] bool has_fault() const noexcept { return has_fault_; }

 private:
  Output& output_;
  bool has_fault_ = false;
};

/// The way to one address: name, proxy, connection, TLS, clock, and with `wait` the idle time-out.
/// Returns the difference of the clocks in seconds; unset: there is no connection.
std::optional<std::int64_t> check_network(const std::string& address, const ClientOptions& options, bool wait,
                                          Report& report);

/// The server API at one address: path, key, dialect, nodes, size limit. Returns false if it does not work.
bool check_api(const std::string& address, const ClientOptions& options, const std::string& key_origin,
               Report& report);

/// History, presence and broker of a channel.
void check_channel(const std::string& address, const ClientOptions& options, const std::string& channel,
                   Report& report);

/// Signature, times and channels of a connection token.
/// @param secret Empty: the signature is not checked.
/// @param now Of the server's clock, in Unix seconds.
void check_token(const std::string& token, const std::string& secret, std::int64_t now, Report& report);

}  // namespace cent::cli
