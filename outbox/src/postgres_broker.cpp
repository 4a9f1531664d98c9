#include <algorithm>
#include <cent/command.hpp>
#include <cent/errors.hpp>
#include <cent/outbox/postgres_broker.hpp>
#include <charconv>
#include <limits>
#include <string_view>
#include <system_error>

#include "broker_sql.hpp"
#include "checks_of_text.hpp"

namespace cent::outbox {
namespace {

using Parameter = std::optional<std::string>;

[[noreturn]] void refuse(std::string_view method, const char* cause) {
  throw UsageError(cause, std::string(method));
}

// The parameters.

Parameter text_or_null(std::string_view method, const std::string& text) {
  if (text.find('\0') != std::string::npos) refuse(method, "PostgreSQL cannot hold a text with a zero byte");
  if (text.empty()) return std::nullopt;
  return text;
}

std::string name_of(std::string_view method, const std::string& text) {
  return text_or_null(method, text).value_or(std::string());
}

Parameter interval(std::chrono::seconds time) {
  if (time.count() <= 0) return std::nullopt;
  return std::to_string(time.count()) + " seconds";
}

Parameter version_of(std::string_view method, std::uint64_t version) {
  if (version == 0) return std::nullopt;
  if (version > static_cast<std::uint64_t>(std::numeric_limits<std::int64_t>::max())) {
    refuse(method, "PostgreSQL cannot hold a version above 2^63-1");
  }
  return std::to_string(version);
}

Parameter truth(bool value) { return value ? "true" : "false"; }

template <class Request>
Parameter data_of(const Request& request, const PostgresBroker& broker) {
  if (!request.b64data.empty()) {
    if (!broker.binary_data) refuse(Request::kMethod, "b64data needs a broker with binary_data");
    return name_of(Request::kMethod, request.b64data);
  }
  if (!request.data.has_value()) return std::nullopt;
  if (!broker.binary_data) check_jsonb(request.data.text(), Request::kMethod);
  return request.data.text();
}

Parameter tags_of(std::string_view method, const Tags& tags) {
  if (tags.empty()) return std::nullopt;
  std::string text = Json::of(tags).text();
  check_jsonb(text, method);
  return text;
}

Parameter idempotency_ttl(const std::string& key, const PostgresBroker& broker) {
  return key.empty() ? std::nullopt : interval(broker.idempotency_ttl);
}

/// All but the channel, which comes first.
template <class Request>
void add_stream_parameters(Statement& statement, const Request& request, const PostgresBroker& broker) {
  static_cast<void>(to_command(request));  // its checks
  constexpr std::string_view method = Request::kMethod;
  if (request.skip_history) refuse(method, "the PostgreSQL broker's functions cannot carry skip_history");
  std::vector<Parameter>& parameters = statement.parameters;
  parameters.push_back(data_of(request, broker));
  parameters.push_back(truth(!request.b64data.empty()));
  parameters.push_back(tags_of(method, request.tags));
  parameters.push_back(interval(broker.history_ttl));
  parameters.push_back(broker.history_size > 0 ? Parameter(std::to_string(broker.history_size))
                                               : std::nullopt);
  parameters.push_back(interval(broker.meta_ttl));
  parameters.push_back(version_of(method, request.version));
  parameters.push_back(text_or_null(method, request.version_epoch));
  parameters.push_back(text_or_null(method, request.idempotency_key));
  parameters.push_back(idempotency_ttl(request.idempotency_key, broker));
  parameters.push_back(truth(request.delta));
}

/// A list as PostgreSQL's array literal.
std::string array_of(const std::vector<std::string>& texts) {
  std::string array = "{";
  for (const std::string& text : texts) {
    if (array.size() > 1) array += ',';
    array += '"';
    for (const char c : text) {
      if (c == '"' || c == '\\') array += '\\';
      array += c;
    }
    array += '"';
  }
  return array += '}';
}

// The results.

[[noreturn]] void fail_unreadable() {
  ErrorFacts facts;
  facts.cause = "a function of the PostgreSQL broker returned an unknown form";
  facts.kind = FailureKind::unreadable;
  throw RequestException(std::move(facts));
}

const std::vector<Parameter>& only_row(const TextRows& rows) {
  if (rows.size() != 1) fail_unreadable();
  return rows.front();
}

template <class Result>
void read_row(const std::vector<Parameter>& row, Result& position, bool& suppressed, std::string& reason) {
  constexpr std::size_t kColumns = 4;
  if (row.size() != kColumns || !row[0] || !row[1] || !row[2]) fail_unreadable();
  const std::string& offset = *row[0];
  const char* const end = offset.data() + offset.size();
  const auto [stopped, error] = std::from_chars(offset.data(), end, position.offset);
  if (error != std::errc() || stopped != end) fail_unreadable();
  position.epoch = *row[1];
  suppressed = *row[2] == "t";
  reason = row[3].value_or(std::string());
}

template <class Result>
Result read_map_row(const TextRows& rows) {
  Result result;
  read_row(only_row(rows), result, result.suppressed, result.suppress_reason);
  return result;
}

}  // namespace

std::vector<Statement> broker_statements(const PostgresBroker& broker, bool with_maps) {
  std::vector<Statement> all = {publish_statement(broker), broadcast_statement(broker),
                                history_remove_statement(broker)};
  if (with_maps) {
    all.push_back(map_publish_statement(broker));
    all.push_back(map_remove_statement(broker));
  }
  return all;
}

template <>
CENT_OUTBOX_EXPORT Statement broker_statement(const PublishRequest& request, const PostgresBroker& broker) {
  Statement statement = publish_statement(broker);
  statement.parameters.emplace_back(name_of(PublishRequest::kMethod, request.channel));
  add_stream_parameters(statement, request, broker);
  return statement;
}

template <>
CENT_OUTBOX_EXPORT Statement broker_statement(const BroadcastRequest& request, const PostgresBroker& broker) {
  Statement statement = broadcast_statement(broker);
  statement.parameters.emplace_back(name_of(BroadcastRequest::kMethod, array_of(request.channels)));
  add_stream_parameters(statement, request, broker);
  return statement;
}

template <>
CENT_OUTBOX_EXPORT Statement broker_statement(const HistoryRemoveRequest& request,
                                              const PostgresBroker& broker) {
  static_cast<void>(to_command(request));  // its checks
  Statement statement = history_remove_statement(broker);
  statement.parameters.emplace_back(name_of(HistoryRemoveRequest::kMethod, request.channel));
  return statement;
}

template <>
CENT_OUTBOX_EXPORT Statement broker_statement(const MapPublishRequest& request,
                                              const PostgresBroker& broker) {
  static_cast<void>(to_command(request));  // its checks
  constexpr std::string_view method = MapPublishRequest::kMethod;
  if (request.stream_data.has_value() || !request.b64stream_data.empty() || request.score != 0) {
    refuse(method, "the PostgreSQL broker's functions cannot carry stream_data, b64stream_data and score");
  }
  Statement statement = map_publish_statement(broker);
  const bool expires = broker.key_ttl.count() > 0;
  statement.parameters = {
      name_of(method, request.channel),
      data_of(request, broker),
      truth(!request.b64data.empty()),
      name_of(method, request.key),
      tags_of(method, request.tags),
      interval(broker.key_ttl),
      expires ? interval(std::max(broker.meta_ttl, broker.key_ttl)) : std::nullopt,
      text_or_null(method, request.key_mode),
      version_of(method, request.version),
      text_or_null(method, request.version_epoch),
      text_or_null(method, request.idempotency_key),
      idempotency_ttl(request.idempotency_key, broker),
      truth(request.delta),
  };
  return statement;
}

template <>
CENT_OUTBOX_EXPORT Statement broker_statement(const MapRemoveRequest& request, const PostgresBroker& broker) {
  static_cast<void>(to_command(request));  // its checks
  constexpr std::string_view method = MapRemoveRequest::kMethod;
  Statement statement = map_remove_statement(broker);
  const bool expires = broker.key_ttl.count() > 0;
  statement.parameters = {name_of(method, request.channel), name_of(method, request.key),
                          expires ? interval(std::max(broker.meta_ttl, broker.key_ttl)) : std::nullopt,
                          text_or_null(method, request.idempotency_key),
                          idempotency_ttl(request.idempotency_key, broker)};
  return statement;
}

template <>
CENT_OUTBOX_EXPORT StreamPublishResult read_rows(const TextRows& rows) {
  StreamPublishResult result;
  read_row(only_row(rows), result.result, result.suppressed, result.suppress_reason);
  return result;
}

template <>
CENT_OUTBOX_EXPORT std::vector<StreamPublishResult> read_rows(const TextRows& rows) {
  std::vector<StreamPublishResult> results(rows.size());
  for (std::size_t i = 0; i < rows.size(); ++i) {
    read_row(rows[i], results[i].result, results[i].suppressed, results[i].suppress_reason);
  }
  return results;
}

template <>
CENT_OUTBOX_EXPORT HistoryRemoveResult read_rows(const TextRows& rows) {
  static_cast<void>(only_row(rows));
  return {};
}

template <>
CENT_OUTBOX_EXPORT MapPublishResult read_rows(const TextRows& rows) {
  return read_map_row<MapPublishResult>(rows);
}

template <>
CENT_OUTBOX_EXPORT MapRemoveResult read_rows(const TextRows& rows) {
  return read_map_row<MapRemoveResult>(rows);
}

}  // namespace cent::outbox
