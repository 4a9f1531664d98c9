#include "watch_view.hpp"

#include <cent/json.hpp>

#include <algorithm>
#include <cmath>

namespace cent::cli {
namespace {

using Channel = WatchSample::Channel;

/// Publications in a second, with one decimal. `null` if the history is not known, or began again.
std::string rate_of(const std::string& channel, const WatchSample& sample, const WatchSample& before) {
  const auto now = sample.offsets.find(channel);
  const auto then = before.offsets.find(channel);
  const double seconds = std::chrono::duration<double>(sample.time - before.time).count();
  if (now == sample.offsets.end() || then == before.offsets.end() || now->second < then->second ||
      seconds <= 0) {
    return "null";
  }
  return Json::of(std::round(static_cast<double>(now->second - then->second) / seconds * 10) / 10).text();
}

template <class Item, class Print>
std::string list_of(const std::vector<Item>& items, const Print& print) {
  std::string list = "[";
  for (const Item& item : items) list += (list.size() == 1 ? "{" : ",{") + print(item) + '}';
  return list + ']';
}

}  // namespace

std::vector<Channel> busiest(const std::map<std::string, ChannelInfo>& channels, std::size_t most) {
  std::vector<Channel> all;
  all.reserve(channels.size());
  for (const auto& [name, info] : channels) all.push_back({name, info.num_clients});
  std::stable_sort(all.begin(), all.end(),
                   [](const Channel& a, const Channel& b) { return a.num_clients > b.num_clients; });
  if (all.size() > most) all.resize(most);
  return all;
}

std::string watch_json(const WatchSample& sample, const WatchSample& before) {
  const auto number = [](std::uint64_t value) { return std::to_string(value); };
  const std::string nodes = list_of(sample.nodes, [&](const NodeResult& node) {
    return R"("name":)" + Json::of(node.name).text() + R"(,"version":)" + Json::of(node.version).text() +
           R"(,"clients":)" + number(node.num_clients) + R"(,"channels":)" + number(node.num_channels) +
           R"(,"uptime":)" + number(node.uptime);
  });
  const std::string channels = list_of(sample.channels, [&](const Channel& channel) {
    const auto offset = sample.offsets.find(channel.name);
    return R"("channel":)" + Json::of(channel.name).text() + R"(,"clients":)" + number(channel.num_clients) +
           R"(,"offset":)" + (offset == sample.offsets.end() ? "null" : number(offset->second)) +
           R"(,"per_second":)" + rate_of(channel.name, sample, before);
  });
  return R"({"num_channels":)" + number(sample.num_channels) + R"(,"nodes":)" + nodes + R"(,"channels":)" +
         channels + '}';
}

}  // namespace cent::cli
