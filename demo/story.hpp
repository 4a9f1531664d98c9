#pragma once
#include <sys/types.h>

#include <cent/cent.hpp>
#include <string>
#include <vector>

#include "subscriber.hpp"

namespace demo {

/// Prints the demo's steps, one line each, and counts failures.
class Report {
 public:
  void say(const std::string& line) const;
  /// Prints a step with its result: `ok` or `FAILED`.
  void check(bool good, const std::string& line);
  [[nodiscard]] int failures() const noexcept { return failures_; }

 private:
  int failures_ = 0;
};

/// The user and channels of the demo. A random number separates them from others on a running server.
struct Cast {
  std::string user;
  std::string chat;   ///< A channel for the chat.
  std::string other;  ///< A second channel.
  std::string feed;   ///< For the live feed.
  std::string burst;  ///< For the burst.

  [[nodiscard]] std::vector<std::string> channels() const { return {chat, other, feed, burst}; }
};

/// The server of the burst.
struct Place {
  std::string server;
  std::string other_node;  ///< Another node of the same cluster, used first; empty: none.
  pid_t killed = 0;        ///< That node's process, killed in the middle; 0: none.

  [[nodiscard]] std::vector<std::string> addresses() const {
    if (other_node.empty()) return {server};
    return {other_node, server};
  }
};

/// The everyday calls of a back end: publishes, batches, reads history and presence, lists channels and
/// nodes.
void tell_story(cent::Client& client, Subscriber& subscriber, const Cast& cast, Report& report);

/// Publishes this machine's figures for two seconds (`endless`: until interrupted), and compares each
/// publication that the subscriber received with the one sent.
void run_feed(const std::string& server, const std::string& api_key, Subscriber& subscriber, const Cast& cast,
              bool endless, Report& report);

/// Publishes 50,000 times as fast as the server accepts it. Shows the number of requests and of the
/// publications that the subscriber received.
void run_burst(const Place& place, const std::string& api_key, Subscriber& subscriber, const Cast& cast,
               Report& report);

/// Unsubscribes the user, closes their connection, removes the history.
void end_story(cent::Client& client, Subscriber& subscriber, const Cast& cast, Report& report);

}  // namespace demo
