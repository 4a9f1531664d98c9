#pragma once
#include <cent/detail/command_buffer.hpp>
#include <cstddef>
#include <string_view>

namespace cent::detail {

inline bool is_publication(std::string_view method) noexcept {
  return method == "publish" || method == "broadcast";
}

/// The commands of one request, in order. A single command is a list of one. A view: the texts that it was
/// made from must outlive it.
class Commands {
 public:
  /// A single command.
  Commands(std::string_view method, std::string_view params, Repeat repeat) noexcept
      : method_(method), params_(params), repeat_(repeat) {}
  /// All commands of a buffer. They are sent as a batch, also if there is only one.
  explicit Commands(const CommandBuffer& batch) noexcept : batch_(&batch) {}

  [[nodiscard]] std::size_t size() const noexcept { return batch_ != nullptr ? batch_->size() : 1; }
  [[nodiscard]] std::string_view method(std::size_t index) const noexcept {
    return batch_ != nullptr ? batch_->method(index) : method_;
  }
  [[nodiscard]] std::string_view params(std::size_t index) const noexcept {
    return batch_ != nullptr ? batch_->params(index) : params_;
  }
  [[nodiscard]] Repeat repeat(std::size_t index) const noexcept {
    return batch_ != nullptr ? batch_->repeat(index) : repeat_;
  }
  [[nodiscard]] bool is_batch() const noexcept { return batch_ != nullptr; }
  /// True if the server executes several commands one after the other.
  [[nodiscard]] bool has_order() const noexcept { return batch_ != nullptr && !batch_->parallel(); }
  /// The commands of a batch as the body of `/api/batch`.
  [[nodiscard]] std::string_view batch_body() const noexcept { return batch_->body(); }

 private:
  std::string_view method_{};
  std::string_view params_{};
  Repeat repeat_{};
  const CommandBuffer* batch_ = nullptr;
};

}  // namespace cent::detail
