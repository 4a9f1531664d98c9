#include <unistd.h>

#include <cent/async_client.hpp>
#include <csignal>
#include <cstdio>

#include "story.hpp"

namespace demo {

using nlohmann::json;
using namespace std::chrono_literals;

namespace {

using Clock = std::chrono::steady_clock;

constexpr std::size_t kPublications = 50'000;

/// `50,000`
std::string grouped(std::size_t number) {
  std::string text = std::to_string(number);
  for (std::size_t at = text.size(); at > 3;) text.insert(at -= 3, ",");
  return text;
}

/// Overwrites one line on a terminal, and prints a line each second otherwise.
class Progress {
 public:
  ~Progress() { clear(); }
  void show(std::size_t submitted, std::size_t applied, bool whole = false) {
    const auto now = Clock::now();
    if (!whole && now - last_ < (terminal_ ? 100ms : 1000ms)) return;
    last_ = now;
    std::printf("%s        %s of %s submitted, %s applied%s", terminal_ ? "\r" : "",
                grouped(submitted).c_str(), grouped(kPublications).c_str(), grouped(applied).c_str(),
                terminal_ ? "\x1b[K" : "\n");
    std::fflush(stdout);
  }
  void clear() {
    if (terminal_) std::printf("\r\x1b[K");
    std::fflush(stdout);
  }

 private:
  const bool terminal_ = isatty(STDOUT_FILENO) == 1;
  Clock::time_point last_ = Clock::now();
};

/// True if the received numbers are 0, 1, 2, … without a gap.
bool in_order(const std::vector<json>& received) {
  for (std::size_t n = 0; n < received.size(); ++n) {
    if (received[n].value("n", kPublications) != n) return false;
  }
  return true;
}

}  // namespace

void run_burst(const Place& place, const std::string& api_key, Subscriber& subscriber, const Cast& cast,
               Report& report) {
  report.say("A burst of " + grouped(kPublications) +
             " publications to one channel, each with its own outcome" +
             (place.killed == 0 ? ":" : ", while their node is killed:"));
  std::atomic<std::size_t> applied{0};  // outlives the client, whose destructor may still call back
  cent::AsyncClientOptions options;
  options.api_key = api_key;
  options.timeout = 60s;
  options.when_full = cent::WhenFull::wait;
  options.max_queue_commands = 10'000;
  cent::AsyncClient client{place.addresses(), options};
  Progress progress;
  const auto start = Clock::now();
  for (std::size_t n = 0; n < kPublications; ++n) {
    if (n == kPublications / 2 && place.killed != 0) kill(place.killed, SIGKILL);
    client.publish(cast.burst, json{{"n", n}},
                   [&](const cent::Reply<cent::PublishResult>& reply) { applied += reply.ok() ? 1 : 0; });
    progress.show(n + 1, applied);
  }
  while (client.flush(100ms) > 0 && Clock::now() - start < 90s) progress.show(kPublications, applied);
  const std::chrono::duration<double> took = Clock::now() - start;
  progress.clear();
  const cent::AsyncStats stats = client.stats();
  report.check(applied == kPublications,
               grouped(applied) + " of " + grouped(kPublications) + " publications applied, in " +
                   grouped(stats.requests) + " requests: " +
                   grouped(static_cast<std::size_t>(static_cast<double>(applied) / took.count())) +
                   " publications a second");
  subscriber.wait_count(cast.burst, kPublications, 60s);
  const auto received = subscriber.received(cast.burst);
  report.check(received.size() == kPublications && in_order(received),
               "the subscriber received " + grouped(received.size()) + " of " + grouped(kPublications) +
                   (in_order(received) ? ", each once and in order" : ", not each once and in order"));
}

}  // namespace demo
