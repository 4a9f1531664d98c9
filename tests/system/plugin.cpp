// A plugin with cent inside. `how`: which client it uses, and whether it leaves one behind.
#include <cent/async_client.hpp>
#include <cent/client.hpp>
#include <string>

namespace {

void leave_a_client_behind(const std::string& address) {
  static cent::AsyncClient* const left = new cent::AsyncClient{address, cent::AsyncClientOptions{}};
  left->publish("c", cent::Json::of("left"), [](const cent::Reply<cent::PublishResult>&) {});
}

}  // namespace

extern "C" __attribute__((visibility("default"))) int use(const char* address, const char* how);

extern "C" int use(const char* address, const char* how) {
  const std::string with = how;
  cent::ClientOptions hasty;
  hasty.timeout = std::chrono::milliseconds{300};
  hasty.retry.max_attempts = 1;
  cent::AsyncClientOptions options;
  options.timeout = std::chrono::milliseconds{300};
  try {
    if (with == "client") cent::Client{std::string(address)}.publish("c", cent::Json::of(1));
    if (with == "async") {
      cent::AsyncClient client{std::string(address)};
      client.publish("c", cent::Json::of(1)).get();
    }
    if (with == "left") leave_a_client_behind(address);
    if (with == "hasty") cent::Client{std::string(address), hasty}.publish("c", cent::Json::of(1));
    if (with == "hasty_async") {
      cent::AsyncClient client{std::string(address), options};
      client.publish("c", cent::Json::of(1)).get();
    }
    return 1;
  } catch (const cent::CentException&) {
    return 0;
  }
}
