// 100,000 publications to 100 channels: as one batch, and in the groups of an AsyncClient.
#include "large/large.hpp"

namespace cent::test {
namespace {

constexpr std::size_t kChannels = 100;

PublishRequest publication(std::size_t i) {
  return {"large" + std::to_string(i % kChannels),
          Json::raw("{\"i\":" + std::to_string(i) + ",\"text\":\"" + std::string(80, 'x') + "\"}")};
}

/// All publications of round `round` arrived, each once and in order.
void expect_all(const std::vector<std::uint64_t>& offsets, std::size_t round) {
  ASSERT_EQ(offsets.size(), kMany);
  for (std::size_t i = 0; i < kMany; ++i)
    ASSERT_EQ(offsets[i], round * kMany / kChannels + i / kChannels + 1) << i;
}

struct Sent {
  std::vector<std::uint64_t> offsets{};
  std::string first_error{};
  Delivery delivery = Delivery::applied;  ///< Of the first error.
};

Sent send_batch(Client& client) {
  Batch batch;
  std::vector<Ticket<PublishResult>> tickets;
  for (std::size_t i = 0; i < kMany; ++i) tickets.push_back(batch.call(publication(i)));
  const Replies replies = client.send(batch);
  Sent sent;
  for (const auto& ticket : tickets) {
    const auto reply = replies[ticket];
    if (reply.ok()) {
      sent.offsets.push_back(reply.value().offset);
    } else if (sent.first_error.empty()) {
      sent.first_error = reply.error().what();
      sent.delivery = reply.delivery();
    }
  }
  return sent;
}

TEST_F(Large, BatchByClient) {
  CENT_NEEDS_PROGRAM("nginx");
  Client client = patient_client();
  const Meter cost = meter();
  expect_all(send_batch(client).offsets, 0);
  summarize("a batch of 100,000 publications, Client: " + cost.text());

  const Neighbour nginx = default_nginx();
  Client through_nginx{nginx.address(), patient<ClientOptions>()};
  const Sent refused = send_batch(through_nginx);
  summarize("  through nginx with its defaults: " + refused.first_error);
  EXPECT_EQ(refused.delivery, Delivery::refused);
  EXPECT_EQ(client.history({"large0", 0}).offset, kMany / kChannels);

  Client hasty{address(), "api_key"};
  const Sent late = send_batch(hasty);
  summarize("  with the default deadline: " + (late.first_error.empty() ? "passed" : late.first_error));
}

void submit_all(AsyncClient& client, std::size_t round) {
  std::vector<std::uint64_t> offsets(kMany);
  for (std::size_t i = 0; i < kMany; ++i) {
    client.call(publication(i), [&at = offsets[i]](const Reply<PublishResult>& reply) {
      at = reply.ok() ? reply.value().offset : 0;
    });
  }
  ASSERT_EQ(client.flush(std::chrono::seconds{60}), 0U);
  expect_all(offsets, round);
}

TEST_F(Large, BatchByAsyncClient) {
  CENT_NEEDS_PROGRAM("nginx");
  auto options = patient<AsyncClientOptions>();
  options.when_full = WhenFull::wait;
  {
    const Meter cost = meter();
    AsyncClient client{address(), options};
    submit_all(client, 0);
    summarize("100,000 publications, AsyncClient: " + requests_of(client) + cost.text());
  }
  const Neighbour nginx = default_nginx();
  const Meter cost = meter();
  AsyncClient client{nginx.address(), options};
  submit_all(client, 1);
  summarize("  through nginx with its defaults: " + requests_of(client) + cost.text());
}

}  // namespace
}  // namespace cent::test
