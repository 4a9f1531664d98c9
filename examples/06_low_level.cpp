// Commands by their wire names: as in the Python client, for outboxes, and for methods newer than this
// library.
#include <cent/cent.hpp>
#include <iostream>
#include <nlohmann/json.hpp>

using nlohmann::json;

int main(int argc, char** argv) {
  cent::Client client{argc > 1 ? argv[1] : "http://localhost:8000", "api_key"};

  // Gathered in the client and sent as one request. Returns one raw reply for each command, in order.
  client.add("publish", json{{"channel", "news"}, {"data", "hello"}});
  client.add("no_such_method", json::object());
  for (const cent::Reply<cent::Json>& reply : client.send()) {
    std::cout << (reply ? "result" : reply.error().what()) << '\n';
  }

  client.add("publish", json{{"channel", "news"}, {"data", "regretted"}});
  client.reset();

  // A single command. Its effect decides whether cent may repeat it; by default it may not.
  cent::Command count{"presence_stats", json{{"channel", "news"}}};
  count.effect = cent::Effect::reads;
  std::cout << client.call(count).text() << '\n';

  // The command of a typed request, for example to store it in a database and send it later.
  const cent::Command row = cent::to_command(cent::PublishRequest{"news", json{{"n", 1}}});
  std::cout << row.method << ' ' << row.params.text() << '\n';
  const auto result = cent::parse_result<cent::PublishResult>(client.call(row).text());
  std::cout << "offset " << result.offset << '\n';
}
