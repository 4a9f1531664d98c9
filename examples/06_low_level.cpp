// Commands by their wire names: the way of the Python client, of outboxes, and to methods newer than this
// library.
#include <cent/cent.hpp>
#include <iostream>
#include <nlohmann/json.hpp>

using nlohmann::json;

int main(int argc, char** argv) {
  cent::Client client{argc > 1 ? argv[1] : "http://localhost:8000", "api_key"};

  // Gathered in the client, sent as one request: one raw reply a command, in order.
  client.add("publish", json{{"channel", "news"}, {"data", "hello"}});
  client.add("no_such_method", json::object());
  for (const cent::Reply<cent::Json>& reply : client.send()) {
    std::cout << (reply ? "result" : reply.error().what()) << '\n';
  }

  client.add("publish", json{{"channel", "news"}, {"data", "regretted"}});
  client.reset();

  // One command. What repeating it does decides whether cent may; by default it may not.
  cent::Command count{"presence_stats", json{{"channel", "news"}}};
  count.effect = cent::Effect::reads;
  std::cout << client.call(count).text() << '\n';

  // What a typed request stands for, for example to be kept in a database and sent later.
  const cent::Command row = cent::to_command(cent::PublishRequest{"news", json{{"n", 1}}});
  std::cout << row.method << ' ' << row.params.text() << '\n';
  const auto result = cent::parse_result<cent::PublishResult>(client.call(row).text());
  std::cout << "offset " << result.offset << '\n';
}
