// Traces of a client in a process: none that outlives the thread or the plugin that used it.
#include <gtest/gtest.h>

#include <array>
#include <cstdio>
#include <string>
#include <utility>

#include "support/expect_error.hpp"
#include "support/fault_server.hpp"

#if !defined(_WIN32)
#include <sys/wait.h>
#endif

namespace cent::test {
namespace {

struct Ran {
  int status = -1;
  std::string output{};
};

Ran run(const std::string& command) {
  Ran ran;
  FILE* const pipe = popen((command + " 2>&1").c_str(), "r");
  if (pipe == nullptr) return ran;
  std::array<char, 4096> part{};
  while (const std::size_t size = std::fread(part.data(), 1, part.size(), pipe)) {
    ran.output.append(part.data(), size);
  }
  const int status = pclose(pipe);
  ran.status = WIFEXITED(status) ? WEXITSTATUS(status) : 128 + WTERMSIG(status);
  return ran;
}

class Late : public testing::TestWithParam<const char*> {};

TEST_P(Late, SubmissionsAreAsGoodAsOthers) {
  FaultServer server;
  const Ran ran =
      run(std::string("timeout 60 '" CENT_LATE_PROGRAM "' ") + server.address() + " " + GetParam());
  EXPECT_EQ(ran.status, 0) << ran.output;
  EXPECT_EQ(server.executions().total(), 2U);
}

INSTANTIATE_TEST_SUITE_P(EndOf, Late, testing::Values("static", "thread_local", "atexit"),
                         [](const auto& when) { return std::string(when.param); });

/// A client that is left behind is not freed, which is what these cases are about: LeakSanitizer need not say
/// so.
Ran host(const std::string& address, const std::string& how) {
  return run("ASAN_OPTIONS=detect_leaks=0 timeout 60 '" CENT_PLUGIN_HOST_PROGRAM "' '" CENT_PLUGIN "' " +
             address + " " + how);
}

TEST(Plugin, IsUnmappedWhenItIsUnloaded) {
  for (const char* how : {"client", "async"}) {
    FaultServer server;
    const Ran ran = host(server.address(), how);
    EXPECT_EQ(ran.status, 0) << how << ": " << ran.output;
    EXPECT_EQ(ran.output, "used, unmapped\nalive\n") << how;
  }
}

TEST(Plugin, MayLeaveAClientBehind) {
  FaultServer server;
  const Ran ran = host(server.address(), "left");
  EXPECT_EQ(ran.status, 0) << ran.output;
  EXPECT_EQ(ran.output, "used, unmapped\nalive\n");
}

TEST(Plugin, MayBeUnloadedWhileANameIsLookedUp) {
  for (const char* how : {"hasty", "hasty_async"}) {
    const Ran ran = host("http://slow.test:1", how);
    EXPECT_EQ(ran.status, 0) << how << ": " << ran.output;
    EXPECT_TRUE(has(ran.output, "failed, ")) << how << ": " << ran.output;
    EXPECT_TRUE(has(ran.output, "looked up")) << how << ": " << ran.output;
    EXPECT_TRUE(has(ran.output, "alive")) << how << ": " << ran.output;
  }
}

}  // namespace
}  // namespace cent::test
