// Shuts down within a bounded time, with the outcome of every command.
#include <cent/async_client.hpp>
#include <iostream>
#include <nlohmann/json.hpp>

using nlohmann::json;
using namespace std::chrono_literals;

void end(cent::AsyncClient& client, std::chrono::milliseconds at_most) {
  client.close(at_most);  // rejects new commands, then fails and reports those that remain
  const cent::AsyncStats stats = client.stats();
  std::cout << stats.accepted << " accepted = " << stats.applied << " applied + " << stats.refused
            << " refused + " << stats.not_sent << " not sent + " << stats.unknown << " unknown\n";
}

int main(int argc, char** argv) {
  std::vector<int> rest;  // commands that may be sent again at the next start
  cent::AsyncClient client{argc > 1 ? argv[1] : "http://localhost:8000", "api_key"};
  cent::AsyncClient nobody{"http://127.0.0.1:1", "api_key"};  // a server that is down

  for (int n = 0; n < 10; ++n) {
    client.publish("news", json{{"n", n}}, [](const cent::Reply<cent::PublishResult>&) {});
    nobody.publish("news", json{{"n", n}}, [&rest, n](const cent::Reply<cent::PublishResult>& reply) {
      if (reply.delivery() == cent::Delivery::not_sent) rest.push_back(n);
    });
  }
  end(client, 5s);
  end(nobody, 500ms);
  std::cout << rest.size() << " to be sent again\n";
}
