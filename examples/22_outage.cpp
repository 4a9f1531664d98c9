// The log and the figures of an outage: stop the server while it publishes, and start it again.
#include <atomic>
#include <cent/async_client.hpp>
#include <cent/client_stats.hpp>
#include <cent/log_ostream.hpp>
#include <iostream>
#include <nlohmann/json.hpp>
#include <sstream>
#include <string>
#include <thread>
#include <vector>

using nlohmann::json;
using namespace std::chrono_literals;

/// Prints the samples of some metrics.
void print(const std::string& page, const std::vector<std::string>& names) {
  std::istringstream lines{page};
  for (std::string line; std::getline(lines, line);) {
    for (const std::string& name : names) {
      if (line.compare(0, name.size(), name) == 0) std::cout << line << '\n';
    }
  }
}

int main(int argc, char** argv) {
  const std::chrono::seconds duration{argc > 2 ? std::stoi(argv[2]) : 1};
  const auto figures = std::make_shared<cent::StatsObserver>();

  cent::AsyncClientOptions options;
  options.api_key = "api_key";
  options.observer = cent::combine_observers({figures, cent::make_log_observer(std::clog)});
  std::atomic<int> lost{0};
  options.on_failure = [&lost](const cent::CommandEnded&) { ++lost; };  // the log has the reasons
  cent::AsyncClient client{argc > 1 ? argv[1] : "http://localhost:8000", options};

  const auto start = std::chrono::steady_clock::now();
  for (auto next = start; next < start + duration; next += 10ms) {
    std::this_thread::sleep_until(next);
    client.publish("news", json{{"after_ms", (next - start) / 1ms}}, cent::detached);
  }
  client.close(10s);
  std::cout << lost << " lost\n";
  print(cent::prometheus_text(figures->stats()),
        {"cent_commands_total", "cent_request_failures_total", "cent_request_retries_total"});
}
