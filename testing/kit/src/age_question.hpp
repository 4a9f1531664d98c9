#pragma once
#include <cstddef>
#include <vector>

#include "packing.hpp"

namespace cent::testing::kit {

/// The `info` by which a client asks for the server's version before it repeats a command with an idempotency
/// key whose outcome is unknown. A test need not expect it.
class AgeQuestion {
 public:
  /// To be called for a request whose outcome is unknown to the client.
  void lost(const Unpacked& request);
  /// To be called for an answered request. An error 100 may follow execution.
  void answered(const Unpacked& request, const std::vector<Reply>& replies);

  /// True if this request is such an `info`. Each request with an unknown outcome allows one.
  bool take(const Unpacked& request);

  /// Result of `info` with one current server.
  static Reply reply();

 private:
  std::size_t allowed_ = 0;
};

}  // namespace cent::testing::kit
