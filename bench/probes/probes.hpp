#pragma once
#include <cent/cent.hpp>
#include <nlohmann/json.hpp>
#include <string>
#include <string_view>
#include <vector>

namespace cent::bench {

/// A repeatable work. Its cost is the difference of two counts, which excludes costs that do not grow with
/// `count`.
struct Probe {
  std::string_view name;
  void (*run)(int count);
};

/// The probes of each file.
extern const std::vector<Probe> kPublishProbes;
extern const std::vector<Probe> kEncodeProbes;
extern const std::vector<Probe> kDecodeProbes;
extern const std::vector<Probe> kAsyncProbes;
extern const std::vector<Probe> kTokenProbes;

inline constexpr const char* kApiKey = "0123456789abcdef";
inline constexpr const char* kChannel = "public_chat";
inline constexpr const char* kText = R"({"input":"test"})";
inline nlohmann::json object() { return {{"input", "test"}}; }

inline ClientOptions options() {
  ClientOptions options;
  options.api_key = kApiKey;
  options.timeout = std::chrono::seconds{60};
  return options;
}

}  // namespace cent::bench
