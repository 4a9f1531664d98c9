#pragma once

#include <string>
#include <string_view>

#include <cent/testing/dev_server.hpp>

namespace cent::testing::dev {

/// A namespace in the words of the command line: `NAME` or `NAME:history_size=10,presence=false`. What is not
/// said is as for channels without a namespace. Throws `std::invalid_argument` that says what is wrong.
Namespace read_namespace(std::string_view argument);

}  // namespace cent::testing::dev
