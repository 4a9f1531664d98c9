// Nothing but cent and the standard library.
#include <cent/cent.hpp>
#include <cent/version.hpp>
#include <chrono>
#include <string>

#include "check.hpp"

int main() {
  CHECK(cent::kVersion == EXPECTED_VERSION);

  // A request and its reply through a transport of the program's own.
  std::string url;
  std::string body;
  cent::ClientOptions options;
  options.api_key = "key";
  options.protocol = cent::Protocol::modern;
  options.transport = cent::make_transport([&](const cent::HttpRequest& request) {
    url = request.url;
    body = request.body;
    cent::HttpResponse response;
    response.status = 200;
    response.content_type = "application/json";
    response.body = R"({"result":{"offset":7,"epoch":"x"}})";
    return response;
  });
  cent::Client client{"http://localhost:8000", options};
  const cent::PublishResult at = client.publish("news", cent::Json::raw(R"({"n": 1.0})"));
  CHECK(url == "http://localhost:8000/api/publish");
  CHECK(body == R"({"channel":"news","data":{"n": 1.0}})");
  CHECK(at.offset == 7);
  CHECK(at.epoch == "x");

  // The transport by libcurl is linked, and its exceptions cross the library's border with their type.
  cent::ClientOptions patient;
  patient.timeout = std::chrono::seconds{30};
  cent::Client nobody{"http://127.0.0.1:1", patient};
  bool caught = false;
  try {
    nobody.channels();
  } catch (const cent::RequestException& error) {
    caught = error.kind() == cent::FailureKind::connect && error.delivery() == cent::Delivery::not_sent;
  }
  CHECK(caught);
}
