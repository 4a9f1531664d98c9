// A custom face: cent::Methods gives a class of yours all methods of the server API.
//
// This face is an outbox. A program that keeps its data in a database writes its messages into a table, in
// the transaction that changes the data, and sends them after the commit. So no message is sent for a change
// that was rolled back, and none is lost if the program stops before it is sent.
#include <cent/cent.hpp>
#include <iostream>
#include <nlohmann/json.hpp>
#include <string>
#include <utility>
#include <vector>

using nlohmann::json;

/// A row of the table: a command as text.
struct Row {
  std::string method;
  std::string params;
  int effect;  // decides whether cent may repeat the command
};

class Outbox;

/// Every method of the outbox returns the number of its row.
template <class R>
struct cent::Returns<Outbox, R> {
  using type = std::size_t;
};

class Outbox : public cent::Methods<Outbox> {
 public:
  /// Every method calls this with its request.
  template <class Request>
  std::size_t call(const Request& request) {
    const cent::Command command = cent::to_command(request);
    rows_.push_back({command.method, command.params.text(), static_cast<int>(command.effect)});
    return rows_.size();
  }

  /// Sends all rows in one request. Keeps those that were not executed or may not have been.
  void send(cent::Client& client) {
    cent::Batch batch;
    std::vector<cent::Ticket<cent::Json>> tickets;
    for (const Row& row : rows_) {
      const auto effect = static_cast<cent::Effect>(row.effect);
      tickets.push_back(batch.call(cent::Command{row.method, cent::Json::raw(row.params), effect}));
    }
    const cent::Replies replies = client.send(batch);
    std::vector<Row> kept;
    for (std::size_t i = 0; i < rows_.size(); ++i) {
      const cent::Reply<cent::Json> reply = replies[tickets[i]];
      std::cout << rows_[i].method << ": " << cent::to_string(reply.delivery()) << '\n';
      // A refused command fails again each time. The others are sent again, which is safe for a publication
      // with an idempotency key for 300 s.
      const bool over = reply.ok() || reply.delivery() == cent::Delivery::refused;
      if (!over) kept.push_back(rows_[i]);
    }
    rows_ = std::move(kept);
  }

  [[nodiscard]] const std::vector<Row>& rows() const { return rows_; }

 private:
  std::vector<Row> rows_;  // a table of your database
};

int main(int argc, char** argv) {
  Outbox outbox;
  cent::PublishRequest paid{"orders", json{{"order", 17}, {"state", "paid"}}};
  paid.idempotency_key = cent::idempotency_key("orders", "17_paid");
  outbox.publish(paid);
  outbox.broadcast({"news", "shop"}, json("a new order"));
  const std::size_t last = outbox.disconnect("user-42");
  std::cout << last << " rows\n";
  for (const Row& row : outbox.rows()) {
    std::cout << row.method << ' ' << row.params << ' ' << row.effect << '\n';
  }

  cent::Client client{argc > 1 ? argv[1] : "http://localhost:8000", "api_key"};
  outbox.send(client);
  std::cout << outbox.rows().size() << " rows left\n";
}
