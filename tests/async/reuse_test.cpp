#include <gtest/gtest.h>

#include <cent/async_client.hpp>
#include <cent/cent.hpp>
#include <string>

#include "async/outcomes.hpp"
#include "support/eventually.hpp"
#include "support/expect_error.hpp"
#include "support/fault_server.hpp"

namespace cent::test {
namespace {

using std::chrono::milliseconds;
using std::chrono::seconds;

/// Kept connections that die: what libcurl would send again by itself must not be executed twice.
class Reuse : public testing::Test {
 protected:
  static AsyncClientOptions without_keys() {
    AsyncClientOptions options;
    options.lanes = kLanes;
    options.generate_key = false;
    return options;
  }
  /// So many connections are open and idle afterwards. None is answered before all have a request, so that
  /// none serves two.
  void open_connections(AsyncClient& client, std::size_t count, Fault fault = {}) {
    const FaultServerStats before = server_.stats();
    Latch latch;
    fault.latch = latch;
    server_.always(fault);
    Outcomes outcomes;
    for (std::size_t i = 0; i < count; ++i) client.info(InfoRequest{}, outcomes.of(std::to_string(i)));
    EXPECT_TRUE(eventually([&] { return server_.stats().requests - before.requests == count; }));
    latch.open();
    ASSERT_EQ(client.flush(seconds{20}), 0U);
    ASSERT_EQ(outcomes.count(Delivery::applied), count);
    ASSERT_EQ(server_.stats().connections - before.connections, count);
  }

