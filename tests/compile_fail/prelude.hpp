#pragma once
// Declarations for every line of calls.txt: the whole public face and the names used there.
#include <array>
#include <cent/api.hpp>
#include <cent/async_client.hpp>
#include <cent/cent.hpp>
#include <cent/outbox.hpp>
#include <cent/outbox/postgres_broker.hpp>
#include <chrono>
#include <future>
#include <memory>
#include <nlohmann/json.hpp>
#include <set>
#include <string>
#include <string_view>
#include <vector>

/// A JSON library other than nlohmann's.
struct Dom {
  [[nodiscard]] std::string dump() const { return "{}"; }
};

/// A type with an encoder of its own.
struct Mine {
  int value = 0;
};
template <>
struct cent::JsonCodec<Mine> {
  static std::string encode(const Mine& mine) { return std::to_string(mine.value); }
  static Mine decode(std::string_view) { return {}; }
};

/// A database library without a database.
struct Database {};
cent::outbox::TextRows run(Database& database, const cent::outbox::Statement& statement);

using cent::Json;
using nlohmann::json;

#define WITH_EVERYTHING                                                             \
  [[maybe_unused]] cent::Client &client, [[maybe_unused]] cent::AsyncClient &async, \
      [[maybe_unused]] cent::Batch &batch, [[maybe_unused]] cent::Outbox &outbox,   \
      [[maybe_unused]] cent::outbox::PostgresPublisher<Database>&publisher,         \
      [[maybe_unused]] const std::string &s, [[maybe_unused]] std::string_view sv,  \
      [[maybe_unused]] const char *p, [[maybe_unused]] const json &j,               \
      [[maybe_unused]] const cent::CallOptions &patient, [[maybe_unused]] const cent::ClientOptions &options
