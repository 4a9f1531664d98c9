#pragma once
#include <cent/cent.hpp>
#include <string>
#include <vector>

#include "report.hpp"
#include "subscriber.hpp"

namespace demo {

/// Whom and what the demo speaks of; a prefix keeps it apart from what else a running server holds.
struct Cast {
  std::string user;
  std::string chat;   ///< A channel for the story.
  std::string other;  ///< A second one.
  std::string feed;   ///< For the live feed.

  [[nodiscard]] std::vector<std::string> channels() const { return {chat, other, feed}; }
};

/// Publishes, reads history and presence, asks for channels and nodes, batches: what a back end does every
/// day.
void tell_story(cent::Client& client, Subscriber& subscriber, const Cast& cast, Report& report);

/// Publishes this machine's figures for two seconds (`endless`: until interrupted), and compares what the
/// subscriber got with what was sent, one by one.
void run_feed(const std::string& server, const std::string& api_key, Subscriber& subscriber, const Cast& cast,
              bool endless, Report& report);

/// Takes the channel from the user, closes his connection, removes the history.
void end_story(cent::Client& client, Subscriber& subscriber, const Cast& cast, Report& report);

}  // namespace demo
