#include "broker_sql.hpp"

#include <string>

#include "checks_of_text.hpp"

namespace cent::outbox {
namespace {

std::string function_of(const PostgresBroker& broker, const char* rest) {
  check_plain_name(broker.table_prefix, "table_prefix");
  return broker.table_prefix + (broker.binary_data ? "_binary_" : "_") + rest;
}

/// The payload's parameters, of which the second tells base64 from text.
std::string data_sql(const PostgresBroker& broker, const std::string& text, const std::string& is_base64) {
  if (!broker.binary_data) return text + "::jsonb";
  return "CASE WHEN " + is_base64 + "::boolean THEN decode(" + text + "::text, 'base64') ELSE convert_to(" +
         text + "::text, 'UTF8') END";
}

std::string stream_arguments(const PostgresBroker& broker) {
  return data_sql(broker, "$2", "$3") +
         ", p_tags => $4::jsonb, p_history_ttl => $5::interval, p_history_size => $6::integer, "
         "p_meta_ttl => $7::interval, p_version => $8::bigint, p_version_epoch => $9::text, "
         "p_idempotency_key => $10::text, p_idempotency_ttl => $11::interval, p_use_delta => $12::boolean)";
}

constexpr const char* kStreamResult =
    "result.out_channel_offset, result.out_epoch, result.out_suppressed, result.out_suppress_reason";
constexpr const char* kMapResult =
    "SELECT result.channel_offset, result.epoch, result.suppressed, result.suppress_reason FROM ";
/// So that $3, which only binary payloads use, has a type.
constexpr const char* kThird = " WHERE $3::boolean IS NOT NULL";

}  // namespace

Statement publish_statement(const PostgresBroker& broker) {
  const std::string function = function_of(broker, "stream_publish");
  return {"cent_" + function,
          std::string("SELECT ") + kStreamResult + " FROM " + function + "($1::text, " +
              stream_arguments(broker) + " AS result" + kThird,
          {}};
}

/// Shards are locked in their order, whatever the order of the channels, and results are in that of the
/// channels.
Statement broadcast_statement(const PostgresBroker& broker) {
  const std::string function = function_of(broker, "stream_publish");
  return {"cent_" + function + "_all",
          std::string("SELECT ") + kStreamResult +
              " FROM (SELECT channel, place FROM unnest($1::text[]) WITH ORDINALITY AS given(channel, place) "
              "ORDER BY abs(hashtext(channel)::bigint) % (SELECT count(*) FROM " +
              function_of(broker, "stream_shard_lock") + "), place) AS sorted CROSS JOIN LATERAL " +
              function + "(sorted.channel, " + stream_arguments(broker) + " AS result" + kThird +
              " ORDER BY sorted.place",
          {}};
}

Statement history_remove_statement(const PostgresBroker& broker) {
  const std::string function = function_of(broker, "stream_remove_history");
  return {"cent_" + function, "SELECT " + function + "($1::text)", {}};
}

Statement map_publish_statement(const PostgresBroker& broker) {
  const std::string function = function_of(broker, "map_publish");
  return {"cent_" + function,
          kMapResult + function + "($1::text, $4::text, " + data_sql(broker, "$2", "$3") +
              ", p_tags => $5::jsonb, p_key_ttl => $6::interval, p_meta_ttl => $7::interval, "
              "p_key_mode => $8::text, p_key_version => $9::bigint, p_key_version_epoch => $10::text, "
              "p_idempotency_key => $11::text, p_idempotency_ttl => $12::interval, "
              "p_use_delta => $13::boolean) AS result" +
              kThird,
          {}};
}

Statement map_remove_statement(const PostgresBroker& broker) {
  const std::string function = function_of(broker, "map_remove");
  return {"cent_" + function,
          kMapResult + function +
              "($1::text, $2::text, p_meta_ttl => $3::interval, p_idempotency_key => $4::text, "
              "p_idempotency_ttl => $5::interval) AS result",
          {}};
}

}  // namespace cent::outbox
