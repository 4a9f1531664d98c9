#include "feed.hpp"

#include <algorithm>
#include <utility>

#include "go_json.hpp"
#include "hub.hpp"

namespace cent::testing::dev {

namespace {

// More would only keep a browser busy.
constexpr std::size_t kEventsPerSecond = 500;
constexpr std::size_t kShownBytes = 64UL * 1024;
constexpr std::size_t kShownOutcome = 300;

/// At most so many bytes, without half a character at the end.
std::string_view beginning(std::string_view text, std::size_t size) {
  if (text.size() <= size) return text;
  while (size > 0 && (static_cast<unsigned char>(text[size]) & 0xC0U) == 0x80U) --size;
  return text.substr(0, size);
}

}  // namespace

std::string event_text(std::string_view name, std::string_view data) {
  std::string text("event: ");
  text.append(name).append("\ndata: ").append(data).append("\n\n");
  return text;
}

std::string publication_event(const Item& item, bool before) {
  JsonObject object;
  if (item.offset > 0) object.number("offset", item.offset);
  if (!item.key.empty()) object.string("key", item.key);
  if (item.removed) object.raw("removed", "true");
  if (item.version > 0) object.number("version", item.version);
  if (!item.tags.empty()) go::append_strings(object.name("tags"), item.tags);
  object.number("time", item.time_ms);
  object.number("size", item.data.size());
  // As a text, since a browser's numbers are not exact.
  object.string("data", beginning(item.data, kShownBytes));
  if (item.data.size() > kShownBytes) object.raw("cut", "true");
  if (before) object.raw("before", "true");
  return event_text("publication", object.done());
}

void Feed::open(std::shared_ptr<Sink> page, std::string channel, std::string node) {
  pages_.push_back({std::move(page), std::move(channel), std::move(node)});
}

void Feed::close(const Sink* page) {
  pages_.erase(
      std::remove_if(pages_.begin(), pages_.end(), [&](const Page& one) { return one.sink.get() == page; }),
      pages_.end());
}

void Feed::close_node(const std::string& node) {
  pages_.erase(
      std::remove_if(pages_.begin(), pages_.end(), [&](const Page& one) { return one.node == node; }),
      pages_.end());
}

/// Counts an event. Returns false if too many came in this second. Their number is shown in the next one.
bool Feed::has_room() {
  const auto now = Clock::now();
  if (now - second_ >= std::chrono::seconds(1)) {
    second_ = now;
    sent_ = 0;
    if (left_out_ > 0) send(event_text("left_out", std::to_string(std::exchange(left_out_, 0))), nullptr);
  }
  if (sent_ < kEventsPerSecond) return ++sent_ > 0;
  ++left_out_;
  return false;
}

/// @param channel Null: for all pages.
void Feed::send(const std::string& event, const std::string* channel) {
  for (const Page& page : pages_) {
    if (channel == nullptr || page.channel == *channel) page.sink->deliver(event);
  }
}

void Feed::publication(const std::string& channel, const Item& item) {
  const bool shown =
      std::any_of(pages_.begin(), pages_.end(), [&](const Page& page) { return page.channel == channel; });
  if (shown && has_room()) send(publication_event(item, false), &channel);
}

void Feed::call(const Call& call) {
  if (pages_.empty() || !has_room()) return;
  JsonObject object;
  object.number("time", wall_clock_ms());
  object.string("name", call.name);
  object.string("subject", beginning(call.subject, kShownOutcome));
  object.number("status", call.status);
  object.number("error", call.error);
  object.string("outcome", beginning(call.outcome, kShownOutcome));
  send(event_text("call", object.done()), nullptr);
}

}  // namespace cent::testing::dev
