#pragma once
#include <cstddef>
#include <cstdint>
#include <cstring>
#include <stdexcept>
#include <string>
#include <string_view>

namespace cent::fuzz {

/// cent broke a promise on some input. A fuzzer counts it as a crash, the replay as a failed test.
struct PropertyBroken : std::logic_error {
  using std::logic_error::logic_error;
};

inline void require(bool holds, const char* promise) {
  if (!holds) throw PropertyBroken(promise);
}

/// JSON text as a Json made of it holds it.
inline std::string without_line_breaks(std::string_view text) {
  std::string kept;
  for (const char c : text) {
    if (c != '\n' && c != '\r') kept.push_back(c);
  }
  return kept;
}

/// The fuzzer's bytes, taken from the front.
class Input {
 public:
  Input(const std::uint8_t* data, std::size_t size)
      : rest_(size == 0 ? std::string_view{} : std::string_view{reinterpret_cast<const char*>(data), size}) {}

  [[nodiscard]] bool empty() const noexcept { return rest_.empty(); }
  /// 0 if nothing is left.
  std::uint8_t byte() noexcept {
    if (rest_.empty()) return 0;
    const auto value = static_cast<std::uint8_t>(rest_.front());
    rest_.remove_prefix(1);
    return value;
  }
  /// The next bytes as a number; those that are missing are zero.
  template <class T>
  T take_bits() noexcept {
    T value{};
    const std::string_view part = take(sizeof value);
    if (!part.empty()) std::memcpy(&value, part.data(), part.size());
    return value;
  }
  std::string_view take(std::size_t size) noexcept {
    const std::string_view part = rest_.substr(0, size);
    rest_.remove_prefix(part.size());
    return part;
  }
  /// What stands before the next NUL byte, which is dropped; all if there is none.
  std::string_view take_piece() noexcept {
    const std::size_t end = rest_.find('\0');
    const std::string_view part = take(end == std::string_view::npos ? rest_.size() : end);
    if (!rest_.empty()) rest_.remove_prefix(1);
    return part;
  }
  [[nodiscard]] std::string_view rest() const noexcept { return rest_; }

 private:
  std::string_view rest_;
};

}  // namespace cent::fuzz
