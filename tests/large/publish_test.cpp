// 100,000 publications: to 100 channels, and to as many.
#include <algorithm>
#include <numeric>
#include <random>

#include "large/large.hpp"

namespace cent::test {
namespace {

// To 100 channels: as one batch, and in the groups of an AsyncClient.

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

// A broadcast to 100,000 channels, which goes in several requests: one response for each channel, in the
// caller's order.

constexpr std::size_t kEveryUnknown =
    997;  // as many channels apart are those of a namespace that is not there

bool is_unknown(std::size_t number) { return number % kEveryUnknown == 0; }

/// A shuffled list of channels. The answer of a channel follows from its number alone, so responses in any
/// order but that of the list are noticed.
class Channels {
 public:
  Channels() : numbers_(kMany) {
    std::iota(numbers_.begin(), numbers_.end(), std::size_t{0});
    std::shuffle(numbers_.begin(), numbers_.end(), std::mt19937_64{17});
  }
  [[nodiscard]] BroadcastRequest all() const {
    return request([](std::size_t) { return true; });
  }
  /// The channels with an even number: they get one publication more.
  [[nodiscard]] BroadcastRequest even() const {
    return request([](std::size_t number) { return number % 2 == 0; });
  }
  /// The result of the broadcast to all() number `round`, from 1; even() came before.
  void expect(const BroadcastResult& result, std::size_t round) const {
    ASSERT_EQ(result.responses.size(), kMany);
    for (std::size_t i = 0; i < kMany; ++i) {
      const PublishResponse& response = result.responses[i];
      if (is_unknown(numbers_[i])) {
        ASSERT_TRUE(response.error) << i;
        ASSERT_EQ(response.error->code, 102U) << i;
      } else {
        ASSERT_TRUE(response.result) << i;
        ASSERT_EQ(response.result->offset, round + (numbers_[i] % 2 == 0 ? 1 : 0)) << i;
      }
    }
  }

 private:
  template <class Wanted>
  [[nodiscard]] BroadcastRequest request(const Wanted& wanted) const {
    BroadcastRequest made;
    made.data = Json::raw("{\"text\":\"" + std::string(80, 'x') + "\"}");
    for (const std::size_t number : numbers_) {
      if (wanted(number))
        made.channels.push_back((is_unknown(number) ? "nobody:knows" : "large") + std::to_string(number));
    }
    return made;
  }

  std::vector<std::size_t> numbers_;
};

TEST_F(Large, BroadcastByClient) {
  CENT_NEEDS_PROGRAM("nginx");
  const Channels channels;
  Client client = patient_client();
  client.broadcast(channels.even());
  {
    const Meter cost = meter();
    channels.expect(client.broadcast(channels.all()), 1);
    summarize("a broadcast to 100,000 channels, Client: " + cost.text());
  }
  const Neighbour nginx = default_nginx();
  Client through_nginx{nginx.address(), patient<ClientOptions>()};
  const Meter cost = meter();
  channels.expect(through_nginx.broadcast(channels.all()), 2);
  summarize("  through nginx with its defaults: " + cost.text());

  Client hasty{address(), "api_key"};
  summarize("  with the default deadline: " + outcome_of([&] { hasty.broadcast(channels.all()); }));
}

TEST_F(Large, BroadcastByAsyncClient) {
  CENT_NEEDS_PROGRAM("nginx");
  const Channels channels;
  patient_client().broadcast(channels.even());
  {
    const Meter cost = meter();
    AsyncClient client{address(), patient<AsyncClientOptions>()};
    channels.expect(client.broadcast(channels.all()).get(), 1);
    summarize("a broadcast to 100,000 channels, AsyncClient: " + requests_of(client) + cost.text());
  }
  const Neighbour nginx = default_nginx();
  const Meter cost = meter();
  AsyncClient through_nginx{nginx.address(), patient<AsyncClientOptions>()};
  channels.expect(through_nginx.broadcast(channels.all()).get(), 2);
  summarize("  through nginx with its defaults: " + requests_of(through_nginx) + cost.text());

  AsyncClient hasty{address(), "api_key"};
  summarize("  with the default deadline: " + outcome_of([&] { hasty.broadcast(channels.all()).get(); }));
}

}  // namespace
}  // namespace cent::test
