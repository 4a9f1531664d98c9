// Records for message brokers, as the consumers of v6.9.1 read them.
#include <gtest/gtest.h>

#include <cent/errors.hpp>
#include <cent/outbox/records.hpp>
#include <nlohmann/json.hpp>

namespace cent::test {
namespace {

using outbox::Fields;
using outbox::Record;

TEST(OutboxRecords, CarryMethodAndPayload) {
  Outbox outbox{outbox::Table{8}};
  outbox.publish("orders", Json::raw("{\"id\": 1.0e2}"));
  const outbox::Row& row = outbox.rows().front();
  EXPECT_EQ(outbox::record_text(row),
            R"({"method":"publish","payload":{"channel":"orders","data":{"id": 1.0e2}}})");
  EXPECT_EQ(outbox::redis_entry(row),
            (Fields{{"method", "publish"}, {"payload", R"({"channel":"orders","data":{"id": 1.0e2}})"}}));
  const Record record = outbox::record(row);
  EXPECT_EQ(record.fields, (Fields{{"centrifugo-method", "publish"}}));
  EXPECT_EQ(record.value, row.payload);
}

TEST(OutboxRecords, OfPublicationsHaveTheDataAsValue) {
  PublishRequest request{"orders", Json::raw("[1]")};
  EXPECT_EQ(outbox::publication_record(request).fields, (Fields{{"centrifugo-channels", "orders"}}));
  request.idempotency_key = "k";
  request.delta = true;
  request.version = 18'446'744'073'709'551'615U;
  request.version_epoch = "e";
  request.tags = {{"colour", "red"}, {"empty", ""}};
  const Record record = outbox::publication_record(request);
  EXPECT_EQ(record.fields, (Fields{{"centrifugo-channels", "orders"},
                                   {"centrifugo-idempotency-key", "k"},
                                   {"centrifugo-delta", "true"},
                                   {"centrifugo-version", "18446744073709551615"},
                                   {"centrifugo-version-epoch", "e"},
                                   {"centrifugo-tag-colour", "red"},
                                   {"centrifugo-tag-empty", ""}}));
  EXPECT_EQ(record.value, "[1]");
  EXPECT_EQ(outbox::redis_entry(record).back(), (std::pair<std::string, std::string>{"payload", "[1]"}));
  EXPECT_EQ(outbox::publication_record(BroadcastRequest{{"a", "b"}, Json::of(1)}).fields,
            (Fields{{"centrifugo-channels", "a,b"}}));
}

TEST(OutboxRecords, RefuseWhatPublicationDataModeCannotCarry) {
  const PublishRequest good{"orders", Json::of(1)};
  EXPECT_NO_THROW(static_cast<void>(outbox::publication_record(good)));
  const auto refused = [&](const auto& change) {
    PublishRequest bad = good;
    change(bad);
    EXPECT_THROW(static_cast<void>(outbox::publication_record(bad)), UsageError);
  };
  refused([](PublishRequest& bad) { bad.channel.clear(); });
  refused([](PublishRequest& bad) { bad.channel = "a,b"; });
  refused([](PublishRequest& bad) { bad.channel = "a\nb"; });
  refused([](PublishRequest& bad) { bad.skip_history = true; });
  refused([](PublishRequest& bad) { bad.b64data = "AA=="; });
  refused([](PublishRequest& bad) { bad.idempotency_key = "a\r\nb"; });
  refused([](PublishRequest& bad) { bad.tags = {{"a:b", "c"}}; });
  refused([](PublishRequest& bad) { bad.tags = {{"a\n", "c"}}; });
  refused([](PublishRequest& bad) { bad.tags = {{"a", "\x7F"}}; });
  EXPECT_THROW(static_cast<void>(outbox::publication_record(BroadcastRequest{{"a", "b,c"}, Json::of(1)})),
               UsageError);
}

}  // namespace
}  // namespace cent::test
