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
  /// The bytes before the next NUL byte, which is dropped; all if there is none.
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

// The targets. Each takes any bytes, and throws PropertyBroken where cent breaks a promise. Called by the
// fuzzers, by the replay of the corpus, and by tests that make inputs of their own.
void json_reader(const std::uint8_t* data, std::size_t size);
void json_writer(const std::uint8_t* data, std::size_t size);
/// Accepts and refuses what nlohmann accepts and refuses, and reads the same values, but for what
/// json.cpp names.
void json_differential(const std::uint8_t* data, std::size_t size);
void commands(const std::uint8_t* data, std::size_t size);
void reply_single(const std::uint8_t* data, std::size_t size);
void reply_batch(const std::uint8_t* data, std::size_t size);
void reply_results(const std::uint8_t* data, std::size_t size);
void error_body(const std::uint8_t* data, std::size_t size);
void retry_after(const std::uint8_t* data, std::size_t size);
void address(const std::uint8_t* data, std::size_t size);
void headers(const std::uint8_t* data, std::size_t size);
/// Over a socket, with the real transport, and threads of its own.
void http_exchange(const std::uint8_t* data, std::size_t size);

struct Target {
  const char* name;
  void (*run)(const std::uint8_t* data, std::size_t size);
};
/// CMakeLists.txt has the same list, since it makes a program of each; a test compares them.
inline constexpr Target kTargets[] = {
    {"json_reader", json_reader},
    {"json_writer", json_writer},
    {"json_differential", json_differential},
    {"commands", commands},
    {"reply_single", reply_single},
    {"reply_batch", reply_batch},
    {"reply_results", reply_results},
    {"error_body", error_body},
    {"retry_after", retry_after},
    {"address", address},
    {"headers", headers},
    {"http_exchange", http_exchange},
};

}  // namespace cent::fuzz
