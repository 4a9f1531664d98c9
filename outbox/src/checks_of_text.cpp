#include "checks_of_text.hpp"

#include <cent/errors.hpp>

namespace cent::outbox {

bool is_plain_name(std::string_view name) noexcept {
  constexpr std::size_t kLongest = 63;  // PostgreSQL cuts longer names
  if (name.empty() || name.size() > kLongest || (name.front() >= '0' && name.front() <= '9')) return false;
  return name.find_first_not_of("abcdefghijklmnopqrstuvwxyz0123456789_") == std::string_view::npos;
}

bool has_nul_escape(std::string_view json) noexcept {
  for (std::size_t at = json.find('\\'); at != std::string_view::npos; at = json.find('\\', at + 2)) {
    if (json.substr(at, 6) == "\\u0000") return true;
  }
  return false;
}

void check_jsonb(std::string_view json, std::string_view method) {
  if (has_nul_escape(json)) throw UsageError("jsonb cannot hold \\u0000", std::string(method));
}

void check_plain_name(std::string_view name, const char* setting) {
  if (is_plain_name(name)) return;
  throw UsageError(std::string("outbox: ") + setting + " may have only lower-case letters, digits and _");
}

}  // namespace cent::outbox
