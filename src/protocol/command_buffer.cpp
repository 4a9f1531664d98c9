#include <cent/detail/command_buffer.hpp>
#include <cent/errors.hpp>
#include <utility>

#include "json/access.hpp"
#include "json/text_error.hpp"
#include "protocol/method_name.hpp"
#include "protocol/push_command.hpp"

namespace cent::detail {
namespace {

constexpr std::string_view kHead = R"({"commands":[)";
constexpr std::string_view kTail = "]}";
constexpr std::string_view kParallelTail = R"(],"parallel":true})";
constexpr std::string_view kNothing = R"({"commands":[]})";

}  // namespace

CommandBuffer::CommandBuffer(CommandBuffer&& other) noexcept
    : text_(std::move(other.text_)),
      size_(std::exchange(other.size_, 0)),
      entries_(std::move(other.entries_)),
      parallel_(other.parallel_) {
  other.clear();
}

CommandBuffer& CommandBuffer::operator=(CommandBuffer&& other) noexcept {
  if (this == &other) return *this;
  text_ = std::move(other.text_);
  size_ = other.size_;
  entries_ = std::move(other.entries_);
  parallel_ = other.parallel_;
  other.clear();
  return *this;
}

std::string_view CommandBuffer::tail() const noexcept { return parallel_ ? kParallelTail : kTail; }

void CommandBuffer::write_tail() noexcept { text_.replace(size_ - tail().size(), tail().size(), tail()); }

void CommandBuffer::make_room() {
  if (size_ == 0) {
    // Overwrites the text there, since cutting it would mean filling it again.
    const std::size_t size = kHead.size() + tail().size();
    if (text_.size() < size) text_.resize(size);
    text_.replace(0, kHead.size(), kHead);
    size_ = size;
    write_tail();
  }
  if (entries_.size() == entries_.capacity()) entries_.reserve(entries_.empty() ? 4 : entries_.size() * 2);
}

void CommandBuffer::push(std::string_view method, std::string_view params, Repeat repeat) {
  push_with(method, [&](TextWriter& out) {
    out.append(params);
    return repeat;
  });
}

void CommandBuffer::push(const Command& command) {
  check_method_name(command.method);
  std::string one_line;
  push(command.method, checked_params(command, one_line), command.effect);
}

void CommandBuffer::clear() noexcept {
  size_ = 0;
  entries_.clear();
}

void CommandBuffer::shrink() {
  text_.resize(size_);
  text_.shrink_to_fit();
  entries_.shrink_to_fit();
}

void CommandBuffer::set_parallel(bool parallel) {
  if (parallel == parallel_) return;
  if (size_ == 0) {
    parallel_ = parallel;
    return;
  }
  text_.resize(size_ + kParallelTail.size());  // enough for both kinds
  size_ -= tail().size();
  parallel_ = parallel;
  size_ += tail().size();
  write_tail();
}

std::string_view CommandBuffer::body() const noexcept {
  return size_ == 0 ? kNothing : std::string_view{text_}.substr(0, size_);
}

std::string_view CommandBuffer::method(std::size_t index) const noexcept {
  const Entry& entry = entries_[index];
  return std::string_view{text_}.substr(entry.begin + 2, entry.method_size);
}

std::string_view CommandBuffer::params(std::size_t index) const noexcept {
  const Entry& entry = entries_[index];
  const std::size_t begin = entry.begin + entry.method_size + 4;  // {" and ":
  const bool last = index + 1 == entries_.size();
  const std::size_t end = last ? size_ - tail().size() : entries_[index + 1].begin - 1;
  return std::string_view{text_}.substr(begin, end - 1 - begin);
}

}  // namespace cent::detail
