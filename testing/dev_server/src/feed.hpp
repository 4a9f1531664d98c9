#pragma once

#include <chrono>
#include <cstddef>
#include <memory>
#include <string>
#include <string_view>
#include <vector>

#include "history.hpp"

namespace cent::testing::dev {

class Sink;

/// The events that open pages show, each a server-sent event. It does nothing while no page is open. Not
/// thread safe.
class Feed {
 public:
  /// A call of a method, or a request that was rejected as a whole.
  struct Call {
    std::string_view name;     ///< the method, or the request's path
    std::string subject;       ///< the channels or the user
    unsigned status = 200;     ///< of HTTP; 0: no answer
    int error = 0;             ///< API error code; 0: done
    std::string_view outcome;  ///< the result, or the error's text
  };

  /// @param channel The channel whose publications are shown. Empty: none.
  void open(std::shared_ptr<Sink> page, std::string channel, std::string node);
  void close(const Sink* page);
  /// Closes all pages of one server.
  void close_node(const std::string& node);
  bool is_open() const { return !pages_.empty(); }

  void publication(const std::string& channel, const Item& item);
  void call(const Call& call);

 private:
  struct Page {
    std::shared_ptr<Sink> sink;
    std::string channel;
    std::string node;
  };

  bool has_room();
  void send(const std::string& event, const std::string* channel);

  std::vector<Page> pages_;
  Clock::time_point second_{};  // when the current second began
  std::size_t sent_ = 0;        // events in this second
  std::size_t left_out_ = 0;
};

/// An event of the stream. `data` is JSON in one line.
std::string event_text(std::string_view name, std::string_view data);

/// A publication as an event.
/// @param before It was published before the page was opened.
std::string publication_event(const Item& item, bool before);

}  // namespace cent::testing::dev
