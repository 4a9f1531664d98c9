// Row 47: the system's clock jumps by a day while a program uses cent. libfaketime lets it, for a process of
// its own.
#include <filesystem>

#include "curl/http_fixture.hpp"
#include "faults/lib/child.hpp"
#include "faults/lib/not_run.hpp"

namespace cent::test {
namespace {

std::string libfaketime() {
  for (const char* folder : {"/usr/lib/x86_64-linux-gnu", "/usr/lib/aarch64-linux-gnu", "/usr/lib"}) {
    const std::string file = std::string(folder) + "/faketime/libfaketimeMT.so.1";
    if (std::filesystem::exists(file)) return file;
  }
  return {};
}

TEST(FaultRow, Row47_JumpsOfTheClockAreNotFelt) {
  const std::string library = libfaketime();
  if (library.empty()) {
    note_not_run("libfaketime is not installed");
    GTEST_SKIP();
  }
  FaultServer good;
  FaultServer silent;
  silent.always(faults::hang());
  FaultServer throttled;
  throttled.script({faults::status(429, {{"Retry-After", "1"}})});
  const TestFolder folder;
  write_file(folder.path("now"), "+0\n");
  ChildSetup setup;
  setup.environment = {{"LD_PRELOAD", library},
                       {"FAKETIME_TIMESTAMP_FILE", folder.path("now")},
                       {"FAKETIME_NO_CACHE", "1"},
                       {"FAKETIME_DONT_FAKE_MONOTONIC", "1"}};
  Child program(
      {CENT_CLOCK_PROGRAM, good.address(), silent.address(), throttled.address(), folder.path("now")},
      folder.path("output"), setup);
  EXPECT_EQ(program.wait(std::chrono::seconds{60}), 0) << program.output();
}

}  // namespace
}  // namespace cent::test
