#include <cent/cent.hpp>
#include <iostream>

// A request and its answer without a server, and a client of the default transport, which links libcurl.
int main() {
  cent::ClientOptions options;
  options.protocol = cent::Protocol::modern;
  options.transport = cent::make_transport([](const cent::HttpRequest&) {
    cent::HttpResponse response;
    response.status = 200;
    response.content_type = "application/json";
    response.body = R"({"result":{"offset":7,"epoch":"x"}})";
    return response;
  });
  cent::Client client{"http://localhost:8000", options};
  std::cout << client.publish("news", cent::Json::raw(R"({"n":1})")).offset << '\n';
  const cent::Client other{"http://localhost:8000", "key"};
}
