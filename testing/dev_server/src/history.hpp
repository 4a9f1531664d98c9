#pragma once

#include <chrono>
#include <cstddef>
#include <string>
#include <unordered_map>

#include "stream.hpp"

namespace cent::testing::dev {

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
  /// Removes the publications. Offset, epoch and version stay.
  void remove(const std::string& channel);

 private:
  Stream& stream(const std::string& channel, Clock::time_point now);

  std::unordered_map<std::string, Stream> streams_;
};

/// Reads a range of one stream, with positions checked.
Page read_stream(const Stream& stream, const ReadRange& range);

}  // namespace cent::testing::dev
