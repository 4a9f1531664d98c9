#pragma once
#include <string>

namespace CLI {
class App;
}

namespace cent::cli {

/// The manual page cent(1) in roff, from the same texts as --help.
[[nodiscard]] std::string man_page(const ::CLI::App& program);

}  // namespace cent::cli
