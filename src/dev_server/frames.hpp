#pragma once

#include <cstdint>
#include <map>
#include <optional>
#include <string>
#include <string_view>

#include "dev_server/stream.hpp"

namespace cent::testing::dev {

/// What a subscriber is told about an end.
struct Disconnect {
  std::uint32_t code = 3503;
  std::string reason = "force disconnect";
  bool reconnect = false;  ///< on the wire up to v3 only
};

const Disconnect kExpired{3005, "connection expired", true};

/// What a new subscription brings along.
struct SubscribeFrame {
  std::string data;
  bool recoverable = false;
  bool positioned = false;
  Position position;
};

struct ConnectFrame {
  std::string client;
  std::string session;
  std::string version;
  std::map<std::string, SubscribeFrame> subscriptions;
  std::optional<std::uint32_t> ttl;  ///< seconds until the connection expires
};

/// JSON texts pushed to one-way subscribers, in the spelling of a generation.
class Frames {
 public:
  enum class Spelling {
    typed,            ///< v3: `{"type":6,"data":{...}}`
    named,            ///< v4, v5: `{"connect":{...}}`
    named_with_epoch  ///< v6: the same, the first publication of a stream names the epoch
  };

  explicit Frames(Spelling spelling) : spelling_(spelling) {}

  bool typed() const { return spelling_ == Spelling::typed; }
  std::string connect(const ConnectFrame& frame) const;
  std::string publication(std::string_view channel, const Item& item, const std::string& epoch) const;
  std::string subscribe(std::string_view channel, const SubscribeFrame& frame) const;
  std::string unsubscribe(std::string_view channel) const;
  std::string refresh(std::optional<std::uint32_t> ttl) const;
  std::string disconnect(const Disconnect& disconnect) const;

 private:
  std::string push(std::string_view channel, std::string_view name, int type, std::string_view body) const;

  Spelling spelling_;
};

}  // namespace cent::testing::dev
