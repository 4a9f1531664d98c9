// Rows 3 to 5: names that have no address, hang, or change.
#include "faults/names.hpp"

#include <cent/async_client.hpp>

#include <algorithm>
#include <atomic>
#include <memory>
#include <thread>
#include <vector>

#include "curl/http_fixture.hpp"
#include "support/eventually.hpp"
#include "support/loopback.hpp"

namespace cent::test {
namespace {

/// How far beyond a deadline a call may end.
constexpr std::chrono::milliseconds kOvershoot{200};

constexpr int kTries = 10;

/// The shortest time that `call` took in up to kTries tries, which end once it is `good` or below. The delay
/// by a busy machine differs from try to try; the delay by the library does not.
template <class Call>
std::chrono::milliseconds best_time(std::chrono::milliseconds good, const Call& call) {
  auto best = std::chrono::milliseconds::max();
  for (int i = 0; i < kTries && best > good; ++i) {
    const auto start = std::chrono::steady_clock::now();
    call();
    best = std::min(best, std::chrono::duration_cast<std::chrono::milliseconds>(
                              std::chrono::steady_clock::now() - start));
  }
  return best;
}

constexpr milliseconds kHang{3000};
constexpr milliseconds kLongHang{8000};

std::string at(const std::string& name, const FaultServer& server) {
  return "http://" + name + ":" + std::to_string(server.port());
}

FaultServerOptions on(const std::string& host, std::uint16_t port = 0) {
  FaultServerOptions options;
  options.host = host;
  options.port = port;
  return options;
}

TEST(FaultRow, Row03_ANameWithoutAnAddressIsNotSentAndTriedAFewTimes) {
  names::set("nowhere.test", {});
  ClientOptions options = unhurried();
  options.retry.max_attempts = 2;
  Client client{"http://nowhere.test", options};
  const auto error = error_of([&] { client.publish("c", id_data("a")); });
  EXPECT_EQ(error.kind(), FailureKind::resolve) << error.what();
  EXPECT_EQ(error.delivery(), Delivery::not_sent);
  EXPECT_EQ(error.attempts(), 2);
  // Since 8.20 libcurl looks a name's addresses of either kind up by themselves.
  const std::size_t asked = names::asked("nowhere.test");
  EXPECT_TRUE(asked == 2 || asked == 4) << asked;
}

TEST(FaultRow, Row04_AHangingLookUpEndsWithTheDeadline) {
  names::set("hang.test", {"127.0.0.1"}, kHang);
  Client client{"http://hang.test:1", one_attempt(milliseconds{500})};
  const milliseconds limit = milliseconds{500} + kOvershoot;
  const auto took = best_time(limit, [&] {
    const auto error = error_of([&] { client.publish("c", id_data("a")); });
    EXPECT_EQ(error.kind(), FailureKind::timeout) << error.what();
    EXPECT_EQ(error.delivery(), Delivery::not_sent);
  });
  EXPECT_LE(took, limit);
}

TEST(FaultRow, Row04_AHangingLookUpEndsWithTheConnectTimeoutAndTheNextAddressIsUsed) {
  names::set("hang.test", {"127.0.0.1"}, kHang);
  FaultServer server;
  ClientOptions options;
  options.timeout = std::chrono::seconds{10};
  options.http.connect_timeout = milliseconds{300};
  Client client{{std::string{"http://hang.test:1"}, server.address()}, options};
  const milliseconds limit = milliseconds{300} + kOvershoot;
  const auto start = Steady::now();
  client.publish("c", id_data("a"));
  EXPECT_LT(Steady::now() - start, kHang) << "limit " << limit.count();
  EXPECT_EQ(server.executions().count("a"), 1U);
}

TEST(FaultRow, Row04_AHangingNameBeforeAGoodNameEndsWithTheConnectTimeout) {
  names::set("hang.test", {"127.0.0.1"}, kLongHang);
  FaultServer server;
  names::set("good.test", {"127.0.0.1"});
  ClientOptions options;
  options.timeout = std::chrono::seconds{20};
  options.http.connect_timeout = milliseconds{300};
  Client client{{std::string{"http://hang.test:1"}, at("good.test", server)}, options};
  const auto start = Steady::now();
  client.publish("c", id_data("a"));
  EXPECT_LT(Steady::now() - start, kLongHang);
  EXPECT_EQ(server.executions().count("a"), 1U);
}

TEST(FaultRow, Row04_AnAsyncClientGoesOnToAGoodNameWhileOneHangs) {
  names::set("hang.test", {"127.0.0.1"}, kLongHang);
  FaultServer server;
  names::set("good.test", {"127.0.0.1"});
  AsyncClientOptions options;
  options.timeout = std::chrono::seconds{20};
  options.http.connect_timeout = milliseconds{300};
  AsyncClient client{{std::string{"http://hang.test:1"}, at("good.test", server)}, options};
  const auto start = Steady::now();
  client.publish("c", id_data("a")).get();
  EXPECT_LT(Steady::now() - start, kLongHang);
  EXPECT_EQ(server.executions().count("a"), 1U);
}

TEST(FaultRow, Row04_ANameThatHungAndWorksAgainIsUsed) {
  FaultServer server;
  for (const bool waits : {true, false}) {
    const std::string name = waits ? "again.test" : "once-more.test";
    names::set(name, {"127.0.0.1"}, kLongHang);
    ClientOptions options;
    options.timeout = std::chrono::seconds{20};
    options.http.connect_timeout = milliseconds{300};
    options.retry.max_attempts = 1;
    AsyncClientOptions async_options;
    async_options.http = options.http;
    async_options.timeout = options.timeout;
    async_options.retry.max_attempts = 1;
    Client client{at(name, server), options};
    AsyncClient async{at(name, server), async_options};
    const auto call = [&] {
      if (waits) {
        client.publish("c", id_data(name));
      } else {
        async.publish("c", id_data(name)).get();
      }
    };
    const auto start = Steady::now();
    EXPECT_EQ(error_of(call).delivery(), Delivery::not_sent);
    names::set(name, {"127.0.0.1"});
    call();
    EXPECT_LT(Steady::now() - start, kLongHang);
    EXPECT_EQ(server.executions().count(name), 1U);
  }
}

TEST(FaultRow, Row04_AnAsyncClientIsDestroyedWhileALookUpHangs) {
  names::set("hang.test", {"127.0.0.1"}, kLongHang);
  auto client = std::make_unique<AsyncClient>("http://hang.test:1");
  auto result = client->publish("a", id_data("a"));
  EXPECT_TRUE(eventually([] { return names::asked("hang.test") > 0; }));
  const auto start = Steady::now();
  client->close(milliseconds{50});
  client.reset();
  EXPECT_LT(Steady::now() - start, kLongHang - std::chrono::seconds{2});
  EXPECT_EQ(error_of([&] { result.get(); }).kind(), FailureKind::cancelled);
}

TEST(FaultRow, Row04_AHangingLookUpHoldsNoOtherCallUp) {
  names::set("hang.test", {"127.0.0.1"}, kHang);
  FaultServer server;
  Client hangs{"http://hang.test:1", one_attempt(milliseconds{1000})};
  Client works{server.address(), one_attempt(std::chrono::seconds{20})};
  std::atomic<bool> hanging{true};
  std::thread other{[&] {
    EXPECT_EQ(error_of([&] { hangs.publish("c", id_data("a")); }).delivery(), Delivery::not_sent);
    hanging = false;
  }};
  int calls = 0;
  for (; hanging; ++calls) EXPECT_NO_THROW(works.publish("c", id_data("b")));
  other.join();
  EXPECT_GT(calls, 10);
}

TEST(FaultRow, Row04_AnAsyncClientKeepsItsDeadlinesWhileALookUpHangs) {
  names::set("hang.test", {"127.0.0.1"}, kHang);
  AsyncClientOptions options;
  options.lanes = 2;
  const milliseconds limit = milliseconds{500} + kOvershoot;
  const auto took = best_time(limit, [&] {
    AsyncClient client{"http://hang.test:1", options};
    CallOptions soon;
    soon.timeout = milliseconds{500};
    auto first = client.publish("a", id_data("a"), soon);
    auto second = client.publish("b", id_data("b"), soon);
    for (auto* one : {&first, &second}) {
      const auto error = error_of([&] { one->get(); });
      EXPECT_EQ(error.kind(), FailureKind::timeout) << error.what();
      EXPECT_LE(error.attempts(), 1);  // none if both have one lane
    }
    client.close(milliseconds{0});
  });
  EXPECT_LE(took, limit);
}

TEST(FaultRow, Row04_AnAsyncClientClosesWhileALookUpHangs) {
  names::set("hang.test", {"127.0.0.1"}, kHang);
  const milliseconds limit = milliseconds{100} + kOvershoot;
  milliseconds best{kHang};
  for (int i = 0; i < kTries && best > limit; ++i) {
    AsyncClient client{"http://hang.test:1"};
    auto result = client.publish("a", id_data("a"));
    const auto start = Steady::now();
    EXPECT_EQ(client.close(milliseconds{100}), 1U);
    best = std::min(best, std::chrono::duration_cast<milliseconds>(Steady::now() - start));
    EXPECT_EQ(error_of([&] { result.get(); }).kind(), FailureKind::cancelled);
  }
  EXPECT_LE(best, limit);
}

TEST(FaultRow, Row05_TheNextAddressOfANameIsTriedWhenTheFirstIsDead) {
  FaultServer server{on("127.0.0.3")};
  names::set("two.test", {"127.0.0.2", "127.0.0.3"});
  Client client{at("two.test", server), one_attempt()};
  client.publish("c", id_data("a"));
  EXPECT_EQ(server.executions().count("a"), 1U);
}

/// Two addresses of one name: the first takes no connection and says nothing, the second has a server.
struct SilentFirst {
  SilentFirst() {
    silent.listen(0);
    // One that is taken in and some that wait: the kernel answers no further SYN.
    for (int i = 0; i < 5; ++i) waiting.push_back(start_connecting("127.0.0.1", silent.port()));
    names::set("silent.test", {"127.0.0.1", "127.0.0.3"});
  }
  BoundPort silent;
  std::vector<Descriptor> waiting;
  FaultServer server{on("127.0.0.3", silent.port())};
};

TEST(FaultRow, Row05_TheNextAddressOfANameIsTriedWhenTheFirstIsSilent) {
  SilentFirst name;
  Client client{at("silent.test", name.server), one_attempt(std::chrono::seconds{30})};
  EXPECT_NO_THROW(client.publish("c", id_data("a")));
  EXPECT_EQ(name.server.executions().count("a"), 1U);
}

TEST(FaultRow, Row05_AnAsyncClientTriesTheNextAddressOfANameWhenTheFirstIsSilent) {
  SilentFirst name;
  AsyncClientOptions options;
  options.timeout = std::chrono::seconds{30};
  options.http.connect_timeout = milliseconds{1800};  // of which a nap of a second would leave too little
  options.retry.max_attempts = 1;
  AsyncClient client{at("silent.test", name.server), options};
  EXPECT_NO_THROW(client.publish("c", id_data("a")).get());
  EXPECT_EQ(name.server.executions().count("a"), 1U);
}

TEST(FaultRow, Row05_AChangedAnswerIsUsedOnceTheConnectionIsTooOld) {
  FaultServer before{on("127.0.0.2")};
  FaultServer after{on("127.0.0.3", before.port())};
  names::set("moves.test", {"127.0.0.2"});
  ClientOptions options = one_attempt();
  options.http.max_connection_age = std::chrono::seconds{1};
  Client client{at("moves.test", before), options};
  client.publish("c", id_data("a"));
  names::set("moves.test", {"127.0.0.3"});
  client.publish("c", id_data("b"));  // the connection is still good
  EXPECT_EQ(before.executions().total(), 2U);
  std::this_thread::sleep_for(milliseconds{2100});  // libcurl counts whole seconds
  client.publish("c", id_data("c"));
  EXPECT_EQ(before.executions().total(), 2U);
  EXPECT_EQ(after.executions().count("c"), 1U);
}

TEST(FaultRow, Row05_AChangedAnswerIsUsedAsSoonAsTheOldServerIsGone) {
  FaultServer before{on("127.0.0.2")};
  FaultServer after{on("127.0.0.3", before.port())};
  names::set("fails.test", {"127.0.0.2"});
  AsyncClient async{at("fails.test", before)};
  Client client{at("fails.test", before), unhurried()};
  client.publish("c", id_data("a"));
  async.publish("c", id_data("b")).get();
  names::set("fails.test", {"127.0.0.3"});
  before.stop();
  client.publish("c", id_data("c"));
  async.publish("c", id_data("d")).get();
  EXPECT_EQ(after.executions().order("c"), (std::vector<std::string>{"c", "d"}));
}

}  // namespace
}  // namespace cent::test
