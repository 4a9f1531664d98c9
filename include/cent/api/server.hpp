#pragma once
#include <cent/api/common.hpp>
#include <string_view>

namespace cent {

/// Counters of a node, by name.
struct Metrics {
  double interval = 0;                  ///< Length of the interval in seconds.
  std::map<std::string, double> items;  ///< By metric name.
};

/// The server's process. PRO, since v3.0.
struct Process {
  double cpu = 0;        ///< CPU usage in percent.
  std::int64_t rss = 0;  ///< Resident memory in bytes.
};

/// One server of the cluster.
struct NodeResult {
  std::string uid{};                 ///< Changes at each start.
  std::string name{};                ///< Host name and port, unless configured.
  std::string version{};             ///< For example `6.9.1 OSS`. Compare only the first word.
  std::uint32_t num_clients = 0;     ///< Connections. All counts lag by some seconds.
  std::uint32_t num_users = 0;       ///< Distinct users.
  std::uint32_t num_channels = 0;    ///< Active channels.
  std::uint32_t num_subs = 0;        ///< Subscriptions. Since v3.0.
  std::uint32_t uptime = 0;          ///< Seconds since its start.
  std::optional<Metrics> metrics{};  ///< Unset during the first interval. Since v2.1.0.
  std::optional<Process> process{};  ///< PRO, since v3.0.
};

/// The cluster's nodes.
struct InfoResult {
  std::vector<NodeResult> nodes;  ///< May be incomplete just after a start of the cluster.
};

/// Returns the cluster's nodes and their versions. A node that was killed stays listed for about 10 s.
struct InfoRequest {
  using Result = InfoResult;
  static constexpr std::string_view kMethod = "info";
};

/// Answer of an extension of the server.
struct RPCResult {
  Json data{};  ///< Absent if the answer has no data.
};

/// Calls an extension of the server. Open-source servers have none and answer with error 104. Since v2.6.0.
struct RPCRequest {
  using Result = RPCResult;
  static constexpr std::string_view kMethod = "rpc";

  std::string method{};  ///< Required: the extension's method.
  Json params{};         ///< Passed to the extension.
};

}  // namespace cent
