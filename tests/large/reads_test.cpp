// Large answers: a history and a list of 100,000, the presence of 10,000.
#include <deque>

#include "large/large.hpp"
#include "support/plain_http.hpp"

namespace cent::test {
namespace {

using nlohmann::json;

/// Publishes them in batches, since one request with all would be too long.
void fill(Client& client, const std::string& channel) {
  const Json data = Json::raw("{\"text\":\"" + std::string(180, 'x') + "\"}");
  for (std::size_t i = 0; i < 20; ++i) {
    Batch batch;
    for (std::size_t k = 0; k < kMany / 20; ++k) batch.publish({channel, data});
    (void)client.send(batch);
  }
}

void expect_all(const std::vector<std::uint64_t>& offsets) {
  ASSERT_EQ(offsets.size(), kMany);
  for (std::size_t i = 0; i < kMany; ++i) ASSERT_EQ(offsets[i], i + 1);
}

std::vector<std::uint64_t> offsets_of(const HistoryResult& history) {
  std::vector<std::uint64_t> offsets;
  for (const Publication& one : history.publications) offsets.push_back(one.offset);
  return offsets;
}

std::vector<std::uint64_t> by_pages(Client& client, const std::string& channel) {
  std::vector<std::uint64_t> offsets;
  HistoryRequest page{channel, 1000};
  while (true) {
    const HistoryResult part = client.history(page);
    for (const Publication& one : part.publications) offsets.push_back(one.offset);
    if (part.publications.size() < 1000) return offsets;
    page.since = StreamPosition{part.publications.back().offset, part.epoch};
  }
}

TEST_F(Large, History) {
  CENT_NEEDS_PROGRAM("nginx");
  ClientOptions options = patient<ClientOptions>();
  options.http.max_reply_bytes = 64 * 1024 * 1024;
  Client client{address(), options};
  fill(client, "large");
  {
    Client by_default{address(), "api_key"};
    const Meter cost = meter();
    expect_all(by_pages(by_default, "large"));
    summarize("a history of 100,000 publications, in pages of 1,000, default options: " + cost.text());
  }
  {
    const Meter cost = meter();
    expect_all(offsets_of(client.history("large")));
    summarize("a history of 100,000 publications, whole: " + cost.text());
  }
  const Neighbour nginx = default_nginx();
  Client through_nginx{nginx.address(), options};
  const Meter cost = meter();
  expect_all(offsets_of(through_nginx.history("large")));
  summarize("  whole, through nginx with its defaults: " + cost.text());
  Client modest = patient_client();
  try {
    modest.history("large");
    ADD_FAILURE() << "more than max_reply_bytes";
  } catch (const RequestException& error) {
    EXPECT_EQ(error.kind(), FailureKind::too_large);
    summarize(std::string("  whole, with the default max_reply_bytes: ") + error.what());
  }
}

/// Connections over plain HTTP, each subscribed to some channels. Nobody reads what they receive.
class Subscribers {
 public:
  Subscribers(unsigned short port, std::size_t count, const std::function<json(std::size_t)>& subs_of) {
    for (std::size_t i = 0; i < count; ++i) {
      const json subs = subs_of(i);
      const auto first = streams_.emplace_back(port, stream_request({{"subs", subs}})).next();
      if (!first || json::parse(*first).at("connect").value("subs", json::object()).size() != subs.size())
        throw std::runtime_error("a subscriber was not let in: " + first.value_or("no answer"));
    }
  }

 private:
  std::deque<RawStream> streams_{};
};

TEST_F(Large, Channels) {
  constexpr std::size_t kEach = 1000;
  const Subscribers subscribers{port(), kMany / kEach, [](std::size_t i) {
                                  json subs = json::object();
                                  for (std::size_t k = 0; k < kEach; ++k)
                                    subs["large" + std::to_string(i * kEach + k)] = json::object();
                                  return subs;
                                }};
  Client client = patient_client();
  {
    const Meter cost = meter();
    EXPECT_EQ(client.channels({}).channels.size(), kMany);
    summarize("channels with 100,000 channels: " + cost.text());
  }
  const Meter cost = meter();
  EXPECT_EQ(client.channels({"large99[0-9][0-9][0-9]"}).channels.size(), 1000U);
  summarize("  1,000 of them by a pattern: " + cost.text());
  Client hasty{address(), "api_key"};
  summarize("  with the default deadline: " + outcome_of([&] { (void)hasty.channels({}); }));
}

TEST_F(Large, Presence) {
  constexpr std::size_t kConnections = 10'000;
  const Meter cost_of_all = meter();
  const Subscribers subscribers{port(), kConnections, [](std::size_t) {
                                  return json{{"large", json::object()}};
                                }};
  summarize("10,000 connections (HTTP streams) to one channel: " + cost_of_all.text());
  Client client = patient_client();
  {
    const Meter cost = meter();
    EXPECT_EQ(client.presence("large").presence.size(), kConnections);
    summarize("presence of 10,000 connections: " + cost.text());
  }
  const Meter cost = meter();
  EXPECT_EQ(client.presence_stats("large").num_clients, kConnections);
  summarize("  presence_stats: " + cost.text());
  Client hasty{address(), "api_key"};
  summarize("  with the default deadline: " + outcome_of([&] { (void)hasty.presence("large"); }));
}

}  // namespace
}  // namespace cent::test
