#pragma once
#include <gtest/gtest.h>

#include <algorithm>
#include <atomic>
#include <cent/curl_transport.hpp>
#include <cstdint>
#include <cstdio>
#include <cstdlib>
#include <future>
#include <memory>
#include <random>
#include <string>

#include "cluster/disturber.hpp"
#include "cluster/load.hpp"
#include "cluster/nodes.hpp"
#include "cluster/summary.hpp"
#include "faults/lib/neighbour.hpp"
#include "faults/lib/not_run.hpp"
#include "support/centrifugo_programs.hpp"
#include "support/script.hpp"

/// Leaves the running test, with a line that says so, where there is no real server.
#define CENT_NEEDS_CENTRIFUGO()                               \
  if (::cent::test::centrifugo_program().empty()) {           \
    ::cent::test::note_not_run("no real Centrifugo is here"); \
    GTEST_SKIP() << "no real Centrifugo is here";             \
  }                                                           \
  static_assert(true, "so that a semicolon follows")

namespace cent::test {

inline std::uint64_t number_from_environment(const char* name, std::uint64_t otherwise) {
  const char* const given = std::getenv(name);
  return given != nullptr && *given != '\0' ? std::strtoull(given, nullptr, 10) : otherwise;
}

/// Printed, so that a run can be had again.
inline std::uint64_t drawn_seed(std::size_t commands) {
  const std::uint64_t seed = number_from_environment("CENT_SEED", std::random_device{}());
  std::printf("CENT_SEED=%llu, %zu commands\n", static_cast<unsigned long long>(seed), commands);
  return seed;
}

/// So fast that there is time for some kills, and a million in a few minutes.
inline std::size_t pace_of(std::size_t commands) { return std::max<std::size_t>(1500, commands / 150); }

inline std::string seed_text(std::uint64_t seed) { return " (CENT_SEED=" + std::to_string(seed) + ")"; }

/// Patient: while nodes are away, commands wait.
inline AsyncClientOptions patient() {
  AsyncClientOptions options;
  options.api_key = "api_key";
  options.timeout = std::chrono::seconds{120};
  options.retry.attempt_timeout = std::chrono::seconds{15};
  options.retry.key_lifetime = std::chrono::seconds{240};
  options.max_queue_commands = 5000;
  options.when_full = WhenFull::wait;
  return options;
}

/// Sends every request, and loses the answer to every tenth, as a connection that is cut does, while `lossy`.
inline std::shared_ptr<Transport> answers_get_lost(std::shared_ptr<const std::atomic<bool>> lossy) {
  const auto count = std::make_shared<std::atomic<std::size_t>>(0);
  return make_transport([inner = make_curl_transport(), count, lossy](const HttpRequest& request) {
    HttpResponse response = inner->send(request);
    if (*lossy && ++*count % 10 == 0)
      throw failure(FailureKind::cut, Delivery::unknown, "the answer was lost");
    return response;
  });
}

/// Publishes all in a thread of its own while servers are killed in this one.
inline void publish_meanwhile(Load& load, AsyncClient& client, Disturber& disturber, std::size_t a_second) {
  auto published = std::async(std::launch::async, [&] { load.publish(client, a_second); });
  const auto over = [&] { return published.wait_for(std::chrono::seconds{0}) == std::future_status::ready; };
  disturber.run([&] { return client.stats().pending >= 20; }, over);
  published.get();
}

}  // namespace cent::test
