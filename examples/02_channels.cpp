// Common queries of a back end: recent publications, subscribers, channels, servers.
#include <cent/cent.hpp>
#include <iostream>
#include <nlohmann/json.hpp>

using nlohmann::json;

int main(int argc, char** argv) {
  cent::Client client{argc > 1 ? argv[1] : "http://localhost:8000", "api_key"};
  for (int n = 1; n <= 5; ++n) client.publish("news", json{{"n", n}});

  // The two newest.
  cent::HistoryRequest newest{"news"};
  newest.limit = 2;
  newest.reverse = true;
  const cent::HistoryResult top = client.history(newest);
  for (const cent::Publication& publication : top.publications) {
    std::cout << publication.offset << ": " << publication.data.as<json>()["n"] << '\n';
  }
  // Publications after a known position. Throws if the epoch has changed, because the history was lost.
  cent::HistoryRequest after{"news"};
  after.since = cent::StreamPosition{top.offset - 3, top.epoch};
  std::cout << client.history(after).publications.size() << " new ones\n";

  for (const auto& [id, who] : client.presence("news").presence) {
    std::cout << who.user << " listens, " << (id == who.client ? "by client ID" : "?") << '\n';
  }
  const cent::PresenceStatsResult count = client.presence_stats("news");
  std::cout << count.num_clients << " connections of " << count.num_users << " users\n";

  cent::ChannelsRequest matching;
  matching.pattern = "n*";
  for (const auto& [channel, info] : client.channels(matching).channels) {
    std::cout << channel << " has " << info.num_clients << " subscribers\n";
  }
  for (const cent::NodeResult& node : client.info().nodes) {
    std::cout << "a node of version " << node.version << '\n';
  }
  client.history_remove("news");
  std::cout << client.history("news").publications.size() << " left\n";
}
