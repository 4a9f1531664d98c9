#include <arpa/inet.h>
#include <netinet/in.h>
#include <sys/socket.h>
#include <unistd.h>

#include <cstdlib>
#include <filesystem>
#include <fstream>
#include <sstream>
#include <stdexcept>
#include <string_view>

#include "conformance/process.hpp"
#include "conformance/real_config.hpp"
#include "conformance/server.hpp"
#include "support/eventually.hpp"
#include "support/plain_api.hpp"

namespace cent::test {
namespace {

namespace fs = std::filesystem;
using nlohmann::json;

std::uint16_t free_port() {
  const int fd = ::socket(AF_INET, SOCK_STREAM | SOCK_CLOEXEC, 0);
  sockaddr_in address{};
  address.sin_family = AF_INET;
  address.sin_addr.s_addr = htonl(INADDR_LOOPBACK);
  socklen_t size = sizeof(address);
  auto* plain = reinterpret_cast<sockaddr*>(&address);
  const bool bound = ::bind(fd, plain, size) == 0 && ::getsockname(fd, plain, &size) == 0;
  ::close(fd);
  if (!bound) throw std::runtime_error("no free port");
  return ntohs(address.sin_port);
}

/// What `centrifugo version` says: `5.4.9`; empty or `0.0.0` if it was built without a number.
std::string numbered_version(const std::string& program, const std::string& folder) {
  const std::string text = output_of({program, "version"}, folder);
  constexpr std::string_view kBefore = "Centrifugo v";
  const std::size_t at = text.find(kBefore);
  if (at == std::string::npos) throw std::runtime_error("it does not say that it is a Centrifugo: " + text);
  const std::size_t begin = at + kBefore.size();
  return text.substr(begin, text.find_first_of(" \n", begin) - begin);
}

/// The generation as far as it shows before the server runs; 0: one of 3, 4 and 5.
int generation_of(const std::string& version, const std::string& program, const std::string& folder) {
  if (version.size() > 1 && version[1] == '.' && version[0] >= '2' && version[0] <= '6')
    return version[0] - '0';
  const std::string help = output_of({program, "--help"}, folder);
  if (help.find("--http_server.port") != std::string::npos) return 6;
  return help.find("--uni_sse") == std::string::npos ? 2 : 0;
}

/// Tells v3, v4 and v5 apart: the routes of methods came with v5, results of nothing with v4.
int generation_seen(std::uint16_t port) {
  if (exchange(port, api_request("/api/info", "{}")).status == 200) return 5;
  return command(port, "history_remove", {{"channel", "generation"}}).contains("result") ? 4 : 3;
}

class RealServer final : public Server {
 public:
  explicit RealServer(const std::string& program) : name_(fs::path(program).filename()) {
    version_ = numbered_version(program, folder_.path());
    generation_ = generation_of(version_, program, folder_.path());
    constexpr int kTries = 3;  // somebody else may take the port that was free
    for (int i = 1; !try_start(program); ++i) {
      if (i == kTries) throw std::runtime_error("it does not come up: " + read_file(folder_.path() + "/log"));
    }
    if (generation_ == 0) generation_ = generation_seen(port_);
  }

  std::uint16_t port() const override { return port_; }
  int generation() const override { return generation_; }
  std::string version() const override {
    const bool numbered = !version_.empty() && version_ != "0.0.0";
    return name_ + ", " + (numbered ? version_ : "a build without a version");
  }
  bool is_real() const override { return true; }

 private:
  bool try_start(const std::string& program) {
    port_ = free_port();
    const std::string config = folder_.path() + "/config.json";
    std::ofstream(config) << real_config(generation_, port_);
    process_ =
        std::make_unique<Process>(std::vector<std::string>{program, "-c", config}, folder_.path() + "/log");
    bool up = false;
    const bool decided = eventually([&] { return (up = is_up()) || process_->ended().has_value(); });
    return decided && up;
  }

  [[nodiscard]] bool is_up() const {
    try {
      return exchange(port_, {"GET", "/health", {}, {}}).status == 200;
    } catch (const std::exception&) {
      return false;
    }
  }

  TemporaryFolder folder_{};
  std::string name_;
  std::string version_{};
  int generation_ = 0;
  std::uint16_t port_ = 0;
  std::unique_ptr<Process> process_{};
};

std::vector<std::string> split(const char* text) {
  std::vector<std::string> parts;
  std::istringstream in(text == nullptr ? "" : text);
  for (std::string part; std::getline(in, part, ':');) {
    if (!part.empty()) parts.push_back(part);
  }
  return parts;
}

}  // namespace

std::unique_ptr<Server> start_real_server(const std::string& program) {
  if (::access(program.c_str(), X_OK) != 0) throw std::runtime_error("it is not there, or not a program");
  return std::make_unique<RealServer>(program);
}

std::vector<std::string> real_programs() {
  std::vector<std::string> programs = split(std::getenv("CENTRIFUGO_BIN"));
  for (const std::string& folder : split(std::getenv("PATH"))) {
    const std::string program = folder + "/centrifugo";
    if (::access(program.c_str(), X_OK) != 0 || !fs::is_regular_file(program)) continue;
    bool known = false;
    for (const std::string& one : programs) {
      std::error_code ignored;
      known = known || fs::equivalent(one, program, ignored);
    }
    if (!known) programs.push_back(program);
    break;
  }
  return programs;
}

}  // namespace cent::test
