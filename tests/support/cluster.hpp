#pragma once
#include <cstddef>
#include <cstdint>
#include <map>
#include <mutex>
#include <nlohmann/json.hpp>
#include <optional>
#include <set>
#include <string>
#include <unordered_map>
#include <vector>

namespace cent::test {

/// The executed publications, by the unique id that each publication's data holds, and in which order within
/// each channel. Safe from many threads.
class ExecutionLog {
 public:
  void executed(const std::string& channel, const std::string& id);

  /// How often this id was carried out, in all channels together.
  [[nodiscard]] std::size_t count(const std::string& id) const;
  /// In one channel.
  [[nodiscard]] std::size_t count(const std::string& id, const std::string& channel) const;
  /// The ids of a channel in the order in which they were carried out.
  [[nodiscard]] std::vector<std::string> order(const std::string& channel) const;
  [[nodiscard]] std::vector<std::string> channels() const;
  /// All ids with their counts, in all channels together.
  [[nodiscard]] std::unordered_map<std::string, std::size_t> counts() const;
  [[nodiscard]] std::size_t total() const;
  void clear();

 private:
  mutable std::mutex mutex_;
  std::unordered_map<std::string, std::vector<std::string>> by_channel_;
  std::unordered_map<std::string, std::size_t> by_id_;
  std::size_t total_ = 0;
};

/// `6.9.1` as numbers: what a server of this age knows.
struct ServerVersion {
  int major = 6;
  int minor = 9;
  std::string text = "6.9.1";

  explicit ServerVersion(std::string version = "6.9.1");
  [[nodiscard]] bool at_least(int want_major, int want_minor) const {
    return major > want_major || (major == want_major && minor >= want_minor);
  }
  [[nodiscard]] bool has_routes() const { return at_least(5, 0); }
  [[nodiscard]] bool knows_keys() const { return at_least(5, 2); }
  [[nodiscard]] bool knows_versions() const { return at_least(6, 2); }
  [[nodiscard]] bool has_positions() const { return at_least(3, 0); }
};

/// One command's answer: a result object, or an error.
struct Answer {
  std::uint32_t code = 0;  ///< 0: no error.
  nlohmann::json result = nlohmann::json::object();
};

/// How a channel answers publications for a while.
struct ChannelTrouble {
  std::uint32_t code = 100;
  int times = 1;          ///< So often, then all is well.
  bool executes = false;  ///< Whether the publication goes out in spite of the error.
};

/// State that the servers of one cluster share: the log of executions, remembered idempotency keys, versions,
/// offsets. It outlives their crashes. Safe from many threads.
class Cluster {
 public:
  /// Carries one command out, as a server of this version would.
  Answer execute(const std::string& method, const nlohmann::json& params, const ServerVersion& version);

  ExecutionLog executions;
  void trouble(const std::string& channel, ChannelTrouble trouble);
  /// How often a method was called; a publication that a key or version suppressed counts, too.
  [[nodiscard]] std::size_t calls(const std::string& method) const;
  /// Publications that a key or version kept from going out twice.
  [[nodiscard]] std::size_t suppressed() const;
  /// All idempotency keys that came, each once.
  [[nodiscard]] std::set<std::string> keys() const;
  /// A server whose memory is lost: keys, versions and positions, not the log of executions.
  void forget();
  /// As if it were new: for runs so long that what is remembered would fill the memory.
  void clear();

 private:
  struct Channel {
    std::uint64_t offset = 0;
    std::uint64_t version = 0;
    std::unordered_map<std::string, std::uint64_t> offset_by_key{};
    std::optional<ChannelTrouble> trouble{};
  };
  Answer publish(const std::string& channel, const nlohmann::json& params, const ServerVersion& version);
  Answer broadcast(const nlohmann::json& params, const ServerVersion& version);

  mutable std::mutex mutex_;
  std::unordered_map<std::string, Channel> channels_;
  std::map<std::string, std::size_t> calls_;
  std::set<std::string> keys_;
  std::size_t suppressed_ = 0;
};

/// Centrifugo's words for a code.
std::string message_of(std::uint32_t code);

}  // namespace cent::test
