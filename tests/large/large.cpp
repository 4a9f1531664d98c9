#include "large/large.hpp"

#include <malloc.h>
#include <unistd.h>

#include <cstdio>
#include <cstdlib>
#include <fstream>
#include <stdexcept>
#include <string>

#include "faults/lib/not_run.hpp"
#include "support/centrifugo_programs.hpp"

namespace cent::test {
namespace {

std::string proc(pid_t process, const char* file) { return "/proc/" + std::to_string(process) + "/" + file; }

/// The number behind `name` in a file of lines `name: number`.
std::uint64_t figure(const std::string& file, const std::string& name) {
  std::ifstream in(file);
  std::string word;
  std::uint64_t value = 0;
  while (in >> word) {
    if (word == name && in >> value) return value;
  }
  throw std::runtime_error(file + " has no " + name);
}

/// In KiB.
std::uint64_t resident(pid_t process) { return figure(proc(process, "status"), "VmRSS:"); }
std::uint64_t peak(pid_t process) { return figure(proc(process, "status"), "VmHWM:"); }

void forget_peak(pid_t process) {
  std::ofstream file(proc(process, "clear_refs"));
  file << 5;
  if (!file.flush()) throw std::runtime_error("the peak of memory cannot be reset");
}

double megabytes(std::uint64_t bytes) { return static_cast<double>(bytes) / 1e6; }

}  // namespace

Meter::Meter(pid_t server) : server_(server), before_(bytes()) {
  malloc_trim(0);  // gives back what earlier cases have freed
  forget_peak(server_);
  forget_peak(getpid());
  server_before_ = resident(server_);
  client_before_ = resident(getpid());
  start_ = std::chrono::steady_clock::now();
}

Meter::Bytes Meter::bytes() const {
  return {figure(proc(server_, "io"), "rchar:"), figure(proc(server_, "io"), "wchar:")};
}

std::string Meter::text() const {
  const std::chrono::duration<double> time = std::chrono::steady_clock::now() - start_;
  const Bytes now = bytes();
  char line[200];
  std::snprintf(line, sizeof line,
                "%.2f s; %.2f MB to the server, %.2f MB back; server %.0f to %.0f MB, client %.0f to %.0f MB",
                time.count(), megabytes(now.in - before_.in), megabytes(now.out - before_.out),
                megabytes(server_before_ * 1024), megabytes(peak(server_) * 1024),
                megabytes(client_before_ * 1024), megabytes(peak(getpid()) * 1024));
  return line;
}

nlohmann::json Large::node() {
  nlohmann::json node = plain_node();
  node["client"]["channel_limit"] = 1000;
  nlohmann::json& channels = node["channel"]["without_namespace"];
  channels["history_size"] = kMany;
  channels["history_ttl"] = "3600s";
  channels["presence"] = true;
  return node;
}

Neighbour Large::default_nginx() {
  return Neighbour::nginx([this](const std::string&, unsigned short port) {
    return "server { listen 127.0.0.1:" + std::to_string(port) + "; location / { proxy_pass " + address() +
           "; } }\n";
  });
}

}  // namespace cent::test

int main(int argc, char** argv) {
  testing::InitGoogleTest(&argc, argv);
  const char* const asked = std::getenv("CENT_LARGE");
  constexpr int kSkipped = 77;  // what ctest takes for "did not run"
  if (asked == nullptr || std::string(asked) != "1") {
    cent::test::note_not_run(
        "large_test: CENT_LARGE=1 is not set (a batch, a broadcast, a history, a list of 100,000; presence "
        "of "
        "10,000)");
    return kSkipped;
  }
  if (cent::test::centrifugo_program().empty()) {
    cent::test::note_not_run("large_test: no real Centrifugo is here");
    return kSkipped;
  }
  const int status = RUN_ALL_TESTS();
  return status == 0 && cent::test::something_was_not_run() ? kSkipped : status;
}
