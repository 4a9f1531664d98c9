#pragma once
#include <chrono>
#include <cstddef>
#include <cstdint>
#include <deque>
#include <map>
#include <memory>
#include <optional>
#include <string>
#include <unordered_map>
#include <utility>
#include <vector>

namespace cent::testing::dev {

using Clock = std::chrono::steady_clock;
using Tags = std::map<std::string, std::string>;

struct Position {
  std::uint64_t offset = 0;
  std::string epoch;  ///< empty: the channel keeps no history
};

/// A publication, or a change of a map entry.
struct Item {
  std::string key;
  std::string data;  ///< exactly as published; may be empty
  Tags tags;
  std::uint64_t offset = 0;
  std::uint64_t version = 0;  ///< pushed to subscribers but not part of the history
  bool removed = false;
  std::int64_t time_ms = 0;  ///< of its publication
};

using ItemPtr = std::shared_ptr<const Item>;
using Items = std::vector<ItemPtr>;

/// Options for reading a stream.
struct ReadRange {
  std::optional<Position> since;  ///< exclusive
  std::int64_t limit = 0;         ///< 0: only the position; negative: all
  bool reverse = false;
};

/// The latest items of an endless sequence. The top offset stays after items are removed.
class Stream {
 public:
  explicit Stream(std::string epoch) : epoch_(std::move(epoch)) {}

  std::uint64_t top() const { return top_; }
  const std::string& epoch() const { return epoch_; }
  Position position() const { return {top_, epoch_}; }

  /// Sets the item's offset and keeps the item. Removes the oldest beyond `size`.
  ItemPtr add(Item item, int size);

  /// Items from `first` on, or in reverse before it. Without `first` from the end where reading starts.
  Items read(std::optional<std::uint64_t> first, std::int64_t limit, bool reverse) const;

  std::size_t size() const { return items_.size(); }
  void clear() { items_.clear(); }

  // The version of the whole stream. Publishing without one resets it, as in the memory engine.
  std::uint64_t version = 0;
  std::string version_epoch;
  Clock::time_point expires{};

 private:
  std::deque<ItemPtr> items_;  // without gaps; the last one has offset top_ unless cleared
  std::uint64_t top_ = 0;
  std::string epoch_;
};

/// Unix milliseconds of the system.
std::int64_t wall_clock_ms();

/// Random letters.
std::string make_epoch(std::size_t letters);

/// A random UUID.
std::string make_uuid();

enum class ReadError { none, unrecoverable, internal };

struct Page {
  ReadError error = ReadError::none;
  Items items;
  Position position;
};

/// The streams of all channels. Not thread safe.
class HistoryTable {
 public:
  /// Number of letters in an epoch: 8 since v6, 4 before.
  std::size_t epoch_letters = 8;

  struct Added {
    bool skipped = false;  ///< its version is older than the stored one
    Position position;
    ItemPtr item;
  };

  struct Keep {
    int size = 0;
    Clock::duration ttl{0};
    std::uint64_t version = 0;
    std::string version_epoch;
  };

  Added add(const std::string& channel, Item item, const Keep& keep, Clock::time_point now);
  Page read(const std::string& channel, const ReadRange& range, Clock::time_point now);
  /// Calls `visit(channel, stream)` for all streams.
  template <class Visit>
  void each(Clock::time_point now, Visit&& visit) {
    for (auto& [channel, one] : streams_) {
      if (now >= one.expires) one.clear();
      visit(channel, std::as_const(one));
    }
  }
  /// Removes the publications. Offset, epoch and version stay.
  void remove(const std::string& channel);

 private:
  Stream& stream(const std::string& channel, Clock::time_point now);

  std::unordered_map<std::string, Stream> streams_;
};

/// Reads a range of one stream, with positions checked.
Page read_stream(const Stream& stream, const ReadRange& range);

}  // namespace cent::testing::dev
