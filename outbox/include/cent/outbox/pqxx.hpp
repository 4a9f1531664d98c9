#pragma once
#include <cent/outbox.hpp>
#include <cent/outbox/postgres_broker.hpp>
#include <pqxx/pqxx>
#include <string>
#include <tuple>
#include <vector>

/// libpqxx, 6.4 to 7.10: rows of an Outbox and calls of the PostgreSQL broker's functions inside a
/// transaction of yours. All functions throw libpqxx's exceptions; the transaction is then aborted.
namespace cent::outbox {

/// Inserts the rows with one COPY. The Outbox is unchanged, so a transaction that is tried again inserts them
/// again.
inline void insert(pqxx::transaction_base& transaction, const Outbox& outbox) {
  if (outbox.rows().empty()) return;
#if PQXX_VERSION_MAJOR >= 7
  auto stream = pqxx::stream_to::raw_table(transaction, outbox.table().name, "method, payload, partition");
  for (const Row& row : outbox.rows()) stream.write_values(row.method, row.payload, row.partition);
#else
  const std::vector<std::string> columns = {"method", "payload", "partition"};
  pqxx::stream_to stream{transaction, outbox.table().name, columns};
  for (const Row& row : outbox.rows()) stream << std::tie(row.method, row.payload, row.partition);
#endif
  stream.complete();
}

#if PQXX_VERSION_MAJOR >= 7
using PqxxConnection = pqxx::connection;
#else
using PqxxConnection = pqxx::connection_base;
#endif

/// Prepares the statements of PostgresPublisher. Once for each connection.
inline void prepare(PqxxConnection& connection, const PostgresBroker& broker, bool with_maps = false) {
  for (const Statement& one : broker_statements(broker, with_maps)) connection.prepare(one.name, one.sql);
}

/// Executes a statement that was prepared. For PostgresPublisher.
inline TextRows run(pqxx::transaction_base& transaction, const Statement& statement) {
#if PQXX_VERSION_MAJOR >= 7
  pqxx::params parameters;
  for (const auto& value : statement.parameters) parameters.append(value ? value->c_str() : nullptr);
#if PQXX_VERSION_MAJOR > 7 || PQXX_VERSION_MINOR >= 10
  const pqxx::result rows = transaction.exec(pqxx::prepped{statement.name}, parameters);
#else
  const pqxx::result rows = transaction.exec_prepared(statement.name, parameters);
#endif
#else
  std::vector<const char*> parameters;
  for (const auto& value : statement.parameters) parameters.push_back(value ? value->c_str() : nullptr);
  const pqxx::result rows =
      transaction.exec_prepared(statement.name, pqxx::prepare::make_dynamic_params(parameters));
#endif
  TextRows all;
  for (const auto& row : rows) {
    auto& texts = all.emplace_back();
    for (const auto& field : row) {
      texts.push_back(field.is_null() ? std::optional<std::string>() : std::string(field.c_str()));
    }
  }
  return all;
}

}  // namespace cent::outbox
