#include "sent_lines.hpp"

#include <cent/api/common.hpp>

#include <chrono>
#include <utility>

namespace cent::cli {
namespace {

constexpr std::uint64_t kMostMessages = 10;

/// Whether the server refused this line, not all of them.
bool is_of_one_line(const CentException& error) {
  if (error.delivery() != Delivery::refused) return false;
  const auto* const request = dynamic_cast<const RequestException*>(&error);
  return request == nullptr || request->kind() == FailureKind::too_large;
}

}  // namespace

std::uint64_t SentLines::add(const InputPosition& end) {
  const std::lock_guard<std::mutex> lock{mutex_};
  lines_.push_back({end, unix_time(std::chrono::system_clock::now()), false});
  return first_ + lines_.size() - 1;
}

void SentLines::settle(std::uint64_t number, bool is_final) {
  const std::lock_guard<std::mutex> lock{mutex_};
  lines_[static_cast<std::size_t>(number - first_)].is_final = is_final;
  while (!lines_.empty() && lines_.front().is_final) {
    mark_.position = lines_.front().end;
    lines_.pop_front();
    ++first_;
  }
}

void SentLines::failed(std::uint64_t number, std::uint64_t line, const CentException& error) {
  const bool goes_on = keep_going_ && is_of_one_line(error);
  if (!goes_on) must_stop_ = true;
  settle(number, goes_on);
  const std::lock_guard<std::mutex> lock{mutex_};
  if (++failures_ <= kMostMessages) {
    messages_.push_back("line " + std::to_string(line) + ": " + error.facts().cause);
  } else if (failures_ == kMostMessages + 1) {
    messages_.push_back("further lines failed, see the counts");
  }
}

SentLines::Mark SentLines::mark() const {
  const std::lock_guard<std::mutex> lock{mutex_};
  return {mark_.position, lines_.empty() ? 0 : lines_.front().sent};
}

std::vector<std::string> SentLines::take_messages() {
  const std::lock_guard<std::mutex> lock{mutex_};
  return std::exchange(messages_, {});
}

}  // namespace cent::cli
