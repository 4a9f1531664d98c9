#pragma once
#include <cstddef>
#include <mutex>
#include <string>
#include <unordered_map>
#include <vector>

namespace cent::test {

/// What was carried out, by the unique id that each publication's data holds, and in which order within each
/// channel. Safe from many threads.
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

}  // namespace cent::test
