// A user's DOM on both ways.
#include <cent/cent.hpp>
#include <nlohmann/json.hpp>
#include <string>

#include "check.hpp"

int main() {
  using nlohmann::json;
  std::string body;
  cent::ClientOptions options;
  options.protocol = cent::Protocol::modern;
  options.transport = cent::make_transport([&](const cent::HttpRequest& request) {
    body = request.body;
    cent::HttpResponse response;
    response.status = 200;
    response.body = R"({"result":{"publications":[{"data":{"input":"test"},"offset":1}],"offset":1}})";
    return response;
  });
  cent::Client client{"http://localhost:8000", options};
  client.publish("public:chat", json{{"input", "test"}});
  CHECK(body == R"({"channel":"public:chat","data":{"input":"test"}})");
  const cent::HistoryResult recent = client.history("public:chat");
  CHECK(recent.publications.size() == 1);
  CHECK(recent.publications.front().data.as<json>().at("input") == "test");
}
