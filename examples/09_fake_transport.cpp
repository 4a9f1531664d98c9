// A unit test of publishing code, without a server. It works with every test framework, and here without one.
#include <cent/cent.hpp>
#include <cent/testing/fake_transport.hpp>
#include <iostream>
#include <nlohmann/json.hpp>

using nlohmann::json;

/// The code under test.
void announce(cent::Client& client, int order) {
  if (client.presence_stats("orders").num_users == 0) return;  // nobody would receive it
  client.publish("orders", json{{"id", order}, {"state", "paid"}});
}

int main() {
  auto fake = std::make_shared<cent::testing::FakeTransport>();
  cent::ClientOptions options;
  options.transport = fake;
  cent::Client client{"http://fake", options};

  fake->expect(cent::PresenceStatsRequest{"orders"}).answer(cent::PresenceStatsResult{3, 2});
  fake->expect("publish", json{{"channel", "orders"}, {"data", {{"id", 17}, {"state", "paid"}}}});
  announce(client, 17);
  fake->verify();  // throws if a command was unexpected or missing
  std::cout << "an order is announced\n";

  fake->expect("presence_stats").answer(cent::PresenceStatsResult{0, 0});
  announce(client, 18);
  fake->verify();
  std::cout << "nothing is published to nobody\n";

  fake->expect("presence_stats").error(cent::ErrorCode::kNotAvailable);
  try {
    announce(client, 19);
  } catch (const cent::ResponseError& error) {
    std::cout << "errors come through: " << error.code() << '\n';
  }
  fake->verify();
}
