#include <unistd.h>

#include <filesystem>
#include <stdexcept>
#include <string_view>

#include "conformance/server_under_test.hpp"
#include "faults/lib/child.hpp"
#include "faults/lib/neighbour.hpp"
#include "support/eventually.hpp"
#include "support/loopback.hpp"
#include "support/plain_http.hpp"
#include "support/tls.hpp"

namespace cent::test {
namespace {

namespace fs = std::filesystem;
using nlohmann::json;

/// Runs a command to its end and returns its output.
std::string output_of(const std::vector<std::string>& command, const std::string& folder) {
  Child child(command, folder + "/output");
  const std::optional<int> status = child.wait(std::chrono::seconds{20});
  if (!status) throw std::runtime_error(command.front() + " does not end");
  if (*status != 0)
    throw std::runtime_error(command.front() + " failed with status " + std::to_string(*status));
  return child.output();
}

/// The version that `centrifugo version` prints: `5.4.9`; empty or `0.0.0` if it was built without a number.
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

/// Distinguishes v3, v4 and v5: the routes of methods came with v5, results of nothing with v4.
int generation_seen(std::uint16_t port) {
  if (exchange(port, api_request("/api/info", "{}")).status == 200) return 5;
  return command(port, "history_remove", {{"channel", "generation"}}).contains("result") ? 4 : 3;
}

class RealServer : public Server {
 public:
  explicit RealServer(const std::string& program, const CertificateFiles& tls = {})
      : name_(fs::path(program).filename()), tls_(tls) {
    version_ = numbered_version(program, folder_.path());
    generation_ = generation_of(version_, program, folder_.path());
    constexpr int kTries = 3;  // somebody else may take the port that was free
    for (int i = 1; !try_start(program); ++i) {
      if (i == kTries) throw std::runtime_error("it does not come up: " + read_file(folder_.path("log")));
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
    const std::string config = folder_.path("config.json");
    const bool plain = tls_.certificate.empty();
    write_file(config, plain ? real_config(generation_, port_) : real_config_with_tls(port_, tls_));
    process_ = std::make_unique<Child>(std::vector<std::string>{program, "-c", config}, folder_.path("log"));
    bool up = false;
    const bool decided = eventually([&] { return (up = is_up()) || process_->ended().has_value(); });
    return decided && up;
  }

  [[nodiscard]] bool is_up() const {
    try {
      // A port with TLS says without it that this is what it wants.
      const int expected = tls_.certificate.empty() ? 200 : 400;
      return exchange(port_, {"GET", "/health", {}, {}}).status == expected;
    } catch (const std::exception&) {
      return false;
    }
  }

  TestFolder folder_{};
  std::string name_;
  CertificateFiles tls_;
  std::string version_{};
  int generation_ = 0;
  std::uint16_t port_ = 0;
  std::unique_ptr<Child> process_{};
};

/// Holds the authority that its clients trust.
class Authority {
 protected:
  TestCa authority_{};
  CertificateFiles own_ = authority_.issue("IP:127.0.0.1");
};

class TlsServer final : private Authority, public RealServer {
 public:
  explicit TlsServer(const std::string& program)
      : RealServer(program, own_), plain_(Neighbour::stunnel([this](const std::string&, unsigned short port) {
          return "client = yes\n[api]\naccept = 127.0.0.1:" + std::to_string(port) +
                 "\nconnect = 127.0.0.1:" + std::to_string(RealServer::port()) + "\n";
        })) {}

  /// Requests made by hand go without TLS.
  std::uint16_t port() const override { return plain_.port(); }
  std::string version() const override { return RealServer::version() + ", by its own TLS"; }
  bool has_front() const override { return true; }
  std::string address() const override { return "https://127.0.0.1:" + std::to_string(RealServer::port()); }
  HttpOptions http() const override {
    HttpOptions options;
    options.ca_file = authority_.file();
    return options;
  }

 private:
  Neighbour plain_;
};

void check_program(const std::string& program) {
  if (::access(program.c_str(), X_OK) != 0) throw std::runtime_error("it is not there, or not a program");
}

}  // namespace

std::unique_ptr<Server> start_server_with_tls(const std::string& program) {
  check_program(program);
  return std::make_unique<TlsServer>(program);
}

std::unique_ptr<Server> start_real_server(const std::string& program) {
  check_program(program);
  return std::make_unique<RealServer>(program);
}

}  // namespace cent::test
