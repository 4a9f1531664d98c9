// A program that ends while an AsyncClient is at work: `ADDRESS`, or `ADDRESS CA-FILE MILLISECONDS` for TLS.
#include <cent/async_client.hpp>
#include <chrono>
#include <cstdio>
#include <functional>
#include <memory>
#include <string>
#include <thread>

namespace {

cent::AsyncClientOptions hasty() {
  cent::AsyncClientOptions options;
  options.close_timeout = std::chrono::milliseconds{200};
  options.lanes = 1;
  return options;
}

void submit(cent::AsyncClient& client, const char* name) {
  client.publish({"c", cent::Json::of(name)}, [name](const cent::Reply<cent::PublishResult>& reply) {
    std::printf("%s %s\n", name, reply.ok() ? "applied" : to_string(reply.error().delivery()));
  });
}

/// A static client with a request under way and a command that waits. The outcome of each command is written
/// by its callback, which exit() runs.
void leave_work(const std::string& address) {
  static cent::AsyncClient client{address, hasty()};
  submit(client, "first");
  while (client.stats().requests == 0) std::this_thread::yield();
  submit(client, "second");
}

/// A client that nobody destroys, amid TLS handshakes.
void leave_handshakes(const std::string& address, const std::string& ca_file,
                      std::chrono::milliseconds after) {
  cent::AsyncClientOptions options;
  options.http.ca_file = ca_file;
  options.http.max_idle_connections = 0;  // so that each request makes a handshake
  static auto& client = *new cent::AsyncClient{address, options};
  using Done = std::function<void(cent::Reply<cent::PublishResult>)>;
  static Done& again = *new Done{[](const cent::Reply<cent::PublishResult>&) {
    client.publish({"b", cent::Json::of(1)}, again);
  }};
  for (int i = 0; i < 20; ++i) client.publish({std::to_string(i), cent::Json::of(i)}, again);
  std::this_thread::sleep_for(after);
}

}  // namespace

int main(int argc, char** argv) {
  if (argc != 2 && argc != 4) return 2;
  if (argc == 2) {
    leave_work(argv[1]);
  } else {
    leave_handshakes(argv[1], argv[2], std::chrono::milliseconds{std::stoi(argv[3])});
  }
  return 7;
}
