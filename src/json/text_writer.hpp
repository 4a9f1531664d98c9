#pragma once
#include <cstddef>
#include <cstring>
#include <string>
#include <string_view>

namespace cent::detail {

/// Writes many small pieces into a string that is longer than its text. Room is reserved in blocks, so that a
/// piece costs a comparison and a copy. The owner of the string cuts it at the end of the text.
class TextWriter {
 public:
  /// Writes from `begin` on and overwrites the text there.
  TextWriter(std::string& out, std::size_t begin) : out_(out) {
    if (out_.size() < begin) out_.resize(begin);
    stand_at(begin);
  }
  /// Writes to `room`, and continues in `out` when that is full.
  TextWriter(char* room, std::size_t size, std::string& out)
      : out_(out), room_(room), begin_(room), at_(room), end_(room + size) {}
  TextWriter(const TextWriter&) = delete;
  TextWriter& operator=(const TextWriter&) = delete;

  /// End of the text.
  [[nodiscard]] std::size_t size() const noexcept { return static_cast<std::size_t>(at_ - begin_); }
  /// The written text, for a writer that began with an empty one.
  [[nodiscard]] std::string_view text() const noexcept { return {begin_, size()}; }
  [[nodiscard]] char back() const noexcept { return at_[-1]; }
  /// Removes the text from `size` on.
  void shrink(std::size_t size) noexcept { at_ = begin_ + size; }

  /// Returns room for `bytes`. The caller fills it from the front, then calls advance().
  char* room(std::size_t bytes) {
    if (static_cast<std::size_t>(end_ - at_) < bytes) grow(bytes);
    return at_;
  }
  void advance(char* to) noexcept { at_ = to; }

  void push_back(char c) {
    room(1)[0] = c;
    ++at_;
  }
  void append(std::string_view text) {
    std::memcpy(room(text.size()), text.data(), text.size());
    at_ += text.size();
  }

 private:
  static constexpr std::size_t kBlock = 192;  // enough for most commands

  void stand_at(std::size_t place) noexcept {
    begin_ = out_.data();
    at_ = begin_ + place;
    end_ = out_.data() + out_.size();
  }
  void grow(std::size_t bytes) {
    const std::size_t place = size();
    out_.resize(place + bytes + kBlock + place / 8);
    if (room_ != nullptr) std::memcpy(out_.data(), room_, place);
    room_ = nullptr;
    stand_at(place);
  }

  std::string& out_;
  const char* room_ = nullptr;  ///< Null once `out` is used.
  char* begin_ = nullptr;
  char* at_ = nullptr;
  char* end_ = nullptr;
};

}  // namespace cent::detail
