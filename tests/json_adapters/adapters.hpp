#pragma once
#include <gtest/gtest.h>
#include <cent/cent.hpp>
#include <cent/testing/dev_server.hpp>
#include <functional>
#include <string>
#include <vector>

// Shared by the tests of all adapters.
namespace cent::test {

/// JSON text as it comes back after the library read it and wrote it.
using Trip = std::function<std::string(const std::string&)>;

/// By as<Dom>() and a payload.
template <class Dom>
Trip trip_of() {
  return [](const std::string& text) { return Json{Json::raw(text).as<Dom>()}.text(); };
}

/// Each request and reply of tests/wire/recorded, and each payload inside.
const std::vector<std::string>& recorded_payloads();

/// All of them are the same values after the trip. `as_doubles`: for a library that has no other numbers.
void expect_recorded_payloads_survive(const Trip& trip, bool as_doubles = false);

/// Compares what the library keeps with docs/guide/json-libraries.md, if that is of this version.
/// `any_order`: the order of keys differs from run to run.
void expect_row_in_guide(const std::string& name, const std::string& version, const Trip& trip,
                         bool any_order = false);

/// The payload as a subscriber gets it, and as a client reads it from the history.
template <class T>
T through_a_server(const T& payload) {
  const testing::DevServer server;
  Client client{server.address(), "api_key"};
  client.publish("ns:channel", payload);
  HistoryRequest newest{"ns:channel"};
  newest.limit = 1;
  return client.history(newest).publications.at(0).data.template as<T>();
}

/// Publishing fails before anything is sent, with an error of cent's that contains `cause`.
template <class T>
void expect_refused(const T& payload, const std::string& cause) {
  try {
    const Json data{payload};
    ADD_FAILURE() << "became " << data.text();
  } catch (const UsageError& error) {
    EXPECT_NE(std::string{error.what()}.find(cause), std::string::npos) << error.what();
  }
}

}  // namespace cent::test
