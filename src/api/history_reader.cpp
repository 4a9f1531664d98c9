#include <cent/errors.hpp>
#include <cent/history_pages.hpp>

namespace cent {

HistoryReader::HistoryReader(TextArgument channel, const HistoryPagesOptions& options)
    : channel_(channel.named("the channel")),
      page_size_(options.page_size),
      position_(options.since.value_or(StreamPosition{})),
      has_start_(options.since.has_value()) {
  if (page_size_ < 1) throw UsageError("page_size must be at least 1", "history");
}

HistoryRequest HistoryReader::request() const {
  HistoryRequest request;
  request.channel = channel_;
  request.limit = page_size_;
  request.since = position_;
  return request;
}

bool HistoryReader::restart(HistoryGap gap, StreamPosition from) {
  gap_ = gap;
  position_ = std::move(from);
  has_start_ = false;
  return false;
}

namespace {

StreamPosition latest_of(const HistoryResult& result) { return {result.offset, result.epoch}; }
StreamPosition latest_of(const HistoryView& view) { return view.position(); }
void put(HistoryResult&& result, HistoryPage& page) { page.publications = std::move(result.publications); }
void put(HistoryView&& view, HistoryViewPage& page) { page.publications = std::move(view); }

}  // namespace

template <class Result, class Page>
bool HistoryReader::take_page(Reply<Result>&& reply, Page& page) {
  if (const auto* error = reply.template error_as<ResponseError>();
      error != nullptr && error->code() == ErrorCode::kUnrecoverablePosition && !position_.epoch.empty()) {
    return restart(HistoryGap::restarted, {});
  }
  Result result = std::move(reply).value();
  StreamPosition latest = latest_of(result);
  if (position_.offset > latest.offset && has_start_) {
    return restart(HistoryGap::rewound, {0, std::move(latest.epoch)});
  }
  page = {};
  put(std::move(result), page);
  const auto& publications = page.publications;
  const std::size_t count = publications.size();
  const bool is_full = count >= static_cast<std::size_t>(page_size_);
  const std::uint64_t last = is_full ? publications[count - 1].offset : latest.offset;
  // Without offsets the server is v2, which has returned everything.
  is_done_ = !is_full || last >= latest.offset || last <= position_.offset;
  const std::uint64_t expected = position_.offset + 1;
  const std::uint64_t first = count == 0 ? latest.offset + 1 : publications[0].offset;
  page.gap = std::exchange(gap_, HistoryGap::none);
  if (has_start_ && first > expected) {
    page.gap = HistoryGap::trimmed;
    page.missing = first - expected;
  }
  position_ = page.position = {last, std::move(latest.epoch)};
  has_start_ = true;
  return count != 0 || page.gap != HistoryGap::none;
}

bool HistoryReader::take(Reply<HistoryResult> reply, HistoryPage& page) {
  return take_page(std::move(reply), page);
}
bool HistoryReader::take(Reply<HistoryView> reply, HistoryViewPage& page) {
  return take_page(std::move(reply), page);
}

}  // namespace cent
