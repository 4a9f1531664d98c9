#pragma once
#include <cent/errors.hpp>
#include <cstddef>
#include <forward_list>
#include <functional>
#include <memory>
#include <string>
#include <string_view>
#include <vector>

namespace cent::detail {

/// The outcomes of several commands: errors, and results as views of the response bodies, which it owns.
/// Takes 16 bytes per command beside the bodies.
class ReplySet {
 public:
  using ErrorPtr = std::shared_ptr<const CentException>;

  explicit ReplySet(std::size_t size)
      : size_(size), several_(size > 1 ? size : 0), slots_(size > 1 ? several_.data() : &one_) {}
  ReplySet(const ReplySet&) = delete;
  ReplySet& operator=(const ReplySet&) = delete;

  /// Takes ownership of a body, since results point into it.
  const std::string& keep(std::string body) {
    std::string& place = has_body_ ? more_bodies_.emplace_front() : body_;
    has_body_ = true;
    return place = std::move(body);
  }
  void set_result(std::size_t index, std::string_view text) noexcept {
    slots_[index] = {text.data(), text.size()};
  }
  void set_error(std::size_t index, ErrorPtr error) {
    if (errors_.empty() || errors_.back() != error)
      errors_.push_back(std::move(error));  // often one for many
    slots_[index] = {nullptr, errors_.size()};
  }

  /// Sets the error of every command without an outcome. Allocates nothing.
  void set_rest(ErrorPtr error) noexcept { rest_ = std::move(error); }
  /// Removes the outcome.
  void unset(std::size_t index) noexcept { slots_[index] = {}; }

  [[nodiscard]] std::size_t size() const noexcept { return size_; }
  [[nodiscard]] bool settled(std::size_t index) const noexcept {
    return slots_[index].data != nullptr || slots_[index].size != 0;
  }
  [[nodiscard]] bool has_result(std::size_t index) const noexcept { return slots_[index].data != nullptr; }
  /// Null if the command has a result.
  [[nodiscard]] ErrorPtr error(std::size_t index) const {
    const Slot& slot = slots_[index];
    if (slot.data != nullptr) return nullptr;
    return slot.size == 0 ? rest_ : errors_[slot.size - 1];
  }
  [[nodiscard]] std::string_view text(std::size_t index) const noexcept {
    return {slots_[index].data, slots_[index].size};
  }

  int attempts = 0;  ///< Number of requests tried.
  int status = 0;    ///< HTTP status of the last response.

 private:
  struct Slot {
    const char* data = nullptr;  ///< Null for an error. Then size is its number, from 1.
    std::size_t size = 0;
  };
  // One command with one body is the usual case. It needs no allocation.
  std::size_t size_;
  std::vector<Slot> several_;
  Slot one_{};
  Slot* slots_;
  bool has_body_ = false;
  std::string body_;
  std::forward_list<std::string> more_bodies_;  ///< Of later attempts.
  std::vector<ErrorPtr> errors_;
  ErrorPtr rest_{};
};

}  // namespace cent::detail
