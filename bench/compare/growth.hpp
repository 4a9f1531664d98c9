#pragma once
#include <cent/async_client.hpp>
#include <cstdio>
#include <cstdlib>
#include <memory>
#include <vector>

#include "compare/compare.hpp"
#include "probes/probes.hpp"

namespace cent::bench {

using std::chrono::minutes;
inline constexpr int kMillion = 1'000'000;
inline constexpr auto kIgnore = [](const Reply<PublishResult>&) {};

inline std::vector<int> powers_of_ten(int from, int to) {
  std::vector<int> powers;
  for (int x = from; x <= to; x *= 10) powers.push_back(x);
  return powers;
}

/// An AsyncClient with a queue for the largest measurement.
inline std::unique_ptr<AsyncClient> gathering(const std::string& address) {
  AsyncClientOptions with;
  with.api_key = kApiKey;
  with.timeout = minutes{5};
  with.retry.attempt_timeout = minutes{5};
  with.generate_key = false;
  with.max_queue_commands = 2 * kMillion;
  with.max_queue_bytes = std::size_t{4} << 30;
  return std::make_unique<AsyncClient>(address, with);
}

/// Waits for every outcome; ends the program if one is not `applied`.
inline void finish(AsyncClient& client) {
  client.flush(minutes{5});
  const AsyncStats stats = client.stats();
  if (stats.applied == stats.accepted) return;
  std::fprintf(stderr, "not every publish was applied\n");
  std::exit(1);
}

/// Many clients, each with its own connection; and many commands waiting in one.
void clients(const std::string& address, int rounds, int most);
void depth(const std::string& address, int rounds, int most);

}  // namespace cent::bench
