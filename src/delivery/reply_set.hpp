#pragma once
#include <cent/errors.hpp>
#include <cstddef>
#include <functional>
#include <memory>
#include <string>
#include <string_view>
#include <vector>

namespace cent::detail {

/// The outcomes of several commands: results as pieces of the response bodies, which are kept once, and
/// errors. 16 bytes a command beside the bodies.
class ReplySet {
 public:
  using ErrorPtr = std::shared_ptr<const CentException>;

  explicit ReplySet(std::size_t size) : slots_(size) {}

  /// Keeps a body for as long as the set lives; results point into it.
  const std::string& keep(std::string body) {
    bodies_.push_back(std::make_unique<std::string>(std::move(body)));
    return *bodies_.back();
  }
  void set_result(std::size_t index, std::string_view text) noexcept {
    slots_[index] = {text.data(), text.size()};
  }
  void set_error(std::size_t index, ErrorPtr error) {
    if (errors_.empty() || errors_.back() != error)
      errors_.push_back(std::move(error));  // often one for many
    slots_[index] = {nullptr, errors_.size()};
  }

  [[nodiscard]] std::size_t size() const noexcept { return slots_.size(); }
  /// Null if the command has a result.
  [[nodiscard]] ErrorPtr error(std::size_t index) const {
    const Slot& slot = slots_[index];
    return slot.data != nullptr || slot.size == 0 ? nullptr : errors_[slot.size - 1];
  }
  [[nodiscard]] std::string_view text(std::size_t index) const noexcept {
    return {slots_[index].data, slots_[index].size};
  }

  /// The body that holds this command's result, for a set of one; results point elsewhere after that.
  [[nodiscard]] std::string take_body(std::size_t index, std::size_t& begin) {
    const Slot& slot = slots_[index];
    for (auto& body : bodies_) {
      const std::less<const char*> before;
      if (before(slot.data, body->data()) || !before(slot.data, body->data() + body->size())) continue;
      begin = static_cast<std::size_t>(slot.data - body->data());
      return std::move(*body);
    }
    begin = 0;  // a result that stands in no body: "{}" of a server that sends none
    return std::string(slot.data, slot.size);
  }

  int attempts = 0;  ///< Requests that were tried.
  int status = 0;    ///< HTTP status of the last response.

 private:
  struct Slot {
    const char* data = nullptr;  ///< Null: an error, whose number (from 1) is in size.
    std::size_t size = 0;
  };
  std::vector<Slot> slots_;
  std::vector<std::unique_ptr<std::string>> bodies_;
  std::vector<ErrorPtr> errors_;
};

}  // namespace cent::detail
