#pragma once
#include <string>
#include <vector>

/// Texts that a server answers to a broadcast.
namespace cent::test::of_broadcast {

inline std::string ok(int offset) { return R"({"result":{"offset":)" + std::to_string(offset) + "}}"; }
inline std::string error(int code) {
  return R"({"error":{"code":)" + std::to_string(code) + R"(,"message":"m"}})";
}
/// The result with these responses of channels.
inline std::string responses(const std::vector<std::string>& of_channels) {
  std::string text = R"({"responses":[)";
  for (const std::string& one : of_channels) text.append(text.back() == '[' ? "" : ",").append(one);
  return text + "]}";
}
/// The body of the response.
inline std::string reply(const std::vector<std::string>& of_channels) {
  return R"({"result":)" + responses(of_channels) + "}";
}

}  // namespace cent::test::of_broadcast
