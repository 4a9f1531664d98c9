// Publishes to one channel, to several channels, and with a key that prevents duplicates.
#include <cent/cent.hpp>
#include <iostream>
#include <nlohmann/json.hpp>

using nlohmann::json;

int main(int argc, char** argv) {
  cent::Client client{argc > 1 ? argv[1] : "http://localhost:8000", "api_key"};

  const cent::PublishResult published = client.publish("news", json{{"title", "Hello"}});
  std::cout << "published at offset " << published.offset << '\n';

  // Each channel of a broadcast has its own outcome.
  const std::vector<std::string> channels{"news", "nobody:knows"};
  const cent::BroadcastResult both = client.broadcast(channels, json{{"title", "To both"}});
  if (both.all_ok()) std::cout << "published to all channels\n";
  for (const cent::BroadcastFailure& failure : both.failed()) {
    std::cout << channels[failure.position] << ": " << failure.error.message << '\n';
  }

  // The request has a member for each field of a publication.
  cent::PublishRequest order{"orders", json{{"id", 17}}};
  // A second publication with this key is not published.
  order.idempotency_key = cent::idempotency_key(order.channel, "order-17");
  order.tags = {{"country", "nl"}};
  const auto first = client.publish(order).offset;
  std::cout << (client.publish(order).offset == first ? "published once" : "published twice") << '\n';
}
