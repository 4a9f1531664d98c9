#include "history.hpp"

#include <algorithm>
#include <random>
#include <utility>

#include "history.hpp"

namespace cent::testing::dev {

namespace {

std::mt19937_64& generator() {
  thread_local std::mt19937_64 engine{std::random_device{}()};
  return engine;
}

char random_of(std::string_view alphabet) {
  return alphabet[std::uniform_int_distribution<std::size_t>(0, alphabet.size() - 1)(generator())];
}

}  // namespace

ItemPtr Stream::add(Item item, int size) {
  item.offset = ++top_;
  items_.push_back(std::make_shared<const Item>(std::move(item)));
  ItemPtr added = items_.back();
  while (items_.size() > static_cast<std::size_t>(std::max(size, 0))) items_.pop_front();
  return added;
}

Items Stream::read(std::optional<std::uint64_t> first, std::int64_t limit, bool reverse) const {
  if (limit == 0 || items_.empty() || (first && *first > top_)) return {};
  const std::uint64_t oldest = top_ - items_.size() + 1;
  if (first && *first < oldest) {
    // Removed items are silently skipped when reading forward. Backward there is nothing older.
    if (reverse) return {};
    first = oldest;
  }
  std::size_t at = first ? static_cast<std::size_t>(*first - oldest) : (reverse ? items_.size() - 1 : 0);
  const std::size_t available = reverse ? at + 1 : items_.size() - at;
  const std::size_t count = limit < 0 ? available : std::min(available, static_cast<std::size_t>(limit));
  Items found;
  found.reserve(count);
  while (found.size() < count) found.push_back(items_[reverse ? at-- : at++]);
  return found;
}

std::int64_t wall_clock_ms() {
  return std::chrono::duration_cast<std::chrono::milliseconds>(
             std::chrono::system_clock::now().time_since_epoch())
      .count();
}

std::string make_epoch(std::size_t letters) {
  std::string epoch;
  while (epoch.size() < letters)
    epoch.push_back(random_of("ABCDEFGHIJKLMNOPQRSTUVWXYZabcdefghijklmnopqrstuvwxyz"));
  return epoch;
}

std::string make_uuid() {
  std::string uuid;
  for (int i = 0; i < 36; ++i) {
    if (i == 8 || i == 13 || i == 18 || i == 23) {
      uuid.push_back('-');
    } else if (i == 14) {
      uuid.push_back('4');
    } else {
      uuid.push_back(random_of(i == 19 ? "89ab" : "0123456789abcdef"));
    }
  }
  return uuid;
}

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
