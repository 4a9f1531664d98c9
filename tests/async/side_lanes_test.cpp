// A command that fails by itself does not hold up the other channels of its lane.
#include <gtest/gtest.h>

#include <atomic>
#include <cent/async_client.hpp>
#include <memory>
#include <mutex>
#include <nlohmann/json.hpp>
#include <string>
#include <vector>

#include "async/outcomes.hpp"

namespace cent::test {
namespace {

using nlohmann::json;
using std::chrono::milliseconds;
using std::chrono::seconds;

/// Answers error 100 to publications to the channels `bad…` while it is `broken`, and keeps the others.
class BrokenChannels {
 public:
  std::shared_ptr<Transport> transport() {
    return make_transport([this](const HttpRequest& request) { return answer(request); });
  }
  std::atomic<bool> broken{true};
  std::vector<std::string> published() {
    const std::lock_guard<std::mutex> lock{mutex_};
    return published_;
  }

 private:
  HttpResponse answer(const HttpRequest& request) {
    HttpResponse response;
    response.status = 200;
    const json body = json::parse(request.body);
    const std::string_view url = request.url;
    if (url.substr(url.rfind('/')) == "/info") {
      response.body = R"({"result":{"nodes":[{"uid":"u","name":"n","version":"6.9.1"}]}})";
    } else if (body.contains("commands")) {
      json replies = json::array();
      for (const json& command : body.at("commands")) {
        const json reply = publish(command.at("publish"));
        replies.push_back(reply.contains("error") ? reply : json{{"publish", reply.at("result")}});
      }
      response.body = json{{"replies", std::move(replies)}}.dump();
    } else {
      response.body = publish(body).dump();
    }
    return response;
  }
  json publish(const json& request) {
    const std::string channel = request.at("channel");
    if (broken && channel.rfind("bad", 0) == 0)
      return {{"error", {{"code", 100}, {"message", "internal server error"}}}};
    const std::lock_guard<std::mutex> lock{mutex_};
    published_.push_back(channel + ' ' + request.at("data").dump());
    return {{"result", json::object()}};
  }

  std::mutex mutex_;
  std::vector<std::string> published_;
};

class SideLanes : public ::testing::Test {
 protected:
  static AsyncClientOptions options(BrokenChannels& channels) {
    AsyncClientOptions options;
    options.lanes = 1;
    options.timeout = seconds{60};
    options.retry.base_wait = options.retry.max_wait = seconds{30};  // nobody waits for it
    options.close_timeout = milliseconds{0};
    options.transport = channels.transport();
    return options;
  }
  BrokenChannels channels_;
  Outcomes outcomes_;
  AsyncClient client_{"http://centrifugo", options(channels_)};
};

TEST_F(SideLanes, OtherChannelsPassACommandThatWaitsToBeRepeated) {
  client_.publish(publication("0", "bad"), outcomes_.of("bad"));
  for (int i = 1; i <= 50; ++i) {
    client_.publish(publication(std::to_string(i), "good"), outcomes_.of(std::to_string(i)));
    ASSERT_TRUE(outcomes_.wait_for(static_cast<std::size_t>(i)));
  }
  EXPECT_EQ(outcomes_.count(Delivery::applied), 50U);
  EXPECT_EQ(client_.stats().pending, 1U);
}

TEST_F(SideLanes, OtherChannelsPassARequestOfOneChannelOnly) {
  AsyncClientOptions gathers = options(channels_);
  gathers.max_delay = milliseconds{20};
  gathers.max_batch_commands = 2;
  AsyncClient client{"http://centrifugo", gathers};
  client.publish(publication("1", "bad"), outcomes_.of("1"));
  client.publish(publication("2", "bad"), outcomes_.of("2"));
  client.publish(publication("3", "good"), outcomes_.of("3"));
  ASSERT_TRUE(outcomes_.wait_for(1));
  EXPECT_EQ(channels_.published(), std::vector<std::string>{"good \"3\""});
}

TEST_F(SideLanes, WhatFollowsInItsChannelWaits) {
  client_.publish(publication("1", "bad"), outcomes_.of("1"));
  client_.publish(publication("2", "bad"), outcomes_.of("2"));
  client_.publish(publication("3", "good"), outcomes_.of("3"));
  ASSERT_TRUE(outcomes_.wait_for(1));
  channels_.broken = false;
  client_.publish(publication("4", "bad"), outcomes_.of("4"));
  client_.publish(publication("5", "good"), outcomes_.of("5"));
  ASSERT_TRUE(outcomes_.wait_for(2));
  EXPECT_EQ(channels_.published(), (std::vector<std::string>{"good \"3\"", "good \"5\""}));
  EXPECT_EQ(client_.stats().pending, 3U);
}

TEST_F(SideLanes, ABroadcastToItsChannelWaitsToo) {
  client_.publish(publication("1", "bad"), outcomes_.of("1"));
  client_.publish(publication("2", "good"), outcomes_.of("2"));
  ASSERT_TRUE(outcomes_.wait_for(1));
  BroadcastRequest both;
  both.channels = {"good", "bad"};
  both.data = Json::of("3");
  client_.broadcast(both, outcomes_.of("3"));
  EXPECT_FALSE(client_.flush(milliseconds{200}) == 0U);
  EXPECT_EQ(channels_.published(), std::vector<std::string>{"good \"2\""});
  EXPECT_EQ(client_.close(milliseconds{0}), 2U);
  EXPECT_EQ(outcomes_["3"].delivery, Delivery::not_sent);
  EXPECT_EQ(outcomes_["1"].delivery, Delivery::unknown);
}

TEST_F(SideLanes, ChannelsKeepTheirOrderWhenTheFaultPasses) {
  AsyncClientOptions quick = options(channels_);
  quick.retry.base_wait = quick.retry.max_wait = milliseconds{3};
  AsyncClient client{"http://centrifugo", quick};
  std::vector<std::string> sent[3];
  for (int i = 0; i < 600; ++i) {
    if (i % 100 == 50) channels_.broken = !channels_.broken;
    const std::string channel = i % 3 == 0 ? "bad1" : i % 3 == 1 ? "bad2" : "good";
    client.publish(publication(std::to_string(i), channel), outcomes_.of(std::to_string(i)));
    sent[i % 3].push_back(channel + " \"" + std::to_string(i) + '"');
    if (i % 10 == 0) std::this_thread::sleep_for(milliseconds{1});
  }
  channels_.broken = false;
  ASSERT_EQ(client.flush(seconds{30}), 0U);
  std::vector<std::string> found[3];
  for (const std::string& one : channels_.published())
    found[one[0] == 'g' ? 2 : one[3] == '1' ? 0 : 1].push_back(one);
  EXPECT_EQ(found[2], sent[2]);
  for (int i = 0; i < 2; ++i) {
    // Some may have failed for good: others went through meanwhile.
    EXPECT_TRUE(std::includes(sent[i].begin(), sent[i].end(), found[i].begin(), found[i].end(),
                              [](const std::string& a, const std::string& b) {
                                return std::stoi(a.substr(6)) < std::stoi(b.substr(6));
                              }));
  }
  EXPECT_EQ(found[0].size() + found[1].size() + found[2].size(), outcomes_.count(Delivery::applied));
}

}  // namespace
}  // namespace cent::test
