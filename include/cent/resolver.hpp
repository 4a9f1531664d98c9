#pragma once
#include <atomic>
#include <cent/export.hpp>
#include <chrono>
#include <string>
#include <vector>

namespace cent {

/// The answer of a Resolver.
struct HostAddresses {
  std::vector<std::string> addresses{};  ///< IPv4 and IPv6 addresses in their text form, without port.
  /// They may be used for so long, then the host is looked up again. cent waits at least a second.
  std::chrono::seconds lifetime{30};
};

/// Finds the addresses of a host name, for ClientOptions::resolver. <cent/dns.hpp> makes one that asks name
/// servers; derive from it for another source.
///
///     class Pods final : public cent::Resolver {
///       cent::HostAddresses resolve(const std::string& host, const std::atomic<bool>&) override {
///         return {registry.addresses_of(host), std::chrono::seconds{5}};
///       }
///     };
class CENT_EXPORT Resolver {
 public:
  Resolver() = default;
  Resolver(const Resolver&) = delete;
  Resolver& operator=(const Resolver&) = delete;
  virtual ~Resolver();

  /// Called by a thread of the client, never twice at the same time by one client. Requests do not wait for
  /// it. The client's destructor does, so end soon after `stopped` has become true.
  /// @throws any exception if there is no answer: the addresses that are known stay in use.
  virtual HostAddresses resolve(const std::string& host, const std::atomic<bool>& stopped) = 0;
};

}  // namespace cent
