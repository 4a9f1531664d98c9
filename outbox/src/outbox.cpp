#include <cent/errors.hpp>
#include <cent/outbox.hpp>
#include <iterator>
#include <map>
#include <utility>

#include "checks_of_text.hpp"

namespace cent::outbox {
namespace {

std::uint64_t fnv1a(std::string_view text) noexcept {
  std::uint64_t hash = 14695981039346656037U;
  for (const char byte : text) hash = (hash ^ static_cast<unsigned char>(byte)) * 1099511628211U;
  return hash;
}

std::uint32_t partition_of_name(std::string_view name, std::uint32_t num_partitions) noexcept {
  const std::uint64_t hash = fnv1a(name);
  return static_cast<std::uint32_t>((hash ^ (hash >> 32U)) % num_partitions);  // its low bits alone are weak
}

/// A table's name without its schema.
std::string_view object_of(std::string_view name) noexcept {
  const std::size_t point = name.find('.');
  return point == std::string_view::npos ? name : name.substr(point + 1);
}

void check(const Table& table) {
  if (table.num_partitions == 0) throw UsageError("outbox: num_partitions is required");
  const std::string_view name = table.name;
  const std::size_t point = name.find('.');
  if (point != std::string_view::npos) check_plain_name(name.substr(0, point), "the table's schema");
  check_plain_name(object_of(name), "the table's name");
  if (!table.notification_channel.empty()) {
    check_plain_name(table.notification_channel, "notification_channel");
  }
}

}  // namespace

std::uint32_t partition_of(const TextArgument& channel, std::uint32_t num_partitions) {
  if (num_partitions == 0) throw UsageError("outbox: num_partitions is required");
  return partition_of_name(channel.named("channel"), num_partitions);
}

std::string schema(const Table& table) {
  check(table);
  const std::string& name = table.name;
  const std::string object{object_of(name)};  // an index has its table's schema
  std::string sql = "CREATE TABLE IF NOT EXISTS " + name +
                    " (\n  id bigserial PRIMARY KEY,\n  method text NOT NULL,\n  payload ";
  sql += table.payload == PayloadType::jsonb ? "jsonb" : "text";
  sql +=
      " NOT NULL,\n  partition bigint NOT NULL DEFAULT 0,\n"
      "  created_at timestamptz NOT NULL DEFAULT now()\n);\n"
      "CREATE INDEX IF NOT EXISTS " +
      object + "_partition_id ON " + name + " (partition, id);\n";
  if (table.notification_channel.empty()) return sql;
  sql += "CREATE OR REPLACE FUNCTION " + name +
         "_notify() RETURNS trigger LANGUAGE plpgsql AS $notify$\nBEGIN\n  PERFORM pg_notify('" +
         table.notification_channel +
         "', partition::text) FROM (SELECT DISTINCT partition FROM added) AS partitions;\n"
         "  RETURN NULL;\nEND\n$notify$;\nDROP TRIGGER IF EXISTS " +
         object + "_notify ON " + name + ";\nCREATE TRIGGER " + object + "_notify AFTER INSERT ON " + name +
         "\n  REFERENCING NEW TABLE AS added FOR EACH STATEMENT EXECUTE FUNCTION " + name + "_notify();\n";
  return sql;
}

void append_copy_line(std::string& text, const Row& row) {
  text.append(row.method).append(1, '\t');
  const std::string_view payload = row.payload;
  std::size_t done = 0;
  for (std::size_t at; (at = payload.find_first_of("\\\t\r\n", done)) != std::string_view::npos;
       done = at + 1) {
    text.append(payload, done, at - done).append(1, '\\');
    const char c = payload[at];
    text.append(1, c == '\t' ? 't' : c == '\r' ? 'r' : c == '\n' ? 'n' : c);
  }
  text.append(payload, done, std::string_view::npos);
  text.append(1, '\t').append(std::to_string(row.partition)).append(1, '\n');
}

Outbox::Outbox(Table table) : table_(std::move(table)) { check(table_); }

void Outbox::call(const Command& command) {
  throw UsageError("an outbox takes only typed requests", command.method);
}

Row Outbox::row_of(Command command, std::uint32_t partition) const {
  Row row{std::move(command.method), std::move(command.params).text(), partition};
  if (table_.payload == PayloadType::jsonb) check_jsonb(row.payload, row.method);
  return row;
}

void Outbox::add(Command command, std::string_view ordered_by) {
  const std::uint32_t partition = partition_of_name(ordered_by, table_.num_partitions);
  rows_.push_back(row_of(std::move(command), partition));
}

void Outbox::add_broadcast(const BroadcastRequest& request) {
  std::map<std::uint32_t, std::vector<std::string>> channels;
  for (const std::string& channel : request.channels) {
    channels[partition_of_name(channel, table_.num_partitions)].push_back(channel);
  }
  std::vector<Row> rows;
  if (channels.size() < 2) {  // as it is, or an error
    rows.push_back(row_of(to_command(request), channels.empty() ? 0 : channels.begin()->first));
  } else {
    BroadcastRequest part = request;
    for (auto& [partition, names] : channels) {
      part.channels = std::move(names);
      rows.push_back(row_of(to_command(part), partition));
    }
  }
  rows_.insert(rows_.end(), std::make_move_iterator(rows.begin()), std::make_move_iterator(rows.end()));
}

}  // namespace cent::outbox
