#pragma once
#include <string>
#include <string_view>

namespace cent::outbox {

/// A name that SQL takes without quotes: lower-case letters, digits and `_`.
bool is_plain_name(std::string_view name) noexcept;

/// True if a JSON text has the escape `\u0000`, which jsonb rejects.
bool has_nul_escape(std::string_view json) noexcept;

/// @throws UsageError if jsonb would reject the JSON text.
void check_jsonb(std::string_view json, std::string_view method);

/// @throws UsageError unless it is a plain name; `setting` names it.
void check_plain_name(std::string_view name, const char* setting);

}  // namespace cent::outbox