  static constexpr std::size_t kLanes = 8;
  FaultServer server_{[] {
    FaultServerOptions options;
    options.spoil_info = true;
    return options;
  }()};
  Outcomes outcomes_;
};

TEST_F(Reuse, AConnectionThatDiesAfterTheDeedIsNotTriedAgain) {
  for (const std::size_t connections : {std::size_t{1}, kLanes}) {
    server_.restart();
    server_.executions().clear();
    AsyncClient client{server_.address(), without_keys()};
    open_connections(client, connections);
    server_.always(faults::execute_then_close());
    const std::string id = "a" + std::to_string(connections);
    client.publish(publication(id), outcomes_.of(id));
    ASSERT_EQ(client.flush(seconds{20}), 0U);
    EXPECT_EQ(server_.executions().count(id), 1U);
    EXPECT_EQ(outcomes_[id].delivery, Delivery::unknown);
    EXPECT_EQ(outcomes_[id].kind, FailureKind::cut) << outcomes_[id].what;
    EXPECT_EQ(outcomes_[id].attempts, 1);
  }
}

TEST_F(Reuse, NeitherWhenItIsReset) {
  AsyncClient client{server_.address(), without_keys()};
  open_connections(client, kLanes);
  server_.always(faults::execute_then_reset());
  for (std::size_t i = 0; i < kLanes; ++i) {
    const std::string id = "a" + std::to_string(i);
    client.publish(publication(id, "c" + std::to_string(i)), outcomes_.of(id));
    ASSERT_EQ(client.flush(seconds{20}), 0U);
    EXPECT_EQ(server_.executions().count(id), 1U);
    EXPECT_EQ(outcomes_[id].delivery, Delivery::unknown);
  }
}

TEST_F(Reuse, NeitherWhenTheServerIsGoneForTheSecondTry) {
  // Where libcurl finds nobody to send it to again, it must not look as if it had never been sent.
  for (const char* host : {"127.0.0.1", "localhost"}) {
    AsyncClient client{"http://" + std::string(host) + ":" + std::to_string(server_.port()), without_keys()};
    ClientOptions patient;
    patient.timeout = seconds{20};
    Client plain{"http://" + std::string(host) + ":" + std::to_string(server_.port()), patient};
    server_.next_fault({});
    Outcomes opened;
    client.info(InfoRequest{}, opened.of("info"));
    plain.info();
    ASSERT_TRUE(opened.wait_for(1));
    server_.script({faults::crash(100, milliseconds{50}), faults::ok()});
    const std::string id = std::string("async ") + host;
    client.publish(publication(id), outcomes_.of(id));
    ASSERT_EQ(client.flush(seconds{20}), 0U);
    EXPECT_EQ(outcomes_[id].delivery, Delivery::unknown) << outcomes_[id].what;
    EXPECT_EQ(outcomes_[id].kind, FailureKind::cut) << outcomes_[id].what;
    EXPECT_EQ(server_.executions().count(id), 1U);

    ASSERT_TRUE(eventually([&] {
      try {
        plain.info();
        return true;
      } catch (const RequestException&) {
        return false;
      }
    }));
    server_.script({faults::crash(100, milliseconds{50}), faults::ok()});
    const std::string other = std::string("plain ") + host;
    const auto error = error_of([&] { plain.publish(publication(other)); });
    EXPECT_EQ(error.delivery(), Delivery::unknown) << error.what();
    EXPECT_EQ(server_.executions().count(other), 1U);
    ASSERT_TRUE(eventually([&] {
      try {
        plain.info();
        return true;
      } catch (const RequestException&) {
        return false;
      }
    }));
  }
}

TEST_F(Reuse, WithAKeyItIsRepeatedByCentAndAppliedOnce) {
  AsyncClientOptions options = without_keys();
  options.generate_key = true;
  options.retry.base_wait = milliseconds{1};
  AsyncClient client{server_.address(), options};
  open_connections(client, kLanes);
  server_.script({faults::execute_then_close()});
  client.publish(publication("a"), outcomes_.of("a"));
  ASSERT_EQ(client.flush(seconds{20}), 0U);
  EXPECT_EQ(server_.executions().count("a"), 1U);
  EXPECT_EQ(outcomes_["a"].delivery, Delivery::applied);
}

TEST_F(Reuse, ConnectionsThatTheServerClosedWhileIdleCostNothing) {
  AsyncClient client{server_.address(), without_keys()};
  open_connections(client, kLanes, faults::idle_close(milliseconds{30}));
  ASSERT_TRUE(eventually([&] { return server_.stats().open == 0; }));
  server_.next_fault({});
  for (int i = 0; i < 20; ++i) {
    client.publish(publication(std::to_string(i)), outcomes_.of(std::to_string(i)));
    ASSERT_EQ(client.flush(seconds{20}), 0U);
  }
  EXPECT_EQ(outcomes_.count(Delivery::applied), 20U);
  EXPECT_EQ(server_.executions().total(), 20U);
}

TEST_F(Reuse, ClosedInTheSameMomentNothingIsDoubled) {
  // The server closes a connection at about the time at which the next request comes.
  AsyncClient client{server_.address(), without_keys()};
  server_.always(faults::idle_close(milliseconds{2}));
  constexpr int kRounds = 300;
  for (int i = 0; i < kRounds; ++i) {
    const std::string id = std::to_string(i);
    client.publish(publication(id), outcomes_.of(id));
    ASSERT_EQ(client.flush(seconds{20}), 0U);
    std::this_thread::sleep_for(std::chrono::microseconds{1500 + 7 * (i % 150)});
  }
  for (int i = 0; i < kRounds; ++i) {
    const std::string id = std::to_string(i);
    const std::size_t executed = server_.executions().count(id);
    EXPECT_LE(executed, 1U);
    if (outcomes_[id].delivery == Delivery::applied) {
      EXPECT_EQ(executed, 1U);
    }
    if (outcomes_[id].delivery == Delivery::not_sent) {
      EXPECT_EQ(executed, 0U);
    }
  }
}

TEST_F(Reuse, OneConnectionServesOneLane) {
  AsyncClient client{server_.address(), without_keys()};
  for (int i = 0; i < 50; ++i) {
    client.publish(publication(std::to_string(i)), outcomes_.of(std::to_string(i)));
    ASSERT_EQ(client.flush(seconds{20}), 0U);
  }
  EXPECT_EQ(server_.stats().connections, 1U);
}

TEST_F(Reuse, MoreConnectionsThanLanesAreNeverOpened) {
  AsyncClientOptions options = without_keys();
  options.lanes = 3;
  AsyncClient client{server_.address(), options};
  for (int i = 0; i < 2000; ++i) {
    client.publish(publication(std::to_string(i), "c" + std::to_string(i % 50)),
                   outcomes_.of(std::to_string(i)));
  }
  ASSERT_EQ(client.flush(seconds{20}), 0U);
  EXPECT_LE(server_.stats().connections, 3U);
  EXPECT_EQ(server_.executions().total(), 2000U);
}

}  // namespace
}  // namespace cent::test
