#pragma once
#include <cent/api/common.hpp>
#include <string_view>

namespace cent {

/// Counters of a node, by name.
struct Metrics {
  double interval = 0;                    ///< Seconds that the values cover.
  std::map<std::string, double> items{};  ///< By metric name.
};

/// The server's process. PRO, since v3.0.
struct Process {
  double cpu = 0;        ///< Percent.
  std::int64_t rss = 0;  ///< Bytes.
};

/// One server of the cluster.
struct NodeResult {
  std::string uid{};                 ///< New at each start.
  std::string name{};                ///< Host name and port unless configured.
  std::string version{};             ///< For example `6.9.1 OSS`; compare the first word only.
  std::uint32_t num_clients = 0;     ///< Connections. Counts lag by some seconds.
  std::uint32_t num_users = 0;       ///< Distinct users.
  std::uint32_t num_channels = 0;    ///< Active channels.
  std::uint32_t num_subs = 0;        ///< Subscriptions. Since v3.0.
  std::uint32_t uptime = 0;          ///< Seconds.
  std::optional<Metrics> metrics{};  ///< Unset before the first interval has passed. Since v2.1.0.
  std::optional<Process> process{};  ///< PRO, since v3.0.
};

/// The cluster's nodes.
struct InfoResult {
  std::vector<NodeResult> nodes{};  ///< A cluster that has just started may list fewer.
};

/// Returns the cluster's nodes and their versions. A node that was killed stays listed for about 10 s.
struct InfoRequest {
  using Result = InfoResult;
  static constexpr std::string_view kMethod = "info";
};

/// Answer of a server extension.
struct RPCResult {
  Json data{};  ///< Absent if the answer has none.
};

/// Calls an extension of the server. Open-source servers have none and answer error 104. Since v2.6.0.
struct RPCRequest {
  using Result = RPCResult;
  static constexpr std::string_view kMethod = "rpc";

  std::string method{};  ///< Required: the extension's method.
  Json params{};         ///< Passed to the extension.
};

}  // namespace cent
