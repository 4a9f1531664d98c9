// Row 39, its last case: the process ends with work under way.
#include "curl/http_fixture.hpp"
#include "faults/lib/child.hpp"
#include "support/tls.hpp"

namespace cent::test {
namespace {

TEST(FaultRow, Row39_AProcessThatExitsReportsEachOutcomeOfItsStaticClient) {
  FaultServer silent;
  silent.always(faults::hang());
  const TestFolder folder;
  Child program({CENT_EXIT_PROGRAM, silent.address()}, folder.path("output"));
  EXPECT_EQ(program.wait(std::chrono::seconds{30}), 7) << "it ends, with the code that it ends with";
  EXPECT_EQ(program.output(), "first unknown\nsecond not_sent\n");
}

TEST(FaultRow, Row39_AProcessThatExitsAmidHandshakesEndsWithItsOwnStatus) {
  FaultServer server;
  TestCa authority;
  TlsFrontOptions front_options;
  front_options.own = authority.issue("IP:127.0.0.1");
  const TlsFront front{front_options, server.port()};
  const TestFolder folder;
  for (int i = 0; i < 40; ++i) {
    Child program({CENT_EXIT_PROGRAM, front.address(), authority.file(), std::to_string(5 + i)},
                  folder.path("output"));
    ASSERT_EQ(program.wait(std::chrono::seconds{60}), 7) << program.output();
  }
}

}  // namespace
}  // namespace cent::test
