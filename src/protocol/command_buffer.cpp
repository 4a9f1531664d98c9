#include <algorithm>
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
constexpr std::size_t kBlock = 512;  ///< Room for a few more commands.
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
  make_room();
  const std::string_view end = tail();
  const std::size_t from = size_ - end.size();
  const std::size_t size = from + kCommandFrame + method.size() + params.size() + end.size();
  if (text_.size() < size) {
    const std::size_t room = text_.capacity();
    text_.resize(size <= room ? std::min(size + kBlock, room) : size + kBlock + size / 8);
  }
  const std::size_t begin = from + (entries_.empty() ? 0 : 1);  // after the comma
  char* to = write_name(text_.data() + from, method, entries_.empty());
  to = std::copy(params.begin(), params.end(), to);
  *to++ = '}';
  to = std::copy(end.begin(), end.end(), to);
  size_ = static_cast<std::size_t>(to - text_.data());
  entries_.push_back({begin, static_cast<unsigned short>(method.size()), repeat});
}

void CommandBuffer::push(const Command& command) {
  check_method_name(command.method);
  std::string one_line;
  push(command.method, checked_params(command, one_line), command.effect);
}

void CommandBuffer::append(const CommandBuffer& other) {
  if (other.empty()) return;
  make_room();
  entries_.reserve(entries_.size() + other.size());
  const std::string_view end = tail();
  const std::size_t at = size_ - end.size();
  const std::size_t from = kHead.size();
  const std::size_t bytes = other.size_ - other.tail().size() - from;
  const std::size_t comma = empty() ? 0 : 1;
  if (text_.size() < size_ + comma + bytes) text_.resize(size_ + comma + bytes);
  char* to = text_.data() + at;
  if (comma != 0) *to++ = ',';
  const auto begin = static_cast<std::size_t>(to - text_.data());
  to = std::copy_n(other.text_.data() + from, bytes, to);
  std::copy(end.begin(), end.end(), to);
  size_ += comma + bytes;
  for (Entry entry : other.entries_) {
    entry.begin = entry.begin - from + begin;
    entries_.push_back(entry);
  }
}

void CommandBuffer::clear() noexcept {
  size_ = 0;
  entries_.clear();
}

void CommandBuffer::reserve(std::size_t commands, std::size_t bytes) {
  if (text_.capacity() < bytes) text_.reserve(bytes);
  entries_.reserve(commands);
}

void CommandBuffer::shrink() {
  text_.resize(size_);
  if (text_.capacity() - size_ > size_ / 16) text_.shrink_to_fit();
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
  return size_ == 0 ? kNothing : std::string_view{text_.data(), size_};
}

std::string_view CommandBuffer::params(std::size_t index) const noexcept {
  const Entry& entry = entries_[index];
  const std::size_t begin = entry.begin + entry.method_size + 4;  // {" and ":
  const bool last = index + 1 == entries_.size();
  const std::size_t end = last ? size_ - tail().size() : entries_[index + 1].begin - 1;
  return {text_.data() + begin, end - 1 - begin};
}

}  // namespace cent::detail
