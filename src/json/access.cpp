#include "json/access.hpp"

#include <algorithm>

#include "json/reader.hpp"

namespace cent::detail {

void drop_line_breaks(std::string& json_text) {
  const auto is_break = [](char c) { return c == '\n' || c == '\r'; };
  json_text.erase(std::remove_if(json_text.begin(), json_text.end(), is_break), json_text.end());
}

void JsonAccess::check_received(const std::string& text) {
  JsonReader reader{text};
  bool clean = true;
  reader.read_raw(clean);
  if (!clean) reader.fail_at_broken_text();
}

}  // namespace cent::detail
