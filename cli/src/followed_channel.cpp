#include "followed_channel.hpp"

#include <cent/errors.hpp>

#include "publications.hpp"

namespace cent::cli {
namespace {

std::string count_text(std::uint64_t count) {
  return std::to_string(count) + (count == 1 ? " publication is" : " publications are");
}

}  // namespace

void FollowedChannel::explain(const CentException& error) {
  const auto* const answer = dynamic_cast<const ResponseError*>(&error);
  if (answer != nullptr && answer->code() == ErrorCode::kNotAvailable) {
    if (has_history_) calls_.say("has no history: what is published while there is no connection is lost");
    has_history_ = false;
  } else {
    calls_.say("its history cannot be read: " + error.facts().cause);
  }
}

void FollowedChannel::begin_at_top() {
  HistoryRequest request;
  request.channel = channel_;
  const HistoryResult top = calls_.history(request).value();
  position_ = StreamPosition{top.offset, top.epoch};
  is_at_first_top_ = true;
}

void FollowedChannel::read_history() {
  is_at_first_top_ = false;  // the stream repeats what is shown now
  HistoryPagesOptions options;
  options.since = position_;
  HistoryReader reader{channel_, options};
  for (HistoryPage page; !reader.is_done();) {
    if (!reader.take(calls_.history(reader.request()), page)) continue;
    if (const std::string gap = gap_text(page); !gap.empty()) calls_.say(gap);
    for (const Publication& publication : page.publications) calls_.show(publication);
    position_ = page.position;
  }
  position_ = reader.position();
}

void FollowedChannel::connected() {
  last_live_ = 0;
  if (!has_history_) {
    calls_.say("connected again; publications may be missing");
    return;
  }
  try {
    position_ ? read_history() : begin_at_top();
  } catch (const CentException& error) {
    explain(error);
  }
}

void FollowedChannel::take(const Publication& publication) {
  const std::uint64_t offset = publication.offset;
  if (offset == 0 || !position_) {
    calls_.show(publication);
    if (offset != 0) position_ = StreamPosition{offset, {}};
    last_live_ = offset;
    return;
  }
  if (offset <= last_live_) {
    calls_.say("the history was lost and began again");
    position_ = StreamPosition{offset - 1, {}};
    is_at_first_top_ = false;
  }
  last_live_ = offset;
  if (offset > position_->offset + 1) {
    try {
      read_history();
    } catch (const CentException& error) {
      explain(error);
    }
  }
  if (offset <= position_->offset) {  // seen in the history
    if (is_at_first_top_) calls_.show(publication);
    return;
  }
  is_at_first_top_ = false;
  if (const std::uint64_t missing = offset - position_->offset - 1; missing > 0) {
    calls_.say(count_text(missing) + " missing before offset " + std::to_string(offset));
  }
  position_->offset = offset;
  calls_.show(publication);
}

}  // namespace cent::cli
