// A publication whose answer was cut off, on servers that do not say which version they are.
#include <cent/async_client.hpp>

#include "curl/http_fixture.hpp"

namespace cent::test {
namespace {

/// A server that knows what 6.9.1 knows and says that it is 0.0.0, as a build without a number does.
FaultServerOptions unnumbered(const std::string& knows = "6.9.1") {
  FaultServerOptions options;
  options.version = knows;
  options.reported_version = "0.0.0";
  return options;
}

template <class Options>
Options asserting(const std::string& version) {
  Options options;
  options.timeout = std::chrono::seconds{30};
  options.generate_key = true;
  options.server_version = version;
  return options;
}

/// Publishes while the answer is cut off: the error's text, or nothing if all went well in the end.
template <class Options>
std::string cut_off(FaultServer& server, const Options& options, const std::string& id) {
  server.script({faults::execute_then_close()});
  Client client{server.address(), options};
  try {
    client.publish("c", id_data(id));
    return {};
  } catch (const RequestException& error) {
    EXPECT_EQ(error.delivery(), Delivery::unknown) << error.what();
    return error.what();
  }
}

TEST(ServerVersion, ABuildWithoutANumberIsNotTrustedWithARepetitionAndTheErrorSaysWhy) {
  for (const char* knows : {"6.9.1", "5.1.9"}) {
    FaultServer server{unnumbered(knows)};
    const std::string text = cut_off(server, asserting<ClientOptions>(""), "a");
    EXPECT_TRUE(has(text, "the server reports version 0.0.0; idempotency keys need 5.2")) << text;
    EXPECT_TRUE(has(text, "ClientOptions::server_version")) << text;
    EXPECT_EQ(server.executions().count("a"), 1U);
    EXPECT_EQ(server.stats().infos, 1U);
  }
}

TEST(ServerVersion, TheOptionAssertsItAndThePublicationIsRepeated) {
  FaultServer server{unnumbered()};
  EXPECT_EQ(cut_off(server, asserting<ClientOptions>("6.9.1"), "a"), "");
  EXPECT_EQ(server.executions().count("a"), 1U);
  EXPECT_EQ(server.cluster().suppressed(), 1U);
  EXPECT_EQ(server.stats().infos, 0U) << "nobody need be asked";
}

TEST(ServerVersion, TheOptionMayAlsoSayLessThanTheServerReports) {
  FaultServer server;  // 6.9.1
  const std::string text = cut_off(server, asserting<ClientOptions>("5.1"), "a");
  EXPECT_TRUE(has(text, "ClientOptions::server_version is 5.1; idempotency keys need 5.2")) << text;
  EXPECT_EQ(server.executions().count("a"), 1U);
  EXPECT_EQ(server.stats().requests, 1U);
}

TEST(ServerVersion, IsNoReasonWhereNothingWouldProtect) {
  FaultServer server{unnumbered()};
  server.script({faults::execute_then_close()});
  Client client{server.address(), unhurried()};
  PublishRequest request{"c", id_data("a")};
  request.version = 1;
  const auto error = error_of([&] { client.publish(request); });
  EXPECT_FALSE(has(error.what(), "the server reports")) << error.what();
}

TEST(ServerVersion, HoldsForAsyncClientsToo) {
  for (const char* asserted : {"", "6.9.1"}) {
    FaultServer server{unnumbered()};
    server.script({faults::execute_then_close()});
    AsyncClient client{server.address(), asserting<AsyncClientOptions>(asserted)};
    auto result = client.publish("c", id_data("a"));
    const bool known = *asserted != '\0';
    if (known) {
      EXPECT_NO_THROW(result.get());
    } else {
      const auto error = error_of([&] { result.get(); });
      EXPECT_EQ(error.delivery(), Delivery::unknown);
      EXPECT_TRUE(has(error.what(), "the server reports version 0.0.0")) << error.what();
    }
    EXPECT_EQ(server.executions().count("a"), 1U);
    EXPECT_EQ(server.cluster().suppressed(), known ? 1U : 0U);
  }
}

TEST(ServerVersion, EachCommandOfABatchSaysWhatItLacks) {
  FaultServerOptions of_server;
  of_server.version = "5.1.9";
  FaultServer server{of_server};
  server.script({faults::execute_then_close()});
  Client client{server.address(), unhurried()};
  Batch batch;
  PublishRequest keyed{"c", id_data("a")};
  keyed.idempotency_key = "k";
  PublishRequest versioned{"d", id_data("b")};
  versioned.version = 1;
  const auto first = batch.publish(keyed);
  const auto second = batch.publish(versioned);
  const auto third = batch.publish("e", id_data("c"));
  const Replies replies = client.send(batch);
  EXPECT_TRUE(has(replies[first].error().what(), "keys need 5.2")) << replies[first].error().what();
  for (const auto& other : {second, third}) {
    EXPECT_FALSE(has(replies[other].error().what(), "need 5.2")) << replies[other].error().what();
  }
}

TEST(ServerVersion, ABadOneIsRefusedAtOnce) {
  for (const char* bad : {"latest", "6", "0.0.0"}) {
    ClientOptions options;
    options.server_version = bad;
    EXPECT_THROW(Client("http://127.0.0.1:1", options), UsageError) << bad;
  }
}

}  // namespace
}  // namespace cent::test
