#include "protocol/channel_of.hpp"

#include <gtest/gtest.h>

#include <string>
#include <utility>

namespace cent::test {
namespace {

TEST(ChannelOf, IsTheOneThatACommandNames) {
  const std::pair<const char*, const char*> cases[] = {
      {R"({"channel":"a","data":1})", "a"},
      {R"({"idempotency_key":"k","channel":"a","data":1})", "a"},
      {R"({"idempotency_key":"k","data":{"channel":"b"},"channel":"a"})", "a"},
      {R"({"idempotency_key":"\"","channel":"a"})", "a"},
      {R"({"channel":"a\"\u00e4"})", "a\"\xc3\xa4"},
      {R"({ "user":"u", "channel" : "a" })", "a"},
      {R"({"data":{"channel":"b"}})", ""},
      {R"({"channels":["a","b"]})", ""},
      {R"({"channel":7})", ""},
      {R"({"channel":""})", ""},
      {R"({"channel":"a)", ""},
      {"{}", ""},
      {"", ""},
      {"not JSON", ""},
  };
  for (const auto& [params, channel] : cases) {
    std::string storage;
    EXPECT_EQ(detail::channel_of(params), channel) << params;
    if (std::string(params).back() == '}') {
      EXPECT_EQ(detail::channel_of(params, storage), channel) << params;
    }
  }
}

}  // namespace
}  // namespace cent::test
