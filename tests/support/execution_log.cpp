#include "support/execution_log.hpp"

#include <algorithm>

namespace cent::test {

void ExecutionLog::executed(const std::string& channel, const std::string& id) {
  const std::lock_guard<std::mutex> lock{mutex_};
  by_channel_[channel].push_back(id);
  ++by_id_[id];
  ++total_;
}

std::size_t ExecutionLog::count(const std::string& id) const {
  const std::lock_guard<std::mutex> lock{mutex_};
  const auto found = by_id_.find(id);
  return found == by_id_.end() ? 0 : found->second;
}

std::size_t ExecutionLog::count(const std::string& id, const std::string& channel) const {
  const std::vector<std::string> ids = order(channel);
  return static_cast<std::size_t>(std::count(ids.begin(), ids.end(), id));
}

std::vector<std::string> ExecutionLog::order(const std::string& channel) const {
  const std::lock_guard<std::mutex> lock{mutex_};
  const auto found = by_channel_.find(channel);
  return found == by_channel_.end() ? std::vector<std::string>{} : found->second;
}

std::vector<std::string> ExecutionLog::channels() const {
  const std::lock_guard<std::mutex> lock{mutex_};
  std::vector<std::string> names;
  for (const auto& [name, ids] : by_channel_) names.push_back(name);
  return names;
}

std::unordered_map<std::string, std::size_t> ExecutionLog::counts() const {
  const std::lock_guard<std::mutex> lock{mutex_};
  return by_id_;
}

std::size_t ExecutionLog::total() const {
  const std::lock_guard<std::mutex> lock{mutex_};
  return total_;
}

void ExecutionLog::clear() {
  const std::lock_guard<std::mutex> lock{mutex_};
  by_channel_.clear();
  by_id_.clear();
  total_ = 0;
}

}  // namespace cent::test
