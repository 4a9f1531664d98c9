// Several commands in one HTTP request, each with its own outcome.
#include <cent/cent.hpp>
#include <iostream>
#include <nlohmann/json.hpp>

using nlohmann::json;

int main(int argc, char** argv) {
  cent::Client client{argc > 1 ? argv[1] : "http://localhost:8000", "api_key"};

  cent::Batch batch;
  const auto hello = batch.publish("news", json{{"title", "Hello"}});
  const auto lost = batch.publish("nobody:knows", json{{"title", "Lost"}});
  const auto recent = batch.history("news");

  // Commands run in order; an error does not stop the later ones.
  const cent::Replies replies = client.send(batch);
  std::cout << "offset " << replies[hello].value().offset << '\n';
  std::cout << replies[recent].value().publications.size() << " in the history\n";
  if (!replies[lost]) std::cout << "lost: " << replies[lost].error().what() << '\n';
}
