#pragma once

#include <string>
#include <string_view>

#include <cent/testing/dev_server.hpp>

namespace cent::testing::dev {

/// Parses a namespace from the command line: `NAME` or `NAME:history_size=10,presence=false`. Defaults are
/// those of channels without a namespace. Throws `std::invalid_argument` that names the fault.
Namespace read_namespace(std::string_view argument);

}  // namespace cent::testing::dev
