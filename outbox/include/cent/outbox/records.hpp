#pragma once
#include <cent/outbox.hpp>
#include <string>
#include <utility>
#include <vector>

/// Commands and publications as records of a message broker from which Centrifugo consumes.
namespace cent::outbox {

/// Names and values: headers (Kafka, NATS), attributes (Pub/Sub, SQS), properties (Service Bus), or the
/// fields of a Redis Streams entry.
using Fields = std::vector<std::pair<std::string, std::string>>;

/// The text of a record for any consumer: `{"method":…,"payload":…}`. In Kafka give it the row's partition,
/// with as many partitions as the topic has: Centrifugo executes the records of a partition in order.
[[nodiscard]] CENT_OUTBOX_EXPORT std::string record_text(const Row& row);

/// The fields of a Redis Streams entry: `method` and `payload`, the default names of the server.
[[nodiscard]] CENT_OUTBOX_EXPORT Fields redis_entry(const Row& row);

/// A record whose value is not a command.
struct Record {
  Fields fields{};      ///< Its headers, attributes or properties.
  std::string value{};  ///< Its body.
};

/// A record whose method is the header `centrifugo-method`, the server's default name, and whose value is the
/// payload alone.
[[nodiscard]] CENT_OUTBOX_EXPORT Record record(const Row& row);

/// A record for a consumer in publication data mode: the value is the data, and the fields, under the
/// server's default names, are the channel, the idempotency key, delta, version and tags.
/// @throws UsageError if the request is invalid or has what this mode cannot carry: skip_history, b64data, a
/// comma in a channel, a control character in a field, a colon or space in the name of a tag.
[[nodiscard]] CENT_OUTBOX_EXPORT Record publication_record(const PublishRequest& request);
/// The same for several channels, which become one field.
[[nodiscard]] CENT_OUTBOX_EXPORT Record publication_record(const BroadcastRequest& request);

/// The fields of a Redis Streams entry in publication data mode: those of the record, and `payload`.
[[nodiscard]] CENT_OUTBOX_EXPORT Fields redis_entry(const Record& record);

}  // namespace cent::outbox
