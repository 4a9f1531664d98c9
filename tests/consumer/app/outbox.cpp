// The part cent::outbox: a row, its partition, and the record that any consumer reads.
#include <cent/outbox.hpp>
#include <cent/outbox/postgres_broker.hpp>
#include <cent/outbox/records.hpp>

#include "check.hpp"

int main() {
  cent::Outbox outbox{cent::outbox::Table{1000}};
  outbox.publish("orders", cent::Json::of(17));
  CHECK(outbox.rows().size() == 1 && outbox.rows()[0].partition == 670);
  CHECK(cent::outbox::record_text(outbox.rows()[0]) ==
        R"({"method":"publish","payload":{"channel":"orders","data":17}})");
  CHECK(cent::outbox::broker_statements({}).size() == 3);
}
