#pragma once
#include <gtest/gtest.h>

#include <cent/testing/dev_server.hpp>
#include <memory>
#include <nlohmann/json.hpp>
#include <string>

#include "browser.hpp"
#include "subscribing.hpp"

namespace cent::test {

using nlohmann::json;
using testing::DevServer;
using testing::DevServerOptions;
using testing::Generation;

/// One browser for all tests, since it takes a second to start.
class DevServerPage : public ::testing::Test {
 protected:
  static void SetUpTestSuite() { browser_ = std::make_unique<Browser>(); }
  static void TearDownTestSuite() { browser_.reset(); }

  void TearDown() override { EXPECT_EQ(page().faults(), ""); }

  static Browser& page() { return *browser_; }
  static void open(const DevServer& server, const std::string& query = {}) {
    page().open(server.address() + '/' + query);
    ASSERT_TRUE(page().shows("document.getElementById('connection').textContent === 'Connected'"));
  }
  static bool has_publications(int count) {
    return page().shows("document.querySelectorAll('#publications > li').length === " +
                        std::to_string(count));
  }
  static std::string publication(const std::string& part) {
    return page().run("return document.querySelector('#publications > li ' + arguments[0]).textContent",
                      {part});
  }
  static bool says(const std::string& id, const std::string& text) {
    const bool found =
        page().shows("document.getElementById('" + id + "').textContent.includes(" + json(text).dump() + ")");
    if (!found) ADD_FAILURE() << id << " shows: " << page().text(id);
    return found;
  }
  static std::string call_rows() {
    return page().run("return document.querySelector('#calls tbody').innerText");
  }
  static bool has_calls(int count) {
    return page().shows("document.querySelectorAll('#calls tbody tr').length >= " + std::to_string(count));
  }
  static void publish(const DevServer& server, const std::string& channel, const std::string& data) {
    const std::string body = R"({"channel":)" + json(channel).dump() + R"(,"data":)" + data + '}';
    EXPECT_EQ(exchange(server.port(), api_request("/api/publish", body)).status, 200);
  }
  static json history(const DevServer& server, const std::string& channel) {
    return command(server.port(), "history", {{"channel", channel}, {"limit", -1}}).at("result");
  }

 private:
  inline static std::unique_ptr<Browser> browser_{};
};

}  // namespace cent::test
