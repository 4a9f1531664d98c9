#pragma once
#include <cstddef>
#include <vector>

#include "testing_kit/wire.hpp"

namespace cent::testing::kit {

/// The `info` by which a client asks for the server's version before it repeats a command with an idempotency
/// key whose outcome it does not know. A test need not expect it.
class AgeQuestion {
 public:
  /// A request whose outcome the client cannot know.
  void lost(const Unpacked& request);
  /// A request that was answered. An error 100 may have come after the command was carried out.
  void answered(const Unpacked& request, const std::vector<Reply>& replies);

  /// True if this request is such a question; each lost request allows one.
  bool take(const Unpacked& request);

  /// A node of a current server.
  static Reply reply();

 private:
  std::size_t allowed_ = 0;
};

}  // namespace cent::testing::kit
