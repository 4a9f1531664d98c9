#pragma once
#include <cent/api/channels.hpp>
#include <cent/api/server.hpp>
#include <chrono>
#include <cstdint>
#include <map>
#include <string>
#include <vector>

namespace cent::cli {

/// The cluster at one moment, as `cent watch` sees it.
struct WatchSample {
  struct Channel {
    std::string name{};
    std::uint32_t num_clients = 0;
  };
  std::chrono::steady_clock::time_point time{};
  std::vector<NodeResult> nodes{};
  std::size_t num_channels = 0;                    ///< Of all, also of those that are not listed.
  std::vector<Channel> channels{};                 ///< Those with the most subscribers, first.
  std::map<std::string, std::uint64_t> offsets{};  ///< Of the channels with a history.
};

/// The channels with the most subscribers, at most so many. Those with as many are in the order of their
/// names.
[[nodiscard]] std::vector<WatchSample::Channel> busiest(const std::map<std::string, ChannelInfo>& channels,
                                                        std::size_t most);

/// The sample as JSON: nodes and channels, with the publications of each in a second since the sample before.
/// `null` stands for what is not known.
[[nodiscard]] std::string watch_json(const WatchSample& sample, const WatchSample& before);

}  // namespace cent::cli
