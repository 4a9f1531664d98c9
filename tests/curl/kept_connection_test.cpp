// Row 31: kept connections that the server has ended, or on which it said what nobody asked for.
#include <cent/async_client.hpp>
#include <cstdint>
#include <memory>
#include <ostream>
#include <thread>
#include <vector>

#include "curl/http_fixture.hpp"
#include "support/eventually.hpp"
#include "support/test_folder.hpp"
#include "support/tls.hpp"

namespace cent::test {
namespace {

constexpr const char* kTimedOut =
    "HTTP/1.1 408 Request Time-out\r\nContent-Length: 0\r\nConnection: close\r\n\r\n";
constexpr const char* kSurplus =
    "HTTP/1.1 200 OK\r\nContent-Type: application/json\r\nContent-Length: 39\r\n\r\n"
    R"({"result":{"offset":4711,"epoch":"no"}})";

enum class Over { plain, tls, unix_socket };
struct Way {
  const char* name;
  Over over;
  Ending ending;
  const char* text;
};

void PrintTo(const Way& way, std::ostream* out) { *out << way.name; }

/// One attempt and no keys, so that an `unknown` is never repeated away.
class Kept : public testing::TestWithParam<Way> {
 protected:
  static FaultServerOptions server_options() {
    FaultServerOptions options;
    if (GetParam().over == Over::unix_socket) options.host = socket_path("kept");
    return options;
  }
  void SetUp() override {
    http_.max_idle_connections = 64;
    if (GetParam().over == Over::unix_socket) http_.unix_socket = server_options().host;
    if (GetParam().over != Over::tls) return;
    authority_ = std::make_unique<TestCa>();
    TlsFrontOptions options;
    options.own = authority_->issue("IP:127.0.0.1");
    front_ = std::make_unique<TlsFront>(options, server_.port());
    http_.ca_file = authority_->file();
  }
  [[nodiscard]] std::string address() const { return front_ ? front_->address() : server_.address(); }
  template <class Options>
  [[nodiscard]] Options once() const {
    Options options;
    options.http = http_;
    options.timeout = std::chrono::seconds{30};
    options.retry.max_attempts = 1;
    options.generate_key = false;
    return options;
  }
  /// From now on connections are kept until end_idle().
  void keep() {
    latch_ = Latch{};
    server_.always(deed());
  }
  [[nodiscard]] Fault deed() const { return faults::idle_end(latch_, GetParam().ending, GetParam().text); }
  /// All connections that are kept meet their end, so many in the test's whole life.
  [[nodiscard]] bool end_idle(std::size_t count) {
    latch_.open();
    const bool done =
        eventually([&] { return (front_ ? front_->ended() : server_.stats().idle_ends) == count; });
    // The server has sent it. That it is received, which may take a busy system a while, nobody reports.
    std::this_thread::sleep_for(milliseconds{100});
    return done;
  }
  void expect_each_once(std::size_t count) {
    EXPECT_EQ(server_.executions().total(), count);
    EXPECT_EQ(server_.executions().counts().size(), count);
  }

