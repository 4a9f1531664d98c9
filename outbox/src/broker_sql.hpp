#pragma once
#include <cent/outbox/postgres_broker.hpp>

// The SQL of each request, without parameters. A name contains that of the function, so that one connection
// can serve several brokers.
namespace cent::outbox {

Statement publish_statement(const PostgresBroker& broker);
Statement broadcast_statement(const PostgresBroker& broker);
Statement history_remove_statement(const PostgresBroker& broker);
Statement map_publish_statement(const PostgresBroker& broker);
Statement map_remove_statement(const PostgresBroker& broker);

}  // namespace cent::outbox
