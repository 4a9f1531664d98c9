#include "support/cluster.hpp"

#include <algorithm>
#include <cstdlib>

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

namespace {

using nlohmann::json;

Answer error(std::uint32_t code) {
  Answer answer;
  answer.code = code;
  return answer;
}

Answer with_result(json result) {
  Answer answer;
  answer.result = std::move(result);
  return answer;
}

/// The unique id that a test put into its data: a member `id`, or the data itself.
std::string id_of(const json& data) {
  if (data.is_string()) return data.get<std::string>();
  if (data.is_object() && data.contains("id")) return id_of(data["id"]);
  return data.dump();
}

template <class T>
T member(const json& params, const char* name) {
  const auto found = params.find(name);
  return found == params.end() ? T{} : found->get<T>();
}

json position(std::uint64_t offset, const ServerVersion& version) {
  if (!version.has_positions()) return json::object();
  return json{{"offset", offset}, {"epoch", "ep"}};
}

json info_of(const ServerVersion& version) {
  return json{{"nodes", json::array({json{{"uid", "u1"},
                                          {"name", "node"},
                                          {"version", version.text},
                                          {"num_clients", 0},
                                          {"num_users", 0},
                                          {"num_channels", 0},
                                          {"uptime", 1}}})}};
}

}  // namespace

ServerVersion::ServerVersion(std::string version) : text(std::move(version)) {
  char* end = nullptr;
  major = static_cast<int>(std::strtol(text.c_str(), &end, 10));
  minor = *end == '.' ? static_cast<int>(std::strtol(end + 1, nullptr, 10)) : 0;
}

std::string message_of(std::uint32_t code) {
  switch (code) {
    case 100:
      return "internal server error";
    case 102:
      return "unknown channel";
    case 104:
      return "not found";
    case 107:
      return "bad request";
    case 108:
      return "not available";
    default:
      return "error " + std::to_string(code);
  }
}

Answer Cluster::execute(const std::string& method, const json& params, const ServerVersion& version) {
  const std::lock_guard<std::mutex> lock{mutex_};
  ++calls_[method];
  if (!params.is_object()) return error(107);
  if (method == "publish") {
    const auto channel = member<std::string>(params, "channel");
    return channel.empty() ? error(107) : publish(channel, params, version);
  }
  if (method == "broadcast") return broadcast(params, version);
  if (method == "info") return with_result(info_of(version));
  if (method == "presence") return with_result(json{{"presence", json::object()}});
  if (method == "presence_stats") return with_result(json{{"num_clients", 0}, {"num_users", 0}});
  if (method == "channels") return with_result(json{{"channels", json::object()}});
  if (method == "history") {
    json result = position(channels_[member<std::string>(params, "channel")].offset, version);
    result["publications"] = json::array();
    return with_result(std::move(result));
  }
  if (method == "rpc") return error(104);
  return {};
}

Answer Cluster::publish(const std::string& name, const json& params, const ServerVersion& version) {
  if (!params.contains("data")) return error(107);
  Channel& channel = channels_[name];
  const auto key = version.knows_keys() ? member<std::string>(params, "idempotency_key") : std::string{};
  const auto number = version.knows_versions() ? member<std::uint64_t>(params, "version") : 0;
  if (!key.empty()) {
    keys_.insert(key);
    if (const auto found = channel.offset_by_key.find(key); found != channel.offset_by_key.end()) {
      ++suppressed_;
      return with_result(position(found->second, version));
    }
  }
  if (number != 0 && number <= channel.version) {
    ++suppressed_;
    return with_result(position(channel.offset, version));
  }
  std::uint32_t code = 0;
  if (channel.trouble) {
    code = channel.trouble->code;
    const bool executes = channel.trouble->executes;
    if (--channel.trouble->times <= 0) channel.trouble.reset();
    if (!executes) return error(code);
  }
  ++channel.offset;
  if (number != 0) channel.version = number;
  if (!key.empty()) channel.offset_by_key[key] = channel.offset;
  executions.executed(name, id_of(params["data"]));
  return code != 0 ? error(code) : with_result(position(channel.offset, version));
}

Answer Cluster::broadcast(const json& params, const ServerVersion& version) {
  if (!params.contains("channels") || !params["channels"].is_array()) return error(107);
  json responses = json::array();
  for (const json& channel : params["channels"]) {
    Answer answer = publish(channel.get<std::string>(), params, version);
    if (answer.code != 0) {
      if (!version.has_positions()) return answer;
      responses.push_back(json{{"error", {{"code", answer.code}, {"message", message_of(answer.code)}}}});
    } else {
      responses.push_back(json{{"result", std::move(answer.result)}});
    }
  }
  if (!version.has_positions()) return {};
  return with_result(json{{"responses", std::move(responses)}});
}

void Cluster::trouble(const std::string& channel, ChannelTrouble trouble) {
  const std::lock_guard<std::mutex> lock{mutex_};
  channels_[channel].trouble = trouble;
}

std::size_t Cluster::calls(const std::string& method) const {
  const std::lock_guard<std::mutex> lock{mutex_};
  const auto found = calls_.find(method);
  return found == calls_.end() ? 0 : found->second;
}

std::size_t Cluster::suppressed() const {
  const std::lock_guard<std::mutex> lock{mutex_};
  return suppressed_;
}

std::set<std::string> Cluster::keys() const {
  const std::lock_guard<std::mutex> lock{mutex_};
  return keys_;
}

void Cluster::clear() {
  forget();
  executions.clear();
  const std::lock_guard<std::mutex> lock{mutex_};
  calls_.clear();
  keys_.clear();
  suppressed_ = 0;
}

void Cluster::forget() {
  const std::lock_guard<std::mutex> lock{mutex_};
  channels_.clear();
}

}  // namespace cent::test
