#pragma once
#include <cent/cent.hpp>
#include <nlohmann/json.hpp>
#include <string>
#include <string_view>
#include <utility>
#include <vector>

namespace cent::bench {

/// A repeatable work. Its cost is the difference of two counts, which excludes costs that do not grow with
/// `count`.
struct Probe {
  std::string_view name;
  void (*run)(int count);
};

/// The probes of each file.
extern const std::vector<Probe> kPublishProbes;
extern const std::vector<Probe> kEncodeProbes;
extern const std::vector<Probe> kDecodeProbes;
extern const std::vector<Probe> kAsyncProbes;
extern const std::vector<Probe> kTokenProbes;

inline constexpr const char* kApiKey = "0123456789abcdef";
inline constexpr const char* kChannel = "public_chat";
inline constexpr const char* kText = R"({"input":"test"})";
inline nlohmann::json object() { return {{"input", "test"}}; }

inline ClientOptions options() {
  ClientOptions options;
  options.api_key = kApiKey;
  options.timeout = std::chrono::seconds{60};
  return options;
}

/// A client whose requests are all answered with this body, by a function in place of the network.
inline Client answering(std::string body) {
  ClientOptions with = options();
  with.transport = make_transport([body = std::move(body)](const HttpRequest&) {
    HttpResponse response;
    response.status = 200;
    response.body = body;
    return response;
  });
  return Client{"http://127.0.0.1:1", with};
}

/// Publishes in one request, as a user would write it by hand: fill, send, read each outcome.
struct HandMade {
  explicit HandMade(int count) {
    tickets.reserve(static_cast<std::size_t>(count));
    for (int i = 0; i < count; ++i) tickets.push_back(batch.publish(kChannel, Json::raw(kText)));
  }
  /// @throws the error of an outcome that is not `applied`.
  void send(Client& client) const {
    const Replies replies = client.send(batch);
    for (const auto& ticket : tickets) static_cast<void>(replies[ticket].value());
  }
  Batch batch{};
  std::vector<Ticket<PublishResult>> tickets{};
};

}  // namespace cent::bench
