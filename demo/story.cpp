#include "story.hpp"

#include <iostream>
#include <nlohmann/json.hpp>

namespace demo {

void Report::say(const std::string& line) const { std::cout << line << std::endl; }

void Report::check(bool good, const std::string& line) {
  std::cout << (good ? "  ok     " : "  FAILED ") << line << std::endl;
  if (!good) ++failures_;
}

using nlohmann::json;
using namespace std::chrono_literals;

namespace {

constexpr auto kPatience = 5s;

void read_back(cent::Client& client, const Cast& cast, std::size_t published, Report& report) {
  const cent::HistoryResult history = client.history(cast.chat);
  const std::string last = history.publications.empty() ? "none" : history.publications.back().data.text();
  report.check(history.publications.size() >= published, "history(\"" + cast.chat + "\") has " +
                                                             std::to_string(history.publications.size()) +
                                                             " publications, the last: " + last);

  const cent::PresenceResult presence = client.presence(cast.chat);
  report.check(presence.presence.size() == 1,
               "presence: " + std::to_string(presence.presence.size()) + " client, user \"" +
                   (presence.presence.empty() ? "" : presence.presence.begin()->second.user) + "\"");
  report.check(client.presence_stats(cast.chat).num_clients == 1, "presence_stats: 1 client");
  report.check(client.channels().channels.count(cast.chat) == 1,
               "channels: \"" + cast.chat + "\" is in the list");
  const cent::InfoResult info = client.info();
  report.check(!info.nodes.empty(), "info: " + std::to_string(info.nodes.size()) +
                                        (info.nodes.size() == 1 ? " node" : " nodes") + ", version " +
                                        (info.nodes.empty() ? "?" : info.nodes.front().version));
}

}  // namespace

void tell_story(cent::Client& client, Subscriber& subscriber, const Cast& cast, Report& report) {
  report.say("A chat, with a subscriber:");
  client.publish(cast.chat, json{{"input", "hello"}});
  client.broadcast({cast.chat, cast.other}, json{{"input", "to both"}});

  cent::Batch batch;
  const auto first = batch.publish({cast.chat, json{{"input", "in a batch"}}});
  const auto wrong = batch.publish({"no_such_namespace:x", json{{"input", "nobody gets this"}}});
  const auto replies = client.send(batch);
  report.check(replies[first].ok() && !replies[wrong].ok(),
               std::string("batch: the good command succeeded, the bad one failed with: ") +
                   (replies[wrong].ok() ? "nothing" : replies[wrong].error().what()));

  client.add("publish", json{{"channel", cast.chat}, {"data", {{"input", "low level"}}}});
  client.add("presence_stats", json{{"channel", cast.chat}});
  const auto raw = client.send();
  report.check(raw.size() == 2 && raw[0].ok() && raw[1].ok(),
               "add and send: one raw reply for each command; the last: " +
                   (raw.back().ok() ? raw.back().value().text() : "error"));

  const std::vector<std::string> expected{"hello", "to both", "in a batch", "low level"};
  subscriber.wait_count(cast.chat, expected.size(), kPatience);
  std::vector<std::string> received;
  for (const json& data : subscriber.received(cast.chat)) received.push_back(data.value("input", "?"));
  report.check(received == expected, "the subscriber received " + std::to_string(received.size()) + " of " +
                                         std::to_string(expected.size()) + " messages, in order");
  read_back(client, cast, expected.size(), report);
}

void end_story(cent::Client& client, Subscriber& subscriber, const Cast& cast, Report& report) {
  report.say("Unsubscribe, disconnect and clean up:");
  const auto present = client.presence(cast.chat).presence;
  report.check(present.size() == 1, "presence: the subscriber is still connected");
  if (present.size() != 1) return;
  // An anonymous subscriber has no user ID. The client ID selects the right one.
  cent::UnsubscribeRequest unsubscribe{cast.user, cast.chat};
  unsubscribe.client = present.begin()->first;
  unsubscribe.anonymous_users = cast.user.empty();
  client.unsubscribe(unsubscribe);
  report.check(subscriber.wait_frame("unsubscribe", kPatience), "unsubscribe: the subscriber got the frame");
  cent::DisconnectRequest disconnect{cast.user};
  disconnect.client = unsubscribe.client;
  disconnect.anonymous_users = unsubscribe.anonymous_users;
  client.disconnect(disconnect);
  report.check(subscriber.wait_frame("disconnect", kPatience), "disconnect: the subscriber got the frame");
  client.history_remove(cast.chat);
  report.check(client.history(cast.chat).publications.empty(), "history_remove: the history is empty");
}

}  // namespace demo
