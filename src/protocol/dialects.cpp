#include "protocol/dialects.hpp"

#include <cent/errors.hpp>

namespace cent::detail {

const DialectList& all_dialects() {
  static const DialectList kAll{&modern_dialect(), &legacy_dialect()};
  return kAll;
}

const char* Dialect::conflict(const ClientOptions&) const { return nullptr; }

std::string Dialect::query(const ClientOptions&) const { return {}; }

Delivery Dialect::outcome(int status, const Commands&) const {
  return status >= 300 && status < 500 ? Delivery::refused : Delivery::unknown;
}

Dialects::Dialects(const ClientOptions& options, const DialectList& all) {
  for (const Dialect* const dialect : all) {
    const bool chosen = options.protocol == dialect->protocol();
    if (!chosen && options.protocol != Protocol::automatic) continue;
    if (const char* const why = dialect->conflict(options)) {
      if (chosen) throw UsageError(std::string(dialect->name()) + " cannot be used: " + why);
      left_out_ = std::string(dialect->name()) + " was not tried: " + why;
      continue;
    }
    entries_.push_back(
        {dialect, std::make_shared<HttpHeaders>(dialect->headers(options)), dialect->query(options)});
  }
}

const Dialects::Entry& Dialects::of(const Dialect& dialect) const noexcept {
  for (const Entry& entry : entries_) {
    if (entry.dialect == &dialect) return entry;
  }
  return entries_.front();
}

}  // namespace cent::detail
