#include <gtest/gtest.h>

#include "faults/torture/failing_memory.hpp"

int main(int argc, char** argv) {
  cent::test::take_over_curls_memory();
  testing::InitGoogleTest(&argc, argv);
  return RUN_ALL_TESTS();
}
