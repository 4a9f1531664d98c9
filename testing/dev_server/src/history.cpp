#include "history.hpp"

#include <utility>

namespace cent::testing::dev {

Stream& HistoryTable::stream(const std::string& channel, Clock::time_point now) {
  auto found = streams_.find(channel);
  if (found == streams_.end()) found = streams_.emplace(channel, Stream(make_epoch(epoch_letters))).first;
  if (now >= found->second.expires) found->second.clear();
  return found->second;
}

HistoryTable::Added HistoryTable::add(const std::string& channel, Item item, const Keep& keep,
                                      Clock::time_point now) {
  Stream& to = stream(channel, now);
  if (keep.version > 0 && (keep.version_epoch.empty() || keep.version_epoch == to.version_epoch) &&
      keep.version <= to.version) {
    return {true, to.position(), nullptr};
  }
  to.version = keep.version;
  to.version_epoch = keep.version_epoch;
  to.expires = now + keep.ttl;
  ItemPtr added = to.add(std::move(item), keep.size);
  return {false, to.position(), std::move(added)};
}

Page HistoryTable::read(const std::string& channel, const ReadRange& range, Clock::time_point now) {
  if (range.since && range.reverse && range.since->offset == 0) return {ReadError::internal, {}, {}};
  return read_stream(stream(channel, now), range);
}

void HistoryTable::remove(const std::string& channel) {
  const auto found = streams_.find(channel);
  if (found != streams_.end()) found->second.clear();
}

Page read_stream(const Stream& stream, const ReadRange& range) {
  Page page;
  page.position = stream.position();
  if (!range.since) {
    page.items = stream.read(std::nullopt, range.limit, range.reverse);
    return page;
  }
  const Position& since = *range.since;
  if (!since.epoch.empty() && since.epoch != stream.epoch()) {
    page.error = ReadError::unrecoverable;
  } else {
    // Offsets wrap around: everything comes after the largest one.
    page.items = stream.read(range.reverse ? since.offset - 1 : since.offset + 1, range.limit, range.reverse);
  }
  return page;
}

}  // namespace cent::testing::dev
