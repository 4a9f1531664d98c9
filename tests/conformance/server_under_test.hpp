#pragma once
#include <cent/curl_transport.hpp>
#include <cstdint>
#include <memory>
#include <string>
#include <vector>

#include "support/tls.hpp"

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

  /// The port of the server itself, for requests made by hand.
  [[nodiscard]] virtual std::uint16_t port() const = 0;
  /// 2 to 6.
  [[nodiscard]] virtual int generation() const = 0;
  /// Its version, for people.
  [[nodiscard]] virtual std::string version() const = 0;
  /// False: the dev server.
  [[nodiscard]] virtual bool is_real() const = 0;
  /// True: clients speak to something in front of it.
  [[nodiscard]] virtual bool has_front() const { return false; }

  /// Where clients go, and how.
  [[nodiscard]] virtual std::string address() const { return "http://127.0.0.1:" + std::to_string(port()); }
  [[nodiscard]] virtual HttpOptions http() const { return {}; }
};

/// The dev server in one generation.
std::unique_ptr<Server> start_dev_server(int generation);

/// A server of a Centrifugo program, on a free port of loopback, with a configuration that fits its
/// generation. @throws std::runtime_error that says why it does not come up.
std::unique_ptr<Server> start_real_server(const std::string& program);

/// Its configuration, for a generation from 2 to 6. Those of v3, v4 and v5 are one: each ignores unknown
/// options.
std::string real_config(int generation, std::uint16_t port);

/// The same for v6, by TLS alone.
std::string real_config_with_tls(std::uint16_t port, const CertificateFiles& files);

/// A layer between clients and a real server.
enum class Front {
  tls,          ///< The server's own TLS.
  unix_socket,  ///< nginx, which listens on a Unix socket.
  nginx,        ///< nginx on a port.
  haproxy,      ///< HAProxy on a port.
};
inline constexpr Front kFronts[] = {Front::tls, Front::unix_socket, Front::nginx, Front::haproxy};
/// `tls`, `unix`, …
const char* name_of(Front front);

/// The same behind a front; v6 alone. @throws std::runtime_error that says why it does not come up.
std::unique_ptr<Server> start_fronted_server(const std::string& program, Front front);

/// The servers that were found.
struct Servers {
  struct One {
    std::string name;  ///< `dev_v6`, `real_v5`, `real_v6_nginx`.
    std::unique_ptr<Server> server;
  };
  std::vector<One> all{};
  std::vector<std::string> failures{};  ///< Of real ones that were named but do not come up.

  [[nodiscard]] const Server& find(const std::string& name) const;
};

/// The dev server in five generations, every real server, and one real server of v6 behind each front,
/// started at the first call.
Servers& servers();

/// A real server of v6 that speaks TLS itself.
/// @throws std::runtime_error that says why it does not come up.
std::unique_ptr<Server> start_server_with_tls(const std::string& program);

}  // namespace cent::test