  Latch latch_;
  FaultServer server_{server_options()};
  std::unique_ptr<TestCa> authority_;
  std::unique_ptr<TlsFront> front_;
  HttpOptions http_;
};
const std::vector<Way> kWays{{"Closed", Over::plain, Ending::close, ""},
                             {"Reset", Over::plain, Ending::reset, ""},
                             {"ClosedAfterA408", Over::plain, Ending::close, kTimedOut},
                             {"OpenWithAnAnswerToNothing", Over::plain, Ending::keep, kSurplus},
                             {"TlsClosed", Over::tls, Ending::close, ""},
                             {"TlsReset", Over::tls, Ending::reset, ""},
                             {"TlsClosedAfterA408", Over::tls, Ending::close, kTimedOut},
                             {"UnixClosed", Over::unix_socket, Ending::close, ""},
                             {"UnixClosedAfterA408", Over::unix_socket, Ending::close, kTimedOut},
                             {"UnixOpenWithAnAnswerToNothing", Over::unix_socket, Ending::keep, kSurplus}};
std::string name_of(const testing::TestParamInfo<Way>& tested) { return tested.param.name; }
INSTANTIATE_TEST_SUITE_P(FaultRow, Kept, testing::ValuesIn(kWays), name_of);

/// Several at once. Not the last of the ways: with some versions of libcurl an AsyncClient does not see which
/// of several connections to one Unix socket holds bytes that nobody asked for, see src/curl/sockets.hpp.
class ManyKept : public Kept {};
INSTANTIATE_TEST_SUITE_P(FaultRow, ManyKept, testing::ValuesIn(kWays.begin(), kWays.end() - 1), name_of);

constexpr std::size_t kCalls = 3;

TEST_P(Kept, Row31_IsNotUsedByAClientOnceItHasEnded) {
  Client client{address(), once<ClientOptions>()};
  for (std::size_t i = 1; i <= kCalls; ++i) {
    keep();
    EXPECT_EQ(client.publish("c", id_data(std::to_string(i))).offset, i);
    ASSERT_TRUE(end_idle(i));
  }
  expect_each_once(kCalls);
  EXPECT_EQ(server_.stats().connections, kCalls);
}

TEST_P(Kept, Row31_IsNotUsedByAnAsyncClientOnceItHasEnded) {
  AsyncClient client{address(), once<AsyncClientOptions>()};
  for (std::size_t i = 1; i <= kCalls; ++i) {
    keep();
    EXPECT_EQ(client.publish("c", id_data(std::to_string(i))).get().offset, i);
    ASSERT_TRUE(end_idle(i));
  }
  expect_each_once(kCalls);
  EXPECT_EQ(server_.stats().connections, kCalls);
}

TEST_P(ManyKept, Row31_AllThatHaveEndedAreNotUsedByAClient) {
  constexpr std::size_t kThreads = 8;
  Client client{address(), once<ClientOptions>()};
  const auto together = [&](const std::string& id) {
    keep();
    Latch answers;  // so that none uses the connection of another
    Fault held = deed();
    held.latch = answers;
    server_.always(held);
    const std::size_t before = server_.stats().requests;
    std::vector<std::thread> threads;
    for (std::size_t i = 0; i < kThreads; ++i) {
      const std::string mine = id + std::to_string(i);
      threads.emplace_back([&client, mine] {
        std::uint64_t offset = 0;
        EXPECT_NO_THROW(offset = client.publish(mine, id_data(mine)).offset);
        EXPECT_EQ(offset, 1U);
      });
    }
    EXPECT_TRUE(eventually([&] { return server_.stats().requests == before + kThreads; }));
    answers.open();
    for (std::thread& thread : threads) thread.join();
  };
  together("a");
  ASSERT_TRUE(end_idle(kThreads));
  together("b");
  expect_each_once(2 * kThreads);
}

TEST_P(ManyKept, Row31_AllThatHaveEndedAreNotUsedByAnAsyncClient) {
  constexpr std::size_t kLanes = 8;
  auto options = once<AsyncClientOptions>();
  options.lanes = kLanes;
  AsyncClient client{address(), options};
  const auto together = [&](const std::string& id) {
    keep();
    Latch answers;
    Fault held = deed();
    held.latch = answers;
    server_.always(held);
    const std::size_t before = server_.stats().requests;
    std::vector<std::future<PublishResult>> results;
    for (std::size_t i = 0; i < 4 * kLanes; ++i) {
      const std::string mine = id + std::to_string(i);
      results.push_back(client.publish(mine, id_data(mine)));
    }
    EXPECT_TRUE(eventually([&] { return server_.stats().requests > before + 1; }));
    answers.open();
    for (auto& result : results) EXPECT_EQ(result.get().offset, 1U);
  };
  together("a");
  const std::size_t open = server_.stats().connections;
  EXPECT_GT(open, 1U) << "or there are not many";
  ASSERT_TRUE(end_idle(open));
  together("b");
  expect_each_once(8 * kLanes);
}

TEST_P(Kept, Row31_OneThatStandsIsUsedAgain) {
  Client client{address(), once<ClientOptions>()};
  AsyncClient async{address(), once<AsyncClientOptions>()};
  for (std::size_t i = 0; i < kCalls; ++i) {
    client.publish("a", id_data("a" + std::to_string(i)));
    async.publish("b", id_data("b" + std::to_string(i))).get();
  }
  EXPECT_EQ(server_.stats().connections, 2U);
}

TEST_P(Kept, Row07_OneThatEndsUnderARequestIsUnknownAndExecutedOnce) {
  AsyncClient async{address(), once<AsyncClientOptions>()};
  Client client{address(), once<ClientOptions>()};
  for (const Fault& fault : {faults::execute_then_close(), faults::execute_then_reset()}) {
    for (const bool waits : {true, false}) {
      server_.always(faults::ok());
      client.publish("warm", id_data("warm"));
      async.publish("warm", id_data("warm")).get();
      server_.always(fault);
      const std::string id = fault.name + (waits ? "1" : "2");
      const auto error = error_of([&] {
        if (waits) {
          client.publish("c", id_data(id));
        } else {
          async.publish("c", id_data(id)).get();
        }
      });
      EXPECT_EQ(error.delivery(), Delivery::unknown) << error.what();
      EXPECT_EQ(error.kind(), FailureKind::cut) << error.what();
      EXPECT_EQ(error.attempts(), 1);
      EXPECT_EQ(server_.executions().count(id), 1U);
    }
  }
}

}  // namespace
}  // namespace cent::test
