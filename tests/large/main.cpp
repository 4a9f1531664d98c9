#include <cstdlib>
#include <string>

#include "faults/lib/not_run.hpp"
#include "support/centrifugo_programs.hpp"

int main(int argc, char** argv) {
  testing::InitGoogleTest(&argc, argv);
  const char* const asked = std::getenv("CENT_LARGE");
  constexpr int kSkipped = 77;  // what ctest takes for "did not run"
  if (asked == nullptr || std::string(asked) != "1") {
    cent::test::note_not_run(
        "large_test: CENT_LARGE=1 is not set (a batch, a broadcast, a history, a list of 100,000; presence "
        "of "
        "10,000)");
    return kSkipped;
  }
  if (cent::test::centrifugo_program().empty()) {
    cent::test::note_not_run("large_test: no real Centrifugo is here");
    return kSkipped;
  }
  const int status = RUN_ALL_TESTS();
  return status == 0 && cent::test::something_was_not_run() ? kSkipped : status;
}
