// Commands for consumers of the server: rows of an outbox table, and records of Kafka, NATS and Redis
// Streams.
#include <cent/outbox.hpp>
#include <cent/outbox/records.hpp>
#include <iostream>
#include <nlohmann/json.hpp>

using nlohmann::json;

int main() {
  const cent::outbox::Table table{8};  // num_partitions of the server's consumer
  cent::Outbox outbox{table};
  cent::PublishRequest paid{"orders", json{{"id", 17}, {"state", "paid"}}};
  paid.idempotency_key = cent::idempotency_key("orders", "17_paid");
  outbox.publish(paid);
  outbox.broadcast({"news", "shop"}, cent::Json::of("a new order"));
  outbox.disconnect("user-42");
  for (const cent::outbox::Row& row : outbox.rows()) {
    std::cout << "partition " << row.partition << ": " << row.method << ' ' << row.payload << '\n';
  }
  std::cout << "record " << cent::outbox::record_text(outbox.rows().front()) << '\n';

  // A consumer in publication data mode: the data itself, and the rest as headers.
  const cent::outbox::Record record = cent::outbox::publication_record(paid);
  for (const auto& [name, value] : record.fields) std::cout << name << ": " << value << '\n';
  std::cout << record.value << '\n';
}
