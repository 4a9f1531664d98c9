#pragma once
#include <cstddef>
#include <string>
#include <string_view>

namespace cent::cli {

/// A result of the server for people, in lines of at most `columns`: its numbers and texts as `name  value`,
/// then each list of objects as a table, or as a block of lines for each object where a table is too wide.
/// Control characters are shown in JSON's spelling. An empty result is `applied`.
[[nodiscard]] std::string table_of(std::string_view json, std::size_t columns);

}  // namespace cent::cli
