#include <gtest/gtest.h>

#include <cent/cent.hpp>
#include <cent/testing/fake_transport.hpp>
#include <nlohmann/json.hpp>

using nlohmann::json;

namespace {

/// Code of somebody who uses cent.
void announce(cent::Client& client, int order) {
  client.publish("orders", json{{"id", order}, {"state", "paid"}});
}

// The ten lines that the documentation promises.
TEST(Order, IsAnnounced) {
  auto fake = std::make_shared<cent::testing::FakeTransport>();
  fake->expect("publish", json{{"channel", "orders"}, {"data", {{"state", "paid"}, {"id", 17}}}});
  cent::ClientOptions options;
  options.transport = fake;
  cent::Client client{"http://fake", options};
  announce(client, 17);
  EXPECT_EQ(fake->report(), "");
}

}  // namespace
