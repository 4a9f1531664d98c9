#pragma once
#include <gtest/gtest.h>
#include <sys/types.h>

#include <cent/async_client.hpp>
#include <cent/client.hpp>
#include <chrono>
#include <cstddef>
#include <cstdint>
#include <string>
#include <vector>

#include "cluster/nodes.hpp"
#include "faults/lib/neighbour.hpp"
#include "faults/lib/not_run.hpp"

namespace cent::test {

/// Measures time, bytes and memory from its construction on. Construction resets the kernel's memory peaks of
/// the server and of this process.
class Meter {
 public:
  explicit Meter(pid_t server);

  /// `1.24 s; 9.1 MB to the server, 4.4 MB back; server 61 to 190 MB, client 12 to 43 MB`
  [[nodiscard]] std::string text() const;

 private:
  struct Bytes {
    std::uint64_t in = 0;
    std::uint64_t out = 0;
  };
  /// Bytes that the server has read and written since its start.
  [[nodiscard]] Bytes bytes() const;

  pid_t server_;
  Bytes before_;
  std::uint64_t server_before_;
  std::uint64_t client_before_;
  std::chrono::steady_clock::time_point start_;
};

inline constexpr std::size_t kMany = 100'000;

/// A case with a real server to itself, with history and presence in memory.
class Large : public testing::Test {
 protected:
  [[nodiscard]] std::string address() { return nodes_.at(0).address(); }
  [[nodiscard]] unsigned short port() { return nodes_.at(0).port(); }
  [[nodiscard]] Meter meter() { return Meter{nodes_.at(0).pid()}; }
  /// Default options apart from a longer deadline.
  [[nodiscard]] Client patient_client() { return Client{address(), patient<ClientOptions>()}; }
  template <class Options>
  [[nodiscard]] static Options patient() {
    Options options;
    options.api_key = "api_key";
    options.timeout = std::chrono::seconds{60};
    return options;
  }
  /// nginx with its default settings in front of the server.
  [[nodiscard]] Neighbour default_nginx();

 private:
  Nodes nodes_{1, node()};
  static nlohmann::json node();
};

inline std::string requests_of(const AsyncClient& client) {
  return std::to_string(client.stats().requests) + " requests, ";
}

/// Runs `call` and returns `passed`, or the text of its error.
template <class Call>
std::string outcome_of(const Call& call) {
  try {
    call();
    return "passed";
  } catch (const RequestException& error) {
    return error.what();
  }
}

}  // namespace cent::test
