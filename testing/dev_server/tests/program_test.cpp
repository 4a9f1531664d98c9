#include <fcntl.h>
#include <gtest/gtest.h>
#include <sys/wait.h>
#include <unistd.h>

#include <csignal>
#include <cstdio>
#include <cstdlib>
#include <string>
#include <vector>

#include "support/plain_http.hpp"

namespace cent::test {
namespace {

/// cent-dev-server as a child process.
class Program {
 public:
  explicit Program(std::vector<std::string> arguments) {
    arguments.insert(arguments.begin(), CENT_DEV_SERVER);
    std::vector<char*> argv;
    for (std::string& argument : arguments) argv.push_back(argument.data());
    argv.push_back(nullptr);
    int ends[2];
    if (::pipe2(ends, O_CLOEXEC) != 0) throw std::runtime_error("no pipe");
    child_ = ::fork();
    if (child_ == 0) {
      ::dup2(ends[1], STDOUT_FILENO);
      ::dup2(ends[1], STDERR_FILENO);
      ::execv(argv[0], argv.data());
      ::_exit(127);
    }
    ::close(ends[1]);
    output_ = ::fdopen(ends[0], "r");
  }
  ~Program() {
    if (child_ > 0) {
      ::kill(child_, SIGKILL);
      ::waitpid(child_, nullptr, 0);
    }
    std::fclose(output_);
  }
  Program(const Program&) = delete;
  Program& operator=(const Program&) = delete;

  std::string line() {
    char* text = nullptr;
    std::size_t room = 0;
    const ssize_t size = ::getline(&text, &room, output_);
    std::string read(text, size > 0 ? static_cast<std::size_t>(size - 1) : 0);
    std::free(text);
    return read;
  }
  void signal(int number) const { ::kill(child_, number); }
  /// Exit status; negative: the signal that ended it.
  int wait() {
    int status = 0;
    ::waitpid(child_, &status, 0);
    child_ = -1;
    return WIFEXITED(status) ? WEXITSTATUS(status) : -WTERMSIG(status);
  }

 private:
  pid_t child_ = -1;
  std::FILE* output_ = nullptr;
};

TEST(DevServerProgram, PrintsItsAddressFirstAndStopsOnSignals) {
  for (const int number : {SIGINT, SIGTERM}) {
    Program program({"--generation", "v5", "--api-key", "other"});
    const std::string first = program.line();
    const std::size_t at = first.rfind("http://127.0.0.1:");
    ASSERT_NE(at, std::string::npos) << first;
    const auto port = static_cast<std::uint16_t>(std::stoi(first.substr(at + 17)));
    const RawRequest info{"POST", "/api/info", {{"X-API-Key", "other"}}, "{}"};
    const std::string body = exchange(port, info).body;
    EXPECT_NE(body.find("\"version\":\"5.4.9\""), std::string::npos) << body;
    RawStream stream(port, stream_request(subscriptions("c")));
    EXPECT_TRUE(stream.next());
    program.signal(number);
    EXPECT_EQ(program.line(), "stopped");
    EXPECT_EQ(program.wait(), 0);
  }
}

TEST(DevServerProgram, TakesNamespacesOfItsUser) {
  Program program({"--namespace", "public", "--namespace",
                   "chat:history_size=1,history_ttl=5m,presence=false", "--namespace", "ns:presence=false",
                   "--namespace", "state:kind=map,map_key_ttl=0"});
  const std::string first = program.line();
  const auto port = static_cast<std::uint16_t>(std::stoi(first.substr(first.rfind(':') + 1)));
  const auto code = [&](const std::string& method, const nlohmann::json& params) {
    return command(port, method, params).value("error", nlohmann::json::object()).value("code", 0);
  };
  EXPECT_EQ(code("publish", {{"channel", "public:chat"}, {"data", 1}}), 0);
  EXPECT_EQ(code("history", {{"channel", "chat:x"}}), 0);
  EXPECT_EQ(code("presence", {{"channel", "chat:x"}}), 108);
  EXPECT_EQ(code("presence", {{"channel", "ns:x"}}), 108);
  EXPECT_EQ(code("map_publish", {{"channel", "state:x"}, {"key", "k"}, {"data", 1}}), 0);
  EXPECT_EQ(code("publish", {{"channel", "nope:x"}, {"data", 1}}), 102);

  Program any({"--any-namespace"});
  const std::string line = any.line();
  const auto other = static_cast<std::uint16_t>(std::stoi(line.substr(line.rfind(':') + 1)));
  EXPECT_TRUE(command(other, "history", {{"channel", "nope:x"}}).contains("result"));
}

TEST(DevServerProgram, HelpsAndSaysWhatIsWrong) {
  Program help({"--port", "0", "--help"});
  EXPECT_EQ(help.line().rfind("cent-dev-server: ", 0), 0U);
  EXPECT_EQ(help.wait(), 0);
  for (const std::vector<std::string>& arguments :
       std::vector<std::vector<std::string>>{{"--port"},
                                             {"--port", "x"},
                                             {"--port", "65536"},
                                             {"--port", "-1"},
                                             {"--generation", "v7"},
                                             {"--nothing"},
                                             {"--idle-timeout", "1s"},
                                             {"--namespace", "x"},
                                             {"--namespace", "chat:history_size=many"},
                                             {"--namespace", "chat:history_ttl=300"},
                                             {"--namespace", "chat:presence=yes"},
                                             {"--namespace", "chat:kind=other"},
                                             {"--namespace", "chat:nothing=1"}}) {
    Program wrong(arguments);
    EXPECT_EQ(wrong.line().rfind("cent-dev-server: ", 0), 0U) << arguments.back();
    EXPECT_EQ(wrong.wait(), 2) << arguments.back();
  }
}

TEST(DevServerProgram, SaysThatItsPortIsTaken) {
  Program first({});
  const std::string line = first.line();
  Program second({"--port", line.substr(line.rfind(':') + 1)});
  EXPECT_NE(second.line().find("in use"), std::string::npos);
  EXPECT_EQ(second.wait(), 1);
}

}  // namespace
}  // namespace cent::test
