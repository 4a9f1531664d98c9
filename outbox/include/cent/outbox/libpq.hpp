#pragma once
#include <libpq-fe.h>

#include <algorithm>
#include <cent/errors.hpp>
#include <cent/outbox.hpp>
#include <cent/outbox/postgres_broker.hpp>
#include <memory>
#include <string>
#include <utility>
#include <vector>

/// libpq: rows of an Outbox and calls of the PostgreSQL broker's functions inside a transaction of yours. All
/// functions throw RequestException with libpq's message; the transaction is then aborted.
namespace cent::outbox {

namespace detail {

struct PgResultDeleter {
  void operator()(PGresult* result) const noexcept { PQclear(result); }
};
using PgResult = std::unique_ptr<PGresult, PgResultDeleter>;

[[noreturn]] inline void throw_pg_error(PGconn& connection) {
  ErrorFacts facts;
  facts.cause = PQerrorMessage(&connection);
  facts.cause.resize(facts.cause.find_last_not_of("\r\n") + 1);
  std::replace(facts.cause.begin(), facts.cause.end(), '\n', ' ');
  facts.delivery = Delivery::refused;
  throw RequestException(std::move(facts));
}

inline PgResult check_pg(PGconn& connection, PGresult* result, ExecStatusType expected) {
  PgResult owner{result};
  if (PQresultStatus(result) != expected) throw_pg_error(connection);
  return owner;
}

}  // namespace detail

/// Inserts the rows with one COPY. The Outbox is unchanged, so a transaction that is tried again inserts them
/// again.
/// @throws UsageError if no transaction is open.
inline void insert(PGconn& connection, const Outbox& outbox) {
  if (PQtransactionStatus(&connection) != PQTRANS_INTRANS) throw UsageError("outbox: no open transaction");
  if (outbox.rows().empty()) return;
  const std::string copy = "COPY " + outbox.table().name + " (method, payload, partition) FROM STDIN";
  detail::check_pg(connection, PQexec(&connection, copy.c_str()), PGRES_COPY_IN);
  constexpr std::size_t kPiece = 64 * 1024;
  std::string lines;
  const auto send = [&] {
    if (PQputCopyData(&connection, lines.data(), static_cast<int>(lines.size())) != 1) {
      detail::throw_pg_error(connection);
    }
    lines.clear();
  };
  for (const Row& row : outbox.rows()) {
    append_copy_line(lines, row);
    if (lines.size() >= kPiece) send();
  }
  send();
  if (PQputCopyEnd(&connection, nullptr) != 1) detail::throw_pg_error(connection);
  const detail::PgResult result{PQgetResult(&connection)};
  while (const detail::PgResult more{PQgetResult(&connection)}) {
  }
  if (PQresultStatus(result.get()) != PGRES_COMMAND_OK) detail::throw_pg_error(connection);
}

/// Prepares the statements of PostgresPublisher. Once for each connection.
inline void prepare(PGconn& connection, const PostgresBroker& broker, bool with_maps = false) {
  for (const Statement& one : broker_statements(broker, with_maps)) {
    detail::check_pg(connection, PQprepare(&connection, one.name.c_str(), one.sql.c_str(), 0, nullptr),
                     PGRES_COMMAND_OK);
  }
}

/// Executes a statement that was prepared. For PostgresPublisher.
inline TextRows run(PGconn& connection, const Statement& statement) {
  std::vector<const char*> values;
  for (const auto& value : statement.parameters) values.push_back(value ? value->c_str() : nullptr);
  const detail::PgResult result =
      detail::check_pg(connection,
                       PQexecPrepared(&connection, statement.name.c_str(), static_cast<int>(values.size()),
                                      values.data(), nullptr, nullptr, 0),
                       PGRES_TUPLES_OK);
  TextRows all;
  for (int row = 0; row < PQntuples(result.get()); ++row) {
    auto& texts = all.emplace_back();
    for (int column = 0; column < PQnfields(result.get()); ++column) {
      const bool null = PQgetisnull(result.get(), row, column) != 0;
      texts.push_back(null ? std::optional<std::string>()
                           : std::string(PQgetvalue(result.get(), row, column)));
    }
  }
  return all;
}

}  // namespace cent::outbox
