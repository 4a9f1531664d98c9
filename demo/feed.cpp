#include <cent/async_client.hpp>
#include <csignal>
#include <ctime>
#include <fstream>

#include "story.hpp"

namespace demo {

using nlohmann::json;
using namespace std::chrono_literals;

namespace {

/// This machine's current load and memory, from /proc: `{"load":0.42,"free_mb":1234,"total_mb":4096}`.
json machine_figures() {
  double load = 0;
  std::ifstream{"/proc/loadavg"} >> load;
  long free_kb = 0;
  long total_kb = 0;
  std::ifstream memory{"/proc/meminfo"};
  for (std::string name; memory >> name;) {
    long value = 0;
    std::string unit;
    memory >> value;
    std::getline(memory, unit);
    if (name == "MemTotal:") total_kb = value;
    if (name == "MemAvailable:") free_kb = value;
  }
  return {{"load", load}, {"free_mb", free_kb / 1024}, {"total_mb", total_kb / 1024}};
}

constexpr auto kPace = 20ms;
constexpr auto kDuration = 2s;

/// Waits. True if the process got SIGINT or SIGTERM meanwhile.
bool interrupted(std::chrono::milliseconds at_most) {
  sigset_t ends;
  sigemptyset(&ends);
  sigaddset(&ends, SIGINT);
  sigaddset(&ends, SIGTERM);
  timespec time{};
  time.tv_sec = at_most.count() / 1000;
  time.tv_nsec = at_most.count() % 1000 * 1'000'000;
  return sigtimedwait(&ends, nullptr, &time) > 0;
}

}  // namespace

void run_feed(const std::string& server, const std::string& api_key, Subscriber& subscriber, const Cast& cast,
              bool endless, Report& report) {
  report.say("A live feed of this machine's load and memory, one publication every 20 ms:");
  cent::AsyncClientOptions options;
  options.api_key = api_key;
  std::vector<json> sent;
  std::atomic<std::size_t> applied{0};  // outlives the client, whose destructor may still call back
  cent::AsyncClient client{server, options};
  const auto end = std::chrono::steady_clock::now() + kDuration;
  for (std::size_t n = 0; endless || std::chrono::steady_clock::now() < end; ++n) {
    json figures = machine_figures();
    figures["n"] = n;
    client.publish(cast.feed, figures,
                   [&](const cent::Reply<cent::PublishResult>& reply) { applied += reply.ok(); });
    if (!endless) sent.push_back(std::move(figures));
    if (interrupted(kPace)) break;
  }
  const std::size_t left = client.flush(5s);
  if (endless) return;
  subscriber.wait_count(cast.feed, sent.size(), 5s);
  const auto received = subscriber.received(cast.feed);
  const cent::AsyncStats stats = client.stats();
  report.check(left == 0 && applied == sent.size(),
               std::to_string(applied) + " of " + std::to_string(sent.size()) + " publications applied, in " +
                   std::to_string(stats.requests) + " requests");
  report.check(received == sent, "the subscriber received " + std::to_string(received.size()) + " of " +
                                     std::to_string(sent.size()) + ", unchanged and in order; the last: " +
                                     (received.empty() ? "none" : received.back().dump()));
}

}  // namespace demo
