#include <gtest/gtest.h>

#include "conformance/results_table.hpp"
#include "conformance/server_under_test.hpp"

namespace cent::test {
namespace {

// A server that was asked for and does not run is no reason to look away.
TEST(RealServers, AllThatAreNamedComeUp) {
  for (const std::string& failure : servers().failures) ADD_FAILURE() << failure;
}

}  // namespace
}  // namespace cent::test

int main(int count, char** arguments) {
  ::testing::InitGoogleTest(&count, arguments);
  ::testing::UnitTest::GetInstance()->listeners().Append(new cent::test::Table(CENT_CONFORMANCE_TABLE));
  const int status = RUN_ALL_TESTS();
  cent::test::servers().all.clear();
  return status;
}
