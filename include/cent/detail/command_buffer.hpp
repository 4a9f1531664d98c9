#pragma once
#include <cent/detail/codec.hpp>
#include <cstddef>
#include <string>
#include <string_view>
#include <vector>

namespace cent::detail {

/// Commands, one behind the other, as the body of a `/api/batch` request that is complete at every instant.
/// So a batch of 100,000 commands is encoded once and sent without a copy; the legacy dialect writes it anew.
class CENT_EXPORT CommandBuffer {
 public:
  CommandBuffer() = default;

  /// Encodes a request at the end. If that throws, the buffer is as before.
  template <class Request>
  void push(const Request& request) {
    const std::size_t begin = open(Request::kMethod);
    try {
      close(begin, Request::kMethod, encode_params(request, text_));
    } catch (...) {
      take_back(begin);
      throw;
    }
  }
  /// @throws UsageError if the method is not a name or the params are not an object.
  void push(const Command& command);
  /// What was encoded and checked before.
  void push(std::string_view method, std::string_view params, Effect effect);

  void clear() noexcept;
  void set_parallel(bool parallel);
  [[nodiscard]] bool parallel() const noexcept { return parallel_; }

  [[nodiscard]] std::size_t size() const noexcept { return entries_.size(); }
  [[nodiscard]] bool empty() const noexcept { return entries_.empty(); }
  /// `{"commands":[…]}`. Valid until the next change.
  [[nodiscard]] std::string_view body() const noexcept;
  [[nodiscard]] std::string_view method(std::size_t index) const noexcept;
  [[nodiscard]] std::string_view params(std::size_t index) const noexcept;
  [[nodiscard]] Effect effect(std::size_t index) const noexcept { return entries_[index].effect; }

 private:
  struct Entry {
    std::size_t begin;  ///< Of `{"method":…}` in text_.
    unsigned short method_size;
    Effect effect;
  };
  std::size_t open(std::string_view method);
  void close(std::size_t begin, std::string_view method, Effect effect);
  void take_back(std::size_t begin) noexcept;
  void append_tail();
  [[nodiscard]] std::size_t tail_size() const noexcept;

  std::string text_;
  std::vector<Entry> entries_;
  bool parallel_ = false;
};

}  // namespace cent::detail
