// Manages the connections of one user: subscribes, unsubscribes, refreshes and closes them.
#include <cent/cent.hpp>
#include <chrono>
#include <iostream>
#include <nlohmann/json.hpp>

using nlohmann::json;

int main(int argc, char** argv) {
  cent::Client client{argc > 1 ? argv[1] : "http://localhost:8000", "api_key"};
  const std::string user = "user-42";

  cent::SubscribeRequest subscribe{user, "vip"};
  subscribe.data = json{{"welcome", true}};
  client.subscribe(subscribe);
  std::cout << "vip after subscribe: " << client.presence_stats("vip").num_clients << '\n';

  client.unsubscribe(user, "vip");
  std::cout << "vip after unsubscribe: " << client.presence_stats("vip").num_clients << '\n';

  const auto in_an_hour = std::chrono::system_clock::now() + std::chrono::hours{1};
  cent::RefreshRequest refresh{user};
  refresh.expire_at = std::chrono::system_clock::to_time_t(in_an_hour);
  client.refresh(refresh);
  std::cout << "refreshed\n";

  // Success means that the servers got the command, not that this user was connected.
  cent::DisconnectRequest goodbye{user};
  goodbye.disconnect =
      cent::Disconnect{4501, "account closed"};  // clients do not reconnect after codes from 4500
  client.disconnect(goodbye);
  std::cout << "disconnected\n";
}
