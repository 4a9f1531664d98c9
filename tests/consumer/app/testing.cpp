// The part cent::testing: a server in the process, called over a real connection.
#include <cent/cent.hpp>
#include <cent/testing/dev_server.hpp>

#include "check.hpp"

int main() {
  const cent::testing::DevServer server;
  cent::ClientOptions options;
  options.api_key = "api_key";
  options.timeout = std::chrono::seconds{10};
  cent::Client client{server.address(), options};
  client.publish("news", cent::Json::raw("[1,2]"));
  const cent::HistoryResult recent = client.history("news");
  CHECK(recent.publications.size() == 1);
  CHECK(recent.publications.front().data.text() == "[1,2]");
}
