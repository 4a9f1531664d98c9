// A real server of v6 behind the proxies that are usual in production.
#include <chrono>
#include <stdexcept>

#include "conformance/server_under_test.hpp"
#include "faults/lib/neighbour.hpp"

namespace cent::test {
namespace {

/// The first number with dots that a program says: `1.22.1`.
std::string said_version(const std::string& program) {
  const TestFolder folder;
  Child child({find_program(program), "-v"}, folder.path("output"));
  child.wait(std::chrono::seconds{20});
  const std::string text = child.output();
  const std::size_t dot = text.find('.');
  if (dot == std::string::npos) return "?";
  const std::size_t begin = text.find_last_not_of("0123456789", dot - 1) + 1;
  return text.substr(begin, text.find_first_not_of("0123456789.", begin) - begin);
}

/// Passes everything on as it comes, however large.
std::string nginx_server(const std::string& listen, unsigned short to) {
  return "upstream api { server 127.0.0.1:" + std::to_string(to) + "; keepalive 8; }\nserver {\n" + listen +
         "  client_max_body_size 0;\n"
         "  location / { proxy_pass http://api; proxy_http_version 1.1; proxy_set_header Connection \"\"; }\n"
         "}\n";
}

std::string listen_port(unsigned short port) { return "  listen 127.0.0.1:" + std::to_string(port) + ";\n"; }

Neighbour start_front(Front front, unsigned short to, std::string& socket) {
  switch (front) {
    case Front::unix_socket:
      return Neighbour::nginx([&](const std::string& folder, unsigned short port) {
        socket = folder + "/socket";
        return nginx_server(listen_port(port) + "  listen unix:" + socket + ";\n", to);
      });
    case Front::nginx:
      return Neighbour::nginx(
          [&](const std::string&, unsigned short port) { return nginx_server(listen_port(port), to); });
    default:
      return Neighbour::haproxy([&](const std::string&, unsigned short port) {
        return "defaults\n  mode http\n  timeout connect 5s\n  timeout client 30s\n  timeout server 30s\n"
               "  retries 0\nlisten front\n  bind 127.0.0.1:" +
               std::to_string(port) + "\n  server api 127.0.0.1:" + std::to_string(to) + "\n";
      });
  }
}

const char* program_of(Front front) { return front == Front::haproxy ? "haproxy" : "nginx"; }

std::unique_ptr<Server> started_behind(const std::string& program, Front front) {
  if (find_program(program_of(front)).empty())
    throw std::runtime_error(std::string(program_of(front)) + " is not installed");
  return start_real_server(program);
}

class FrontedServer final : public Server {
 public:
  FrontedServer(const std::string& program, Front front)
      : behind_(started_behind(program, front)), front_(start_front(front, behind_->port(), socket_)) {
    if (behind_->generation() != 6) throw std::runtime_error("fronts are tried with v6 alone");
    version_ = behind_->version() + ", behind " + program_of(front) + " " + said_version(program_of(front));
    if (front == Front::unix_socket) version_ += " on a Unix socket";
  }

  std::uint16_t port() const override { return behind_->port(); }
  int generation() const override { return behind_->generation(); }
  std::string version() const override { return version_; }
  bool is_real() const override { return true; }
  bool has_front() const override { return true; }
  std::string address() const override { return socket_.empty() ? front_.address() : "http://localhost"; }
  HttpOptions http() const override {
    HttpOptions options;
    options.unix_socket = socket_;
    return options;
  }

 private:
  std::string socket_{};
  std::unique_ptr<Server> behind_;
  Neighbour front_;
  std::string version_;
};

}  // namespace

const char* name_of(Front front) {
  switch (front) {
    case Front::tls:
      return "tls";
    case Front::unix_socket:
      return "unix";
    case Front::nginx:
      return "nginx";
    default:
      return "haproxy";
  }
}

std::unique_ptr<Server> start_fronted_server(const std::string& program, Front front) {
  if (front == Front::tls) return start_server_with_tls(program);
  return std::make_unique<FrontedServer>(program, front);
}

}  // namespace cent::test
