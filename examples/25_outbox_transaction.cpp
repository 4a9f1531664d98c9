// "Publish and commit, or neither", with PostgreSQL and libpqxx: a message is a row of the transaction that
// changes the data. The server's consumer publishes it after the commit. The argument is the database's
// address.
#include <cent/outbox/pqxx.hpp>
#include <exception>
#include <iostream>
#include <nlohmann/json.hpp>
#include <string>

void pay(pqxx::connection& connection, const cent::outbox::Table& table, int id, int cents) {
  pqxx::work transaction{connection};  // rolled back unless committed
  transaction.exec("INSERT INTO orders VALUES (" + std::to_string(id) + ", " + std::to_string(cents) + ")");

  cent::Outbox outbox{table};
  cent::PublishRequest paid{"orders", nlohmann::json{{"id", id}, {"cents", cents}}};
  paid.idempotency_key = cent::idempotency_key("orders", std::to_string(id) + "_paid");
  outbox.publish(paid);
  cent::outbox::insert(transaction, outbox);

  transaction.commit();
  std::cout << "order " << id << " is paid\n";
}

int main(int argc, char** argv) {
  cent::outbox::Table table{8};  // num_partitions of the server's consumer
  table.notification_channel = "centrifugo_outbox";
  pqxx::connection connection{argc > 1 ? argv[1] : "postgresql://shop:secret@localhost/shop"};
  {
    pqxx::work transaction{connection};
    transaction.exec("SET client_min_messages = warning");
    transaction.exec(cent::outbox::schema(table));
    transaction.exec("CREATE TABLE IF NOT EXISTS orders (id int PRIMARY KEY, cents int CHECK (cents > 0))");
    transaction.commit();
  }
  pay(connection, table, 17, 990);
  try {
    pay(connection, table, 18, -1);
  } catch (const std::exception&) {
    std::cout << "order 18 is refused by the database, and nothing is published\n";
  }
  pay(connection, table, 19, 450);
}
