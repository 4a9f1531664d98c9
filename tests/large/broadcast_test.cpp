// A broadcast to 100,000 channels, which goes in several requests: one response for each channel, in the
// caller's order.
#include <algorithm>
#include <numeric>
#include <random>

#include "large/large.hpp"

namespace cent::test {
namespace {

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
