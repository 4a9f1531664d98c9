#pragma once
#include <cent/methods.hpp>
#include <cent/outbox/export.hpp>
#include <chrono>
#include <cstdint>
#include <optional>
#include <string>
#include <type_traits>
#include <utility>
#include <vector>

/// The SQL functions of the server's PostgreSQL broker (`broker.type` or `map_broker.type`: `postgres`, since
/// v6.8). They publish inside a transaction of yours, in the database that the server uses: subscribers get
/// the message after the commit, and nothing after a rollback.
namespace cent::outbox {

/// How the server's broker is configured, and settings of the channels. The functions know no namespaces, so
/// what a namespace says about history must be repeated here.
struct PostgresBroker {
  std::string table_prefix = "cf";      ///< `table_prefix` of the broker: lower-case letters, digits and `_`.
  bool binary_data = false;             ///< `binary_data` of the broker: payloads are not changed by jsonb.
  std::int32_t history_size = 0;        ///< 0: as the channel's last publication, 100 for its first.
  std::chrono::seconds history_ttl{0};  ///< 0: as the channel's last publication, 60 s for its first.
  std::chrono::seconds meta_ttl{24 * 3600};   ///< How long offset and epoch of an unused channel are kept.
  std::chrono::seconds key_ttl{0};            ///< Lifetime of a map's keys. 0: they do not expire.
  std::chrono::seconds idempotency_ttl{300};  ///< How long an idempotency key is remembered.
};

/// Result of a publication. The position is always given, also for a channel without history.
struct StreamPublishResult {
  PublishResult result{};   ///< Position; if suppressed, that of the first result or the channel's last.
  bool suppressed = false;  ///< It was not published.
  std::string suppress_reason{};  ///< `idempotency` or `version`.
};

/// An SQL statement with its parameters as text. One without a value is NULL.
struct Statement {
  std::string name{};                                    ///< For a prepared statement.
  std::string sql{};                                     ///< Parameters are `$1`, `$2`, ….
  std::vector<std::optional<std::string>> parameters{};  ///< In their order.
};

/// The rows that a statement returns, as text. A value that is absent was NULL.
using TextRows = std::vector<std::vector<std::optional<std::string>>>;

/// All statements, without parameters: prepare them once for each connection. Functions for maps exist only
/// in the database of a map broker: `with_maps`.
/// @throws UsageError if a member of the settings is invalid.
[[nodiscard]] CENT_OUTBOX_EXPORT std::vector<Statement> broker_statements(const PostgresBroker& broker,
                                                                          bool with_maps = false);

/// The statement of a request: of PublishRequest, BroadcastRequest, HistoryRemoveRequest, MapPublishRequest
/// and MapRemoveRequest. It returns a row, that of a broadcast one for each channel.
/// @throws UsageError if the request or a setting is invalid, or the functions cannot carry it: skip_history,
/// stream_data, score, a version above 2^63-1, a zero byte in a text, b64data unless binary_data is set, and
/// otherwise a payload or tag with `\u0000`.
template <class Request>
[[nodiscard]] CENT_OUTBOX_EXPORT Statement broker_statement(const Request& request,
                                                            const PostgresBroker& broker);

/// Reads the rows of a statement: as StreamPublishResult, a vector of these, HistoryRemoveResult,
/// MapPublishResult or MapRemoveResult.
/// @throws RequestException (unreadable) if they have another form.
template <class Result>
[[nodiscard]] CENT_OUTBOX_EXPORT Result read_rows(const TextRows& rows);

template <class Connection>
class PostgresPublisher;

}  // namespace cent::outbox

namespace cent {

/// On PostgresPublisher a method returns its result: with suppression where the functions report it.
template <class Connection, class R>
struct Returns<outbox::PostgresPublisher<Connection>, R> {
  using type = R;  ///< The result.
};
/// A publication's result says whether it was suppressed.
template <class Connection>
struct Returns<outbox::PostgresPublisher<Connection>, PublishResult> {
  using type = outbox::StreamPublishResult;  ///< The result, with suppression.
};
/// A broadcast returns a result for each channel.
template <class Connection>
struct Returns<outbox::PostgresPublisher<Connection>, BroadcastResult> {
  using type = std::vector<outbox::StreamPublishResult>;  ///< In the order of the channels.
};

namespace outbox {

/// A face of Methods that calls the SQL functions. Its methods are publish, broadcast, history_remove,
/// map_publish and map_remove; no other compiles. `Connection` is a transaction of libpqxx
/// (cent/outbox/pqxx.hpp) or a PGconn (cent/outbox/libpq.hpp), on a connection for which prepare() was
/// called.
///
///     cent::outbox::prepare(connection, broker);  // once
///     pqxx::work transaction{connection};
///     cent::outbox::PostgresPublisher publisher{transaction, broker};
///     publisher.publish("orders", cent::Json::raw(R"({"id":17})"));
///     transaction.commit();
///
/// A publication locks its channel's shard (8 by default) until the end of the transaction, so publish last.
/// Two transactions that lock several shards in different order may deadlock, and PostgreSQL ends one of them
/// after a second. A broadcast locks in an order that cannot deadlock with other broadcasts.
template <class Connection>
class PostgresPublisher : public Methods<PostgresPublisher<Connection>> {
 public:
  /// Both must outlive it.
  PostgresPublisher(Connection& connection, const PostgresBroker& broker)
      : connection_(connection), broker_(broker) {}

  /// Every method calls this with its request.
  /// @throws UsageError as broker_statement(), and the errors of the database library.
  template <class Request>
  ReturnType<PostgresPublisher, typename Request::Result> call(const Request& request) {
    constexpr bool known =
        std::is_same_v<Request, PublishRequest> || std::is_same_v<Request, BroadcastRequest> ||
        std::is_same_v<Request, HistoryRemoveRequest> || std::is_same_v<Request, MapPublishRequest> ||
        std::is_same_v<Request, MapRemoveRequest>;
    static_assert(known,
                  "the PostgreSQL broker has functions only for publish, broadcast, history_remove, "
                  "map_publish and map_remove");
    using Result = ReturnType<PostgresPublisher, typename Request::Result>;
    if constexpr (known) {
      return read_rows<Result>(run(connection_, broker_statement(request, broker_)));
    } else {
      return Result{};  // the message above is all that is wrong
    }
  }

 private:
  Connection& connection_;
  const PostgresBroker& broker_;
};

}  // namespace outbox
}  // namespace cent
