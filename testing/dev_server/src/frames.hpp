#pragma once

#include <cstdint>
#include <map>
#include <optional>
#include <string>
#include <string_view>
#include <vector>

#include "history.hpp"
#include "presence.hpp"

namespace cent::testing::dev {

/// Why a connection ends.
struct Disconnect {
  std::uint32_t code = 3503;
  std::string reason = "force disconnect";
  bool reconnect = false;  ///< on the wire up to v3 only
};

const Disconnect kExpired{3005, "connection expired", true};

/// A JSON text to push. Empty if it would contain bytes that are not JSON.
using Frame = std::optional<std::string>;

/// Data of a new subscription.
struct SubscribeFrame {
  std::string data;
  bool recoverable = false;
  bool positioned = false;
  Position position;
  // Only in a connect frame.
  bool was_recovering = false;
  bool recovered = false;
  std::vector<ItemPtr> publications;
};

struct ConnectFrame {
  std::string client;
  std::string session;
  std::string version;
  std::map<std::string, SubscribeFrame> subscriptions;
  std::optional<std::uint32_t> ttl;  ///< seconds until the connection expires
};

/// JSON texts pushed to one-way subscribers, in the form of a generation. Embedded JSON is sent unchanged,
/// with white space but without line feeds, since a frame is one line.
class Frames {
 public:
  enum class Spelling {
    typed,            ///< v3: `{"type":6,"data":{...}}`
    named,            ///< v4, v5: `{"connect":{...}}`
    named_with_epoch  ///< v6: the same, the first publication of a stream names the epoch
  };

  /// Handling of a frame that exceeds the queue limit of a connection.
  struct Overflow {
    bool delivers;  ///< it is still sent
    Disconnect disconnect;
  };

  /// @param newer v3 uses the form of v4, which a subscriber may request.
  Frames(int generation, bool newer);

  Spelling spelling() const { return spelling_; }
  bool typed() const { return spelling_ == Spelling::typed; }
  Overflow overflow() const;
  /// True if a frame gives the reason for the end. For some codes the connection just ends.
  bool gives_reason(const Disconnect& disconnect) const;
  /// True if a publication that is not JSON is the publisher's error and does not end its subscribers (v3).
  bool fails_publishing() const { return generation_ == 3; }

  Frame connect(const ConnectFrame& frame) const;
  Frame publication(std::string_view channel, const Item& item, const std::string& epoch) const;
  Frame join(std::string_view channel, const ClientInfo& info) const;
  Frame leave(std::string_view channel, const ClientInfo& info) const;
  Frame subscribe(std::string_view channel, const SubscribeFrame& frame) const;
  std::string unsubscribe(std::string_view channel) const;
  std::string refresh(std::optional<std::uint32_t> ttl) const;
  std::string disconnect(const Disconnect& disconnect) const;

 private:
  bool names_epoch() const { return spelling_ == Spelling::named_with_epoch; }
  std::string push(std::string_view channel, std::string_view name, int type, std::string_view body) const;

  int generation_;
  Spelling spelling_;
};

}  // namespace cent::testing::dev
