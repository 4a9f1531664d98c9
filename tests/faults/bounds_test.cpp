// Row 45: what is far too large is refused before it is kept, and sums of sizes do not overflow.
#include <cent/async_client.hpp>
#include <limits>

#include "curl/http_fixture.hpp"

namespace cent::test {
namespace {

std::vector<std::string> a_million_channels() {
  std::vector<std::string> channels;
  channels.reserve(1'000'000);
  for (int i = 0; i < 1'000'000; ++i) channels.push_back("channel-" + std::to_string(i));
  return channels;
}

TEST(FaultRow, Row45_AMillionChannelsAreRefusedByTheQueueAndLeaveNothingInIt) {
  FaultServer server;
  AsyncClient client{server.address()};
  const BroadcastRequest request{a_million_channels(), id_data("a")};
  const auto error = error_of([&] { client.broadcast(request); });
  EXPECT_EQ(error.kind(), FailureKind::too_large) << error.what();
  EXPECT_EQ(error.delivery(), Delivery::refused);
  EXPECT_FALSE(error.retryable());
  EXPECT_EQ(client.stats().accepted, 0U);
  EXPECT_EQ(client.stats().queue_bytes, 0U);
  client.publish("c", id_data("after")).get();
  EXPECT_EQ(server.executions().total(), 1U);
}

TEST(FaultRow, Row45_AClientSendsAMillionChannelsIfTheLimitsAllowIt) {
  FaultServer server;
  server.always(faults::status(413));
  ClientOptions options = one_attempt(std::chrono::seconds{60});
  Client client{server.address(), options};
  const auto error = error_of([&] {
    client.broadcast(BroadcastRequest{a_million_channels(), id_data("a")});
  });
  EXPECT_EQ(error.kind(), FailureKind::too_large) << error.what();
  EXPECT_EQ(error.delivery(), Delivery::refused);
}

TEST(FaultRow, Row45_BoundsOfAnySizeDoNotOverflow) {
  constexpr std::size_t kMost = std::numeric_limits<std::size_t>::max();
  FaultServer server;
  AsyncClientOptions options;
  options.max_queue_bytes = kMost;
  options.max_queue_commands = kMost;
  options.max_command_bytes = kMost;
  options.max_batch_bytes = kMost;
  options.max_batch_commands = kMost;
  options.http.max_reply_bytes = kMost;
  AsyncClient client{server.address(), options};
  std::vector<std::future<PublishResult>> results;
  for (int i = 0; i < 50; ++i) results.push_back(client.publish("c", Json::of(std::string(100'000, 'x'))));
  for (auto& result : results) EXPECT_NO_THROW(result.get());
  EXPECT_EQ(client.close(std::chrono::seconds{5}), 0U);
  EXPECT_EQ(client.stats().queue_bytes, 0U);
}

TEST(FaultRow, Row45_APayloadAboveTheBoundIsRefusedWhateverItsSize) {
  FaultServer server;
  AsyncClient client{server.address()};
  for (const std::size_t size : {std::size_t{9} << 20U, std::size_t{256} << 20U}) {
    const auto error = error_of([&] { client.publish("c", Json::of(std::string(size, 'x'))); });
    EXPECT_EQ(error.kind(), FailureKind::too_large) << error.what();
    EXPECT_EQ(error.delivery(), Delivery::refused);
  }
  EXPECT_EQ(client.stats().queue_bytes, 0U);
  EXPECT_EQ(server.stats().connections, 0U);
}

}  // namespace
}  // namespace cent::test
