#include <cent/detail/command_buffer.hpp>
#include <cent/errors.hpp>

#include "json/access.hpp"
#include "json/text_error.hpp"
#include "protocol/method_name.hpp"

namespace cent::detail {
namespace {

constexpr std::string_view kHead = R"({"commands":[)";
constexpr std::string_view kTail = "]}";
constexpr std::string_view kParallelTail = R"(],"parallel":true})";
constexpr std::string_view kNothing = R"({"commands":[]})";

}  // namespace

std::size_t CommandBuffer::tail_size() const noexcept {
  return parallel_ ? kParallelTail.size() : kTail.size();
}
void CommandBuffer::append_tail() { text_.append(parallel_ ? kParallelTail : kTail); }

std::size_t CommandBuffer::open(std::string_view method) {
  if (text_.empty()) {
    text_.append(kHead);
    append_tail();
  }
  // Grown before anything changes: what follows up to the params cannot fail.
  if (entries_.size() == entries_.capacity()) entries_.reserve(entries_.empty() ? 4 : entries_.size() * 2);
  const std::size_t needed = text_.size() + method.size() + 32;
  if (needed > text_.capacity()) text_.reserve(needed > 2 * text_.capacity() ? needed : 2 * text_.capacity());
  text_.resize(text_.size() - tail_size());
  if (!entries_.empty()) text_.push_back(',');
  const std::size_t begin = text_.size();
  text_.append("{\"").append(method).append("\":");
  return begin;
}

void CommandBuffer::close(std::size_t begin, std::string_view method, Effect effect) {
  text_.push_back('}');
  append_tail();
  entries_.push_back({begin, static_cast<unsigned short>(method.size()), effect});
}

void CommandBuffer::take_back(std::size_t begin) noexcept {
  text_.resize(entries_.empty() ? begin : begin - 1);  // with the comma
  append_tail();                                       // fits: it stood here before
}

void CommandBuffer::push(std::string_view method, std::string_view params, Effect effect) {
  const std::size_t begin = open(method);
  try {
    text_.append(params);
    close(begin, method, effect);
  } catch (...) {
    take_back(begin);
    throw;
  }
}

void CommandBuffer::push(const Command& command) {
  check_method_name(command.method);
  push(command.method, checked_params(command), command.effect);
}

void CommandBuffer::clear() noexcept {
  text_.clear();
  entries_.clear();
}

void CommandBuffer::set_parallel(bool parallel) {
  if (parallel == parallel_) return;
  if (!text_.empty()) {
    text_.reserve(text_.size() + kParallelTail.size());
    text_.resize(text_.size() - tail_size());
  }
  parallel_ = parallel;
  if (!text_.empty()) append_tail();
}

std::string_view CommandBuffer::body() const noexcept {
  return text_.empty() ? kNothing : std::string_view{text_};
}

std::string_view CommandBuffer::method(std::size_t index) const noexcept {
  const Entry& entry = entries_[index];
  return std::string_view{text_}.substr(entry.begin + 2, entry.method_size);
}

std::string_view CommandBuffer::params(std::size_t index) const noexcept {
  const Entry& entry = entries_[index];
  const std::size_t begin = entry.begin + entry.method_size + 4;  // {" and ":
  const bool last = index + 1 == entries_.size();
  const std::size_t end = last ? text_.size() - tail_size() : entries_[index + 1].begin - 1;
  return std::string_view{text_}.substr(begin, end - 1 - begin);
}

}  // namespace cent::detail
