#include "protocol/method_name.hpp"

#include <cent/errors.hpp>
#include <string>

#include "json/access.hpp"
#include "json/text_error.hpp"

namespace cent::detail {

void check_method_name(std::string_view method) {
  const auto allowed = [](char c) { return (c >= 'a' && c <= 'z') || (c >= '0' && c <= '9') || c == '_'; };
  bool good = !method.empty() && method.size() <= 64;
  for (const char c : method) good = good && allowed(c);
  if (!good) throw UsageError("a method name must have 1 to 64 lower-case letters, digits and '_'");
  if (method == "batch") throw UsageError("a batch cannot be a command: send commands with send()");
}

std::string_view checked_params(const Command& command, std::string& one_line) {
  if (!command.params.has_value()) return "{}";
  std::string_view text;
  try {
    text = JsonAccess::sendable(command.params, one_line);
  } catch (const TextError& error) {
    throw UsageError("params: " + error.message(), command.method);
  }
  const std::size_t first = text.find_first_not_of(" \t\r\n");
  if (text[first] != '{') throw UsageError("params must be a JSON object", command.method);
  return text;
}

bool is_core_route(std::string_view method) noexcept {
  for (const std::string_view core : kCoreRoutes) {
    if (core == method) return true;
  }
  return false;
}

}  // namespace cent::detail
