#pragma once
#include <sys/types.h>
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
  std::string burst;  ///< For the burst.

  [[nodiscard]] std::vector<std::string> channels() const { return {chat, other, feed, burst}; }
};

/// Where the burst goes.
struct Place {
  std::string server;
  std::string other_node;  ///< Of the same cluster, asked first; empty: there is one node.
  pid_t killed = 0;        ///< Its process, killed in the middle; 0: none is.

  [[nodiscard]] std::vector<std::string> addresses() const {
    if (other_node.empty()) return {server};
    return {other_node, server};
  }
};

/// Publishes, reads history and presence, asks for channels and nodes, batches: what a back end does every
/// day.
void tell_story(cent::Client& client, Subscriber& subscriber, const Cast& cast, Report& report);

/// Publishes this machine's figures for two seconds (`endless`: until interrupted), and compares what the
/// subscriber got with what was sent, one by one.
void run_feed(const std::string& server, const std::string& api_key, Subscriber& subscriber, const Cast& cast,
              bool endless, Report& report);

/// Publishes 50,000 times as fast as the server takes it, and shows how many requests that were and what the
/// subscriber heard.
void run_burst(const Place& place, const std::string& api_key, Subscriber& subscriber, const Cast& cast,
               Report& report);

/// Takes the channel from the user, closes his connection, removes the history.
void end_story(cent::Client& client, Subscriber& subscriber, const Cast& cast, Report& report);

}  // namespace demo
