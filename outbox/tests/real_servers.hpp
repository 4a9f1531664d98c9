#pragma once
#include <gtest/gtest.h>
#include <libpq-fe.h>

#include <chrono>
#include <map>
#include <memory>
#include <nlohmann/json.hpp>
#include <string>
#include <utility>
#include <vector>

#include "cluster/nodes.hpp"
#include "faults/lib/neighbour.hpp"
#include "faults/lib/not_run.hpp"
#include "support/plain_http.hpp"

namespace cent::test {

/// Debian's PostgreSQL on a free port, with a folder of its own. It refuses to run as root, so it then runs
/// as `nobody`.
class Postgres {
 public:
  /// Empty if it is not installed.
  static std::string folder_of_programs();

  Postgres();
  ~Postgres();
  Postgres(const Postgres&) = delete;
  Postgres& operator=(const Postgres&) = delete;

  /// The address of a database, for libpq and for the server.
  [[nodiscard]] std::string address(const std::string& database) const;
  /// Its port.
  [[nodiscard]] unsigned short port() const noexcept { return port_; }

 private:
  TestFolder folder_{};
  unsigned short port_ = 0;
  std::unique_ptr<Child> child_{};
};

/// A database of one test, and a connection to it.
class Database {
 public:
  explicit Database(const Postgres& postgres);

  [[nodiscard]] const std::string& address() const noexcept { return address_; }
  [[nodiscard]] PGconn& connection() const noexcept { return *connection_; }
  /// Executes SQL and returns the first column of its rows. @throws std::runtime_error with the message
  std::vector<std::string> sql(const std::string& text) const;
  /// The number of rows left in the outbox.
  [[nodiscard]] int rows(const std::string& condition = "true") const;

 private:
  struct Closer {
    void operator()(PGconn* connection) const noexcept { PQfinish(connection); }
  };
  std::string address_{};
  std::unique_ptr<PGconn, Closer> connection_{};
};

/// A subscriber over plain HTTP.
class Subscriber {
 public:
  /// Subscribed when it returns.
  Subscriber(const Restartable& node, const std::vector<std::string>& channels);
  /// The next publications: channel and data, as it came. Fewer if no more come in time.
  std::vector<std::pair<std::string, std::string>> receive(
      std::size_t count, std::chrono::milliseconds patience = std::chrono::seconds{30});
  /// The same as a text for each channel, its publications separated by a blank.
  std::map<std::string, std::string> texts(std::size_t count);
  bool is_silent() { return stream_.is_silent(std::chrono::milliseconds{400}); }

 private:
  RawStream stream_;
};

/// Data of a channel's history, as the HTTP API gives it.
std::vector<std::string> history_of(const Restartable& node, const std::string& channel);

/// Configuration of a node: history for `hh:…`, and these members added.
nlohmann::json node_with(const nlohmann::json& members, nlohmann::json node = plain_node());
/// Configuration of a PostgreSQL consumer.
nlohmann::json postgresql_consumer(const Database& database, std::uint32_t num_partitions);

/// Tests with a PostgreSQL. Skipped where it is not installed.
class PostgresTest : public testing::Test {
 protected:
  static void SetUpTestSuite();
  static void TearDownTestSuite() { postgres.reset(); }
  void SetUp() override;
  static std::unique_ptr<Postgres> postgres;
};

/// The same with a real Centrifugo.
class RealServersTest : public PostgresTest {
 protected:
  void SetUp() override;
};

}  // namespace cent::test
