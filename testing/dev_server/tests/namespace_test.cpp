#include <gtest/gtest.h>

#include <cent/testing/dev_server.hpp>
#include <chrono>
#include <stdexcept>
#include <string>

#include "support/plain_http.hpp"

namespace cent::test {
namespace {

using nlohmann::json;
using testing::ChannelRules;
using testing::DevServer;
using testing::DevServerOptions;

int code(const DevServer& server, const std::string& method, const json& params) {
  return command(server.port(), method, params).value("error", json::object()).value("code", 0);
}

TEST(DevServerNamespaces, MayBeAdded) {
  DevServerOptions options;
  options.namespaces.push_back({"public", testing::default_channel_rules()});
  ChannelRules rules;
  rules.history_size = 1;
  rules.history_ttl = std::chrono::seconds(10);
  options.namespaces.push_back({"chat.v-1_b", rules});
  const DevServer server(options);
  EXPECT_EQ(code(server, "publish", {{"channel", "public:chat"}, {"data", 1}}), 0);
  EXPECT_EQ(code(server, "presence", {{"channel", "public:chat"}}), 0);
  for (int i = 0; i < 2; ++i) {
    EXPECT_EQ(code(server, "publish", {{"channel", "chat.v-1_b:x"}, {"data", i}}), 0);
  }
  const json kept = command(server.port(), "history", {{"channel", "chat.v-1_b:x"}, {"limit", -1}});
  EXPECT_EQ(kept.at("result").at("publications").size(), 1U);
  EXPECT_EQ(code(server, "presence", {{"channel", "chat.v-1_b:x"}}), 108);
  EXPECT_EQ(code(server, "publish", {{"channel", "nope:x"}, {"data", 1}}), 102);
}

TEST(DevServerNamespaces, MayBeAnyAtAll) {
  DevServerOptions options;
  options.any_namespace = testing::default_channel_rules();
  const DevServer server(options);
  EXPECT_EQ(code(server, "publish", {{"channel", "whatever:x"}, {"data", 1}}), 0);
  EXPECT_EQ(code(server, "presence", {{"channel", "$private:x"}}), 0);
  // Those that are listed keep their rules.
  EXPECT_EQ(code(server, "presence", {{"channel", "bare:x"}}), 108);
}

TEST(DevServerNamespaces, MustHaveNamesThatRealServersTake) {
  for (const char* name : {"", "a", "a:b", "a b", "\xC3\xA9\xC3\xA9", "ns"}) {
    DevServerOptions options;
    options.namespaces.push_back({name, {}});
    EXPECT_THROW(DevServer{options}, std::invalid_argument) << name;
  }
}

}  // namespace
}  // namespace cent::test
