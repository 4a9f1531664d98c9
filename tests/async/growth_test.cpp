// Requests of a lane that is behind grow where that makes it faster.
#include <gtest/gtest.h>

#include <algorithm>
#include <atomic>
#include <cent/async_client.hpp>
#include <mutex>
#include <nlohmann/json.hpp>
#include <string>
#include <thread>
#include <vector>

#include "async/outcomes.hpp"

namespace cent::test {
namespace {

using nlohmann::json;
using std::chrono::milliseconds;
using std::chrono::seconds;

constexpr std::size_t kCommands = 20'000;

/// Takes its time for each request, whatever that holds, and refuses bodies of more than `most` bytes. Keeps
/// the payloads, in order.
struct FarServer {
  std::size_t most;
  std::mutex mutex{};
  std::size_t largest = 0;
  std::size_t refused = 0;
  std::vector<std::size_t> published{};

  HttpResponse answer(const HttpRequest& request) {
    std::this_thread::sleep_for(milliseconds{10});
    HttpResponse response;
    response.status = 200;
    const std::lock_guard<std::mutex> lock{mutex};
    if (request.body.size() > most) {
      ++refused;
      response.status = 413;
      return response;
    }
    const json body = json::parse(request.body);
    if (body.contains("commands")) {
      const json& commands = body.at("commands");
      largest = std::max(largest, commands.size());
      response.body = R"({"replies":[)";
      for (const json& command : commands) {
        published.push_back(command.at("publish").at("data").at("n"));
        response.body += response.body.back() == '[' ? R"({"publish":{}})" : R"(,{"publish":{}})";
      }
      response.body += "]}";
    } else {
      published.push_back(body.at("data").at("n"));
      response.body = R"({"result":{}})";
    }
    return response;
  }
};

void publish_all(FarServer& server, std::size_t growth) {
  AsyncClientOptions options;
  options.lanes = 1;
  options.timeout = seconds{120};
  options.server_version = "6.9.1";
  options.generate_key = false;
  options.max_batch_commands = 100;
  options.max_batch_bytes = 8 * 1024;
  options.max_batch_growth = growth;
  options.transport = make_transport([&](const HttpRequest& request) { return server.answer(request); });
  AsyncClient client{"http://centrifugo", options};
  std::atomic<std::size_t> applied{0};
  for (std::size_t i = 0; i < kCommands; ++i) {
    client.publish({"news", Json::raw("{\"n\":" + std::to_string(i) + "}")},
                   [&](const Reply<PublishResult>& reply) { applied += reply ? 1 : 0; });
  }
  ASSERT_EQ(client.flush(seconds{120}), 0U);
  EXPECT_EQ(applied, kCommands);
  std::vector<std::size_t> expected(kCommands);
  for (std::size_t i = 0; i < kCommands; ++i) expected[i] = i;
  EXPECT_EQ(server.published, expected) << "each once, in order";
}

TEST(RequestsGrow, InALaneThatIsBehind) {
  FarServer server{1'000'000};
  publish_all(server, 8);
  EXPECT_GT(server.largest, 200U);
  EXPECT_LE(server.largest, 800U);
}

TEST(RequestsGrow, NotIfTheOptionsForbidIt) {
  FarServer server{1'000'000};
  publish_all(server, 1);
  EXPECT_LE(server.largest, 100U);
}

TEST(RequestsGrow, LessWhereAProxyRefusesLargeBodies) {
  FarServer server{10'000};
  publish_all(server, 8);
  EXPECT_GE(server.refused, 1U);
  EXPECT_LE(server.refused, 6U) << "a size that was refused is not tried again";
}

TEST(RequestsGrow, WithinOneTo64) {
  AsyncClientOptions options;
  for (const std::size_t growth : {std::size_t{0}, std::size_t{65}}) {
    options.max_batch_growth = growth;
    EXPECT_THROW((AsyncClient{"http://localhost:8000", options}), UsageError) << growth;
  }
}

}  // namespace
}  // namespace cent::test
