#pragma once
#include <gtest/gtest.h>

#include <string>

namespace cent::test {

/// Says loudly that the running test proves nothing here, and leaves a line for the end of the whole run. The
/// program then ends with the status that ctest shows as skipped.
void note_not_run(const std::string& reason);
bool something_was_not_run();

}  // namespace cent::test

/// Leaves the running test, with a line that says so, unless the program is installed.
#define CENT_NEEDS_PROGRAM(name)                                         \
  if (::cent::test::find_program(name).empty()) {                        \
    ::cent::test::note_not_run(std::string(name) + " is not installed"); \
    GTEST_SKIP() << name << " is not installed";                         \
  }                                                                      \
  static_assert(true, "so that a semicolon follows")
