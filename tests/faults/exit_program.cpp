// A program that ends while a static AsyncClient has work under way and work that waits. What each command
// ended as is written by its callback, which exit() runs.
#include <cent/async_client.hpp>
#include <cstdio>
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

}  // namespace

int main(int argc, char** argv) {
  if (argc != 2) return 2;
  static cent::AsyncClient client{std::string(argv[1]), hasty()};
  submit(client, "first");
  while (client.stats().requests == 0) std::this_thread::yield();
  submit(client, "second");
  return 7;
}
