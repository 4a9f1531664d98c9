#pragma once
#include <string>

namespace cent::test {

/// Prints a line and keeps it for the table at the end of scripts/test.
void summarize(const std::string& line);

}  // namespace cent::test
