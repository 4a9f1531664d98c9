#include "support/bodies.hpp"

#include "probes/probes.hpp"

namespace cent::bench {

std::string publish_body() {
  return std::string(R"({"channel":")") + kChannel + R"(","data":)" + kText + "}";
}

std::string batch_body(int commands) {
  const std::string command = R"({"publish":)" + publish_body() + "}";
  std::string body = R"({"commands":[)";
  for (int i = 0; i < commands; ++i) {
    if (i != 0) body.push_back(',');
    body.append(command);
  }
  return body.append("]}");
}

std::vector<std::string> channel_names(int count) {
  std::vector<std::string> names;
  names.reserve(static_cast<std::size_t>(count));
  for (int i = 0; i < count; ++i) names.push_back(kChannel + std::to_string(i));
  return names;
}

}  // namespace cent::bench
