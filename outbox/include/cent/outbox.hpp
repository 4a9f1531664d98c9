#pragma once
#include <cent/command.hpp>
#include <cent/methods.hpp>
#include <cent/outbox/export.hpp>
#include <cstdint>
#include <string>
#include <string_view>
#include <type_traits>
#include <vector>

/// Commands that become part of a transaction of your database. A program writes them as rows into a table,
/// the outbox, in the transaction that changes its data. A consumer of Centrifugo reads the rows after the
/// commit, executes and deletes them. So the data and the message are both there, or neither is. A separate
/// component, target `cent::outbox`; it needs no database itself.
///
///     const cent::outbox::Table table{8};  // num_partitions, as in the server's configuration
///     pqxx::work transaction{connection};
///     transaction.exec("UPDATE orders SET state = 'paid' WHERE id = 17");
///     cent::Outbox outbox{table};
///     outbox.publish("orders", cent::Json::raw(R"({"id":17,"state":"paid"})"));
///     cent::outbox::insert(transaction, outbox);  // <cent/outbox/pqxx.hpp>
///     transaction.commit();
///
/// The headers of cent/outbox/ insert the rows with libpqxx and libpq, make records for message brokers, add
/// them to Redis Streams, and call the SQL functions of the server's PostgreSQL broker.
namespace cent::outbox {

class Outbox;

/// Type of the table's column `payload`.
enum class PayloadType : unsigned char {
  text,  ///< Keeps the JSON text as it is.
  /// PostgreSQL's own form. Subscribers get its spelling: `1.0e2` arrives as `100`, members are sorted by
  /// length and name, of members with the same name only the last is left, and escapes are resolved.
  /// `\u0000` is rejected: cent throws before it is inserted.
  jsonb,
};

/// The outbox table, and how the server's consumer reads it. Its members are settings of that consumer.
struct Table {
  /// Required, at least 1: `num_partitions` of the consumer. A row of a higher partition is never read, so
  /// increase it at the server first, and decrease it there last, when no higher partition has rows.
  std::uint32_t num_partitions = 0;
  /// `outbox_table_name`: lower-case letters, digits and `_`, after the schema's name and a point if needed.
  std::string name = "centrifugo_outbox";
  PayloadType payload = PayloadType::text;  ///< Type of the column `payload`.
  /// `partition_notification_channel`. Empty: the consumer polls, by default every 300 ms.
  std::string notification_channel{};
};

/// The SQL that creates the table, its index, and with a notification_channel the trigger that wakes up the
/// consumer. It can be repeated. Needs PostgreSQL 11 or later.
/// @throws UsageError if a member of the table is invalid.
[[nodiscard]] CENT_OUTBOX_EXPORT std::string schema(const Table& table);

/// Returns the partition of a channel, below num_partitions: `(hash ^ (hash >> 32)) % num_partitions`, where
/// hash is the 64-bit FNV-1a of the channel's bytes. It is the same on every machine and in every release: of
/// 1000 partitions, the empty text has number 945, `a` 824, `orders` 670, `user:42` 598.
/// @throws UsageError if num_partitions is 0, or the channel a null pointer.
[[nodiscard]] CENT_OUTBOX_EXPORT std::uint32_t partition_of(const TextArgument& channel,
                                                            std::uint32_t num_partitions);

/// A command as consumers read it.
struct Row {
  std::string method{};         ///< Wire name, such as `publish`.
  std::string payload{};        ///< The parameters, a JSON object.
  std::uint32_t partition = 0;  ///< Rows of one partition are executed one after the other.
};

/// Appends the row as a line of `COPY … (method, payload, partition) FROM STDIN`, for a database library
/// without an adapter.
CENT_OUTBOX_EXPORT void append_copy_line(std::string& text, const Row& row);

/// True for the requests that consumers execute (v6.9.1). A consumer deletes any other row unexecuted, with
/// one line in the log that names neither the row nor its method.
template <class Request>
inline constexpr bool executed_by_consumers =
    std::is_same_v<Request, PublishRequest> || std::is_same_v<Request, BroadcastRequest> ||
    std::is_same_v<Request, SubscribeRequest> || std::is_same_v<Request, UnsubscribeRequest> ||
    std::is_same_v<Request, DisconnectRequest> || std::is_same_v<Request, HistoryRemoveRequest> ||
    std::is_same_v<Request, RefreshRequest>;

}  // namespace cent::outbox

namespace cent {

/// On Outbox a method returns nothing: it adds a row.
template <class R>
struct Returns<outbox::Outbox, R> {
  using type = void;  ///< Nothing.
};

namespace outbox {

/// Commands for consumers, as rows: a face of Methods like Batch. Only the methods that consumers execute
/// compile: publish, broadcast, subscribe, unsubscribe, disconnect, history_remove and refresh.
///
/// A row's partition is that of its channel, so the commands of a channel are executed in their order. A
/// broadcast becomes one row for each partition that its channels have. Commands without a channel
/// (disconnect, refresh) have the partition of their user, so they may overtake the user's subscribe and
/// unsubscribe, and be overtaken.
///
/// A consumer executes each row at least once: twice if the server ends between the execution and the
/// deletion. With an idempotency key (see idempotency_key()) a publication still appears once.
///
/// A value type, for one thread at a time.
class CENT_OUTBOX_EXPORT Outbox : public Methods<Outbox> {
 public:
  /// Without rows. @throws UsageError if a member of the table is invalid.
  explicit Outbox(Table table);

  /// Every method calls this with its request.
  /// @throws UsageError if the request is invalid, or the column's type rejects it; no row is then added.
  template <class Request>
  void call(const Request& request) {
    static_assert(executed_by_consumers<Request>,
                  "consumers of Centrifugo execute only publish, broadcast, subscribe, unsubscribe, "
                  "disconnect, history_remove and refresh");
    if constexpr (!executed_by_consumers<Request>) {
      return;  // the message above is all that is wrong
    } else if constexpr (std::is_same_v<Request, BroadcastRequest>) {
      add_broadcast(request);
    } else if constexpr (std::is_same_v<Request, DisconnectRequest> ||
                         std::is_same_v<Request, RefreshRequest>) {
      add(to_command(request), request.user);
    } else {
      add(to_command(request), request.channel);
    }
  }
  /// Always throws UsageError: without a typed request, neither its method nor its partition is certain.
  [[noreturn]] void call(const Command& command);

  /// The rows so far, in the order of the calls.
  [[nodiscard]] const std::vector<Row>& rows() const noexcept { return rows_; }
  /// The table that was given.
  [[nodiscard]] const Table& table() const noexcept { return table_; }
  /// Removes all rows.
  void clear() noexcept { rows_.clear(); }

 private:
  void add(Command command, std::string_view ordered_by);
  void add_broadcast(const BroadcastRequest& request);
  [[nodiscard]] Row row_of(Command command, std::uint32_t partition) const;

  Table table_;
  std::vector<Row> rows_{};
};

}  // namespace outbox

using outbox::Outbox;

}  // namespace cent
