#include "json/access.hpp"

#include "json/reader.hpp"

namespace cent::detail {

void JsonAccess::report_broken_text(const std::string& text) {
  JsonReader reader{text};
  bool clean = true;
  reader.read_raw(clean);
  reader.fail_at_broken_text();
}

}  // namespace cent::detail
