// Several commands under way at the same time, with futures.
#include <cent/async_client.hpp>
#include <iostream>
#include <nlohmann/json.hpp>

using nlohmann::json;

int main(int argc, char** argv) {
  cent::AsyncClient client{argc > 1 ? argv[1] : "http://localhost:8000", "api_key"};

  // One channel keeps its order: the history has the publication.
  std::future<cent::PublishResult> published = client.publish("news", json{{"n", 1}});
  std::future<cent::HistoryResult> history = client.history("news");
  std::future<cent::HistoryResult> wrong = client.history("nobody:knows");

  std::cout << "published at offset " << published.get().offset << '\n';
  std::cout << history.get().publications.size() << " in the history\n";
  try {
    wrong.get();
  } catch (const cent::ResponseError& error) {
    std::cout << "code " << error.code() << '\n';
  }
}
