// cent-bench-outbox ADDRESS ROUNDS: 10,000 rows of an outbox in one transaction of the PostgreSQL at this
// address, by cent and by hand. Prints lines as compare() does.
#include <cent/outbox/libpq.hpp>
#include <cent/outbox/pqxx.hpp>
#include <cstdlib>

#include "compare/compare.hpp"

namespace cent::bench {
namespace {

constexpr int kRows = 10'000;
const outbox::Table kTable{8};

std::string channel(int row) { return "user:" + std::to_string(row % 1000); }
std::string data(int row) { return R"({"id":)" + std::to_string(row) + R"(,"state":"paid","by":"card"})"; }

void sql(PGconn& connection, const char* text) {
  PGresult* const result = PQexec(&connection, text);
  const ExecStatusType status = PQresultStatus(result);
  PQclear(result);
  if (status == PGRES_COMMAND_OK || status == PGRES_TUPLES_OK || status == PGRES_COPY_IN) return;
  std::fprintf(stderr, "%s: %s", text, PQerrorMessage(&connection));
  std::exit(1);
}

/// As a user would write it for these rows: nothing in them needs an escape.
std::string line_by_hand(int row) {
  const std::string name = channel(row);
  return "publish\t{\"channel\":\"" + name + "\",\"data\":" + data(row) + "}\t" +
         std::to_string(outbox::partition_of(name, kTable.num_partitions)) + "\n";
}

void copy_by_hand(PGconn& connection) {
  sql(connection, "BEGIN");
  sql(connection, "COPY centrifugo_outbox (method, payload, partition) FROM STDIN");
  for (int row = 0; row < kRows; ++row) {
    const std::string line = line_by_hand(row);
    PQputCopyData(&connection, line.data(), static_cast<int>(line.size()));
  }
  PQputCopyEnd(&connection, nullptr);
  PQclear(PQgetResult(&connection));
  while (PQgetResult(&connection) != nullptr) {
  }
  sql(connection, "COMMIT");
}

Outbox filled() {
  Outbox rows{kTable};
  for (int row = 0; row < kRows; ++row) rows.publish(channel(row), Json::raw(data(row)));
  return rows;
}

void by_libpq(PGconn& connection, const Outbox& rows) {
  sql(connection, "BEGIN");
  outbox::insert(connection, rows);
  sql(connection, "COMMIT");
}

void by_pqxx(pqxx::connection& connection, const Outbox& rows) {
  pqxx::work transaction{connection};
  outbox::insert(transaction, rows);
  transaction.commit();
}

void measure(const char* address, int rounds) {
  PGconn& connection = *PQconnectdb(address);  // until the program ends
  pqxx::connection pqxx_connection{address};
  sql(connection, "SET client_min_messages = warning");
  sql(connection, outbox::schema(kTable).c_str());
  const auto empty = [&] { sql(connection, "TRUNCATE centrifugo_outbox"); };
  const Outbox ready = filled();
  compare("outbox",
          {
              {"copy_by_hand", [&] { copy_by_hand(connection); }, 0, empty},
              {"libpq", [&] { by_libpq(connection, filled()); }, 0, empty},
              {"libpq_of_ready_rows", [&] { by_libpq(connection, ready); }, 0, empty},
              {"pqxx", [&] { by_pqxx(pqxx_connection, filled()); }, 0, empty},
              {"pqxx_of_ready_rows", [&] { by_pqxx(pqxx_connection, ready); }, 0, empty},
          },
          rounds, kRows);
}

}  // namespace
}  // namespace cent::bench

int main(int argc, char** argv) {
  if (argc < 3) return 2;
  cent::bench::measure(argv[1], std::atoi(argv[2]));
  return 0;
}
