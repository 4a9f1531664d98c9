// Row 39, its last case: the process ends with work in flight.
#include "faults/lib/child.hpp"
#include "http/http_test.hpp"

namespace cent::test {
namespace {

TEST(FaultRow, Row39_AProcessThatExitsTellsEachOutcomeOfItsStaticClient) {
  FaultServer silent;
  silent.always(faults::hang());
  const TestFolder folder;
  Child program({CENT_EXIT_PROGRAM, silent.address()}, folder.path("output"));
  EXPECT_EQ(program.wait(std::chrono::seconds{30}), 7) << "it ends, with the code that it ends with";
  EXPECT_EQ(program.output(), "first unknown\nsecond not_sent\n");
}

}  // namespace
}  // namespace cent::test
