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

bool HistoryReader::take(Reply<HistoryResult> reply, HistoryPage& page) {
  if (const auto* error = reply.error_as<ResponseError>();
      error != nullptr && error->code() == ErrorCode::kUnrecoverablePosition && !position_.epoch.empty()) {
    return restart(HistoryGap::restarted, {});
  }
  HistoryResult result = std::move(reply).value();
  if (position_.offset > result.offset && has_start_) return restart(HistoryGap::rewound, {0, result.epoch});
  page = {};
  page.publications = std::move(result.publications);
  const bool is_full = page.publications.size() >= static_cast<std::size_t>(page_size_);
  const std::uint64_t last = is_full ? page.publications.back().offset : result.offset;
  // Without offsets the server is v2, which has returned everything.
  is_done_ = !is_full || last >= result.offset || last <= position_.offset;
  const std::uint64_t expected = position_.offset + 1;
  const std::uint64_t first =
      page.publications.empty() ? result.offset + 1 : page.publications.front().offset;
  page.gap = std::exchange(gap_, HistoryGap::none);
  if (has_start_ && first > expected) {
    page.gap = HistoryGap::trimmed;
    page.missing = first - expected;
  }
  position_ = page.position = {last, std::move(result.epoch)};
  has_start_ = true;
  return !page.publications.empty() || page.gap != HistoryGap::none;
}

}  // namespace cent
