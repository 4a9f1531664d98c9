// A custom face: cent::Methods gives a class of yours all methods of the server API. This one is an outbox,
// which keeps commands as text. A program writes them into a table of its database in the transaction that
// changes its data, sends them after the commit, and deletes a row when its reply is good.
#include <cent/cent.hpp>
#include <iostream>
#include <nlohmann/json.hpp>
#include <string>
#include <vector>

struct Row {
  std::string method, params;
  int effect = 0;  // decides whether cent may repeat the command
};

class Outbox;
template <class R>
struct cent::Returns<Outbox, R> {
  using type = std::size_t;  // every method returns the number of its row
};

class Outbox : public cent::Methods<Outbox> {
 public:
  /// Every method calls this with its request.
  template <class Request>
  std::size_t call(const Request& request) {
    const cent::Command command = cent::to_command(request);
    rows.push_back({command.method, command.params.text(), static_cast<int>(command.effect)});
    return rows.size();
  }
  std::vector<Row> rows;  // a table of your database
};

int main(int argc, char** argv) {
  Outbox outbox;
  cent::PublishRequest paid{"orders", nlohmann::json{{"order", 17}, {"state", "paid"}}};
  paid.idempotency_key = cent::idempotency_key("orders", "17_paid");
  outbox.publish(paid);
  outbox.broadcast({"news", "shop"}, cent::Json::of("a new order"));
  std::cout << outbox.disconnect("user-42") << " rows\n";

  cent::Client client{argc > 1 ? argv[1] : "http://localhost:8000", "api_key"};
  int applied = 0;
  for (const auto& [method, params, effect] : outbox.rows) {
    std::cout << method << ' ' << params << ' ' << effect << '\n';
    client.call(cent::Command{method, cent::Json::raw(params), static_cast<cent::Effect>(effect)});
    ++applied;  // call() throws otherwise
  }
  std::cout << applied << " applied\n";
}
