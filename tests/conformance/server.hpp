#pragma once
#include <cstdint>
#include <memory>
#include <string>
#include <vector>

namespace cent::test {

/// A running server that the cases are put to: API key `api_key`, token secret `secret`; channels without a
/// namespace keep presence and a history of 100, those of `ns` a history of 10, those of `bare` nothing; v6
/// has maps in `mm`, `me` (without a stream) and `mt` (a key lives for a second) and shared polls in `sp`.
class Server {
 public:
  virtual ~Server() = default;
  Server() = default;
  Server(const Server&) = delete;
  Server& operator=(const Server&) = delete;

  [[nodiscard]] virtual std::uint16_t port() const = 0;
  /// 2 to 6.
  [[nodiscard]] virtual int generation() const = 0;
  /// What it says of itself, for people.
  [[nodiscard]] virtual std::string version() const = 0;
  /// False: the dev server.
  [[nodiscard]] virtual bool is_real() const = 0;

  [[nodiscard]] std::string address() const { return "http://127.0.0.1:" + std::to_string(port()); }
};

/// The dev server in one generation.
std::unique_ptr<Server> start_dev_server(int generation);

/// A server of a Centrifugo program, on a free port of loopback, with a configuration that fits its
/// generation. @throws std::runtime_error that says why it does not come up.
std::unique_ptr<Server> start_real_server(const std::string& program);

/// Programs to start: those of `CENTRIFUGO_BIN` (separated by `:`), then `centrifugo` of `PATH`.
std::vector<std::string> real_programs();

/// What came of looking for servers.
struct Servers {
  struct One {
    std::string name;  ///< `dev_v6`, `real_v5`.
    std::unique_ptr<Server> server;
  };
  std::vector<One> all{};
  std::vector<std::string> failures{};  ///< Of real ones that were named but do not come up.

  [[nodiscard]] const Server& find(const std::string& name) const;
};

/// The dev server in five generations and every real server, started at the first call.
Servers& servers();

}  // namespace cent::test
