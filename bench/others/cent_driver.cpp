// cent-bench-driver KIND ADDRESS KEY [CA-FILE]: cent's driver for the comparison with other clients, see
// driver.hpp. Kinds: cent with its defaults, unkeyed (AsyncClient without idempotency keys), curl (bare
// libcurl).
#include <algorithm>
#include <cent/async_client.hpp>
#include <cstdlib>
#include <exception>
#include <memory>
#include <thread>

#include "others/driver.hpp"
#include "probes/probes.hpp"
#include "support/bare_curl.hpp"

namespace cent::bench {
namespace {

using std::chrono::minutes;
constexpr int kLeast = 10'000;  // minimum of publishes, also to few channels

/// An AsyncClient with its defaults, except for longer time-outs for a loaded machine and a queue for the
/// largest work.
struct Gathering {
  Gathering(const std::string& address, const ClientOptions& with, bool keys) {
    AsyncClientOptions options;
    options.api_key = with.api_key;
    options.http.ca_file = with.http.ca_file;
    options.timeout = minutes{2};
    options.retry.attempt_timeout = minutes{2};
    options.generate_key = keys;
    options.when_full = WhenFull::wait;
    client.emplace(address, options);
  }
  /// `count` publishes by each producer to `channels` channels in turn; ends the program if one is lost.
  void publish(int producers, int count, int channels) {
    const auto produce = [&](int number) {
      for (int i = 0; i < count; ++i) {
        client->publish({kChannel + std::to_string((number + i) % channels), Json::raw(kText)},
                        [](const Reply<PublishResult>&) {});
      }
    };
    std::vector<std::thread> others;
    for (int i = 1; i < producers; ++i) others.emplace_back(produce, i);
    produce(0);
    for (std::thread& other : others) other.join();
    client->flush(minutes{2});
    applied += static_cast<std::uint64_t>(producers) * static_cast<std::uint64_t>(count);
    if (client->stats().applied != applied) throw std::runtime_error("not every publish was applied");
  }
  std::optional<AsyncClient> client{};
  std::uint64_t applied = 0;
};

/// Works that AsyncClient batches automatically.
Works gathering(Gathering& gathering) {
  return {
      {"events", [&](int size) { gathering.publish(1, size, 1); }},
      {"producers1", [&](int size) { gathering.publish(1, size, 8); }},
      {"producers2", [&](int size) { gathering.publish(2, size / 2, 8); }},
      {"producers8", [&](int size) { gathering.publish(8, size / 8, 8); }},
      {"channels", [&](int size) { gathering.publish(1, std::max(size, kLeast), size); }},
  };
}

int cent(const std::string& address, const ClientOptions& with) {
  Client client{address, with};
  Gathering keyed{address, with, true};
  Works works = gathering(keyed);
  works["publish"] = [&](int) { client.publish(kChannel, Json::raw(kText)); };
  works["batch"] = [&](int size) { HandMade{size}.send(client); };
  works["history"] = [&](int size) {
    const auto result = client.history({kChannel, size});
    if (result.publications.size() != static_cast<std::size_t>(size)) std::abort();
  };
  works["broadcast"] = [&](int size) { client.broadcast(channel_names(size), Json::raw(kText)); };
  return serve(works);
}

int unkeyed(const std::string& address, const ClientOptions& with) {
  Gathering plain{address, with, false};
  return serve(gathering(plain));
}

int curl(const std::string& address, const ClientOptions& with) {
  const auto opened = [&](const char* path) {
    auto curl = std::make_shared<BareCurl>(address + path, BareCurl::Address::parsed, with.api_key);
    if (!with.http.ca_file.empty()) curl_easy_setopt(curl->easy(), CURLOPT_CAINFO, with.http.ca_file.c_str());
    return curl;
  };
  const std::string one = publish_body();
  std::map<int, std::string> batches;
  const auto batch = [&, curl = opened("/api/batch")](int size) {
    std::string& body = batches[size];
    if (body.empty()) body = batch_body(size);
    curl->post(body);
  };
  return serve({{"publish", [&one, curl = opened("/api/publish")](int) { curl->post(one); }},
                {"batch", batch},
                {"events", batch}});
}

}  // namespace
}  // namespace cent::bench

int main(int argc, char** argv) {
  using namespace cent::bench;
  const std::map<std::string, int (*)(const std::string&, const cent::ClientOptions&)> kinds = {
      {"cent", cent::bench::cent}, {"unkeyed", unkeyed}, {"curl", cent::bench::curl}};
  const auto kind = argc > 3 ? kinds.find(argv[1]) : kinds.end();
  if (kind == kinds.end()) {
    std::fprintf(stderr, "cent-bench-driver cent|unkeyed|curl ADDRESS KEY [CA-FILE]\n");
    return 2;
  }
  try {
    cent::ClientOptions with = options();
    with.api_key = argv[3];
    if (argc > 4) with.http.ca_file = argv[4];
    return kind->second(argv[2], with);
  } catch (const std::exception& error) {
    std::fprintf(stderr, "cent-bench-driver: %s\n", error.what());
    return 1;
  }
}
