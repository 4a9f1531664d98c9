#include <gtest/gtest.h>

#include <csignal>
#include <filesystem>
#include <fstream>
#include <set>
#include <string>
#include <vector>

#include "child_program.hpp"
#include "support/plain_http.hpp"

namespace cent::test {
namespace {

/// cent-dev-server with the lines that it prints before its address.
class Server : public Program {
 public:
  explicit Server(std::vector<std::string> arguments) : Program(with_path(std::move(arguments))) {}

  /// Reads up to the first line with the address.
  std::uint16_t port() {
    for (std::string text = line(); !text.empty(); text = line()) {
      const std::size_t at = text.rfind("http://127.0.0.1:");
      if (at != std::string::npos) return static_cast<std::uint16_t>(std::stoi(text.substr(at + 17)));
      before.insert(text);
    }
    throw std::runtime_error("no address");
  }

  std::set<std::string> before{};

 private:
  static std::vector<std::string> with_path(std::vector<std::string> arguments) {
    arguments.insert(arguments.begin(), CENT_DEV_SERVER);
    return arguments;
  }
};

/// The error code of a command; 0: it succeeded.
int code(std::uint16_t port, const std::string& method, const nlohmann::json& params) {
  return command(port, method, params).value("error", nlohmann::json::object()).value("code", 0);
}

/// A file that is removed at the end.
class File {
 public:
  File(const std::string& ending, const std::string& text)
      : path_(std::filesystem::temp_directory_path() /
              ("cent-config-" + std::to_string(::getpid()) + ending)) {
    std::ofstream(path_) << text;
  }
  ~File() { std::filesystem::remove(path_); }
  File(const File&) = delete;
  File& operator=(const File&) = delete;

  std::string path() const { return path_.string(); }

 private:
  std::filesystem::path path_;
};

TEST(DevServerProgram, PrintsItsAddressFirstAndStopsOnSignals) {
  for (const int number : {SIGINT, SIGTERM}) {
    Server program({"--generation", "v5", "--api-key", "other"});
    const std::uint16_t port = program.port();
    EXPECT_TRUE(program.before.empty());
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
  Server program({"--namespace", "public", "--namespace",
                  "chat:history_size=1,history_ttl=1h5m,presence=false", "--namespace", "ns:presence=false",
                  "--namespace", "state:kind=map,map_key_ttl=0"});
  const std::uint16_t port = program.port();
  EXPECT_EQ(code(port, "publish", {{"channel", "public:chat"}, {"data", 1}}), 0);
  EXPECT_EQ(code(port, "history", {{"channel", "chat:x"}}), 0);
  EXPECT_EQ(code(port, "presence", {{"channel", "chat:x"}}), 108);
  EXPECT_EQ(code(port, "presence", {{"channel", "ns:x"}}), 108);
  EXPECT_EQ(code(port, "map_publish", {{"channel", "state:x"}, {"key", "k"}, {"data", 1}}), 0);
  EXPECT_EQ(code(port, "publish", {{"channel", "nope:x"}, {"data", 1}}), 102);

  Server any({"--any-namespace"});
  EXPECT_EQ(code(any.port(), "history", {{"channel", "nope:x"}}), 0);
}

/// The configurations below have the same channels.
void expect_configured(Server& program) {
  const std::uint16_t port = program.port();
  EXPECT_EQ(code(port, "history", {{"channel", "x"}}), 0);
  EXPECT_EQ(code(port, "presence", {{"channel", "x"}}), 108);
  EXPECT_EQ(code(port, "history", {{"channel", "chat:x"}}), 108);
  EXPECT_EQ(code(port, "presence", {{"channel", "chat:x"}}), 0);
  EXPECT_EQ(code(port, "publish", {{"channel", "ns:x"}, {"data", 1}}), 102)
      << "a namespace of the dev server";
  EXPECT_EQ(code(port, "publish", {{"channel", "added:x"}, {"data", 1}}), 0);
  for (int i = 0; i < 3; ++i) command(port, "publish", {{"channel", "x"}, {"data", i}});
  EXPECT_EQ(
      command(port, "history", {{"channel", "x"}, {"limit", -1}}).at("result").at("publications").size(), 2U);
}

std::string version(std::uint16_t port) {
  return command(port, "info", nlohmann::json::object()).at("result").at("nodes").at(0).at("version");
}

TEST(DevServerProgram, ReadsAConfigurationFileOfVersionSix) {
  const File file(".json", R"({
    "http_api": {"key": "some secret"},
    "channel": {
      "max_length": 100,
      "without_namespace": {"history_size": 2, "history_ttl": "5m0s", "presence": false, "join_leave": true},
      "Namespaces": [
        {"name": "chat", "presence": true, "force_recovery": true},
        {"name": "map", "subscription_type": "map", "map": {"mode": "persistent", "meta_ttl": "1h"}},
        {"name": "users", "subscription_type": "map_users", "shared_poll": {"publish_enabled": false}}
      ]
    }})");
  Server program({"--config", file.path(), "--namespace", "added"});
  expect_configured(program);
  std::set<std::string> unknown;
  for (const char* name : {"http_api", "channel.max_length", "channel.without_namespace.join_leave",
                           "channel.Namespaces[0].force_recovery", "channel.Namespaces[1].map.meta_ttl",
                           "channel.Namespaces[2].subscription_type"}) {
    unknown.insert(file.path() + ": not imitated: " + name);
  }
  EXPECT_EQ(program.before, unknown);
}

TEST(DevServerProgram, ReadsAConfigurationFileOfVersionFive) {
  const File file(".json", R"({"api_key": "some secret", "history_size": 2, "history_ttl": "300s",
                               "namespaces": [{"name": "chat", "presence": true, "allow_recovery": true}]})");
  Server program({"--config", file.path(), "--namespace", "added"});
  expect_configured(program);
  EXPECT_EQ(program.before,
            (std::set<std::string>{file.path() + ": not imitated: api_key",
                                   file.path() + ": not imitated: namespaces[0].allow_recovery"}));
  Server fifth({"--config", file.path()});
  EXPECT_EQ(version(fifth.port()), "5.4.9");
  Server sixth({"--config", file.path(), "--generation", "v6"});
  EXPECT_EQ(version(sixth.port()), "6.9.1 OSS");
}

TEST(DevServerProgram, ReadsAConfigurationFileInToml) {
  const File file(".toml",
                  "[channel.without_namespace]\nhistory_size = 2\nhistory_ttl = \"300s\"\n"
                  "[[channel.namespaces]]\nname = \"chat\"\npresence = true\n");
  Server program({"--config", file.path(), "--namespace", "added"});
  expect_configured(program);
  EXPECT_TRUE(program.before.empty());
}

TEST(DevServerProgram, SaysWhatIsWrongWithAConfigurationFile) {
  for (const auto& [ending, text, fault] :
       {std::tuple{".json", "{\n\"channel\": }", "line 2"}, std::tuple{".json", "[]", "not a JSON object"},
        std::tuple{".json", R"({"channel":[]})", "channel must be an object"},
        std::tuple{".json", R"({"channel":{"namespaces":{}}})", "channel.namespaces must be an array"},
        std::tuple{".json", R"({"channel":{"namespaces":[{"name":5}]}})",
                   "channel.namespaces[0].name must be"},
        std::tuple{".json", R"({"channel":{"namespaces":[{"presence":true}]}})", "the name of a namespace"},
        std::tuple{".json", R"({"history_ttl":300})", "history_ttl must be a time"},
        std::tuple{".json", R"({"presence":"yes"})", "presence must be true or false, not 'yes'"},
        std::tuple{".toml", "[channel]\nnamespaces = ", "line 2"}, std::tuple{".yaml", "channel:", "YAML"}}) {
    const File file(ending, text);
    Server program({"--config", file.path()});
    const std::string said = program.line();
    EXPECT_NE(said.find(fault), std::string::npos) << said;
    EXPECT_EQ(program.wait(), 2) << text;
  }
}

TEST(DevServerProgram, FailsOnDemand) {
  const RawRequest info = api_request("/api/info", "{}");
  Server all({"--status", "500"});
  const std::uint16_t port = all.port();
  EXPECT_EQ(exchange(port, info).status, 500);
  EXPECT_EQ(all.line().rfind("faults: 100% of the API requests fail with status 500, ", 0), 0U);

  Server none({"--fail", "0%", "--status", "500"});
  EXPECT_EQ(exchange(none.port(), info).status, 200);

  Server silent({"--status", "0"});
  EXPECT_THROW(exchange(silent.port(), info), std::runtime_error);

  Server some({"--fail", "2.5%", "--delay", "1ms..2ms", "--seed", "17"});
  exchange(some.port(), info);
  EXPECT_EQ(some.line(),
            "faults: 2.5% of the API requests fail with status 503, answers wait 1 to 2 ms, --seed 17");
}

TEST(DevServerProgram, HelpsAndSaysWhatIsWrong) {
  Server help({"--port", "0", "--help"});
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
                                             {"--namespace", "chat:nothing=1"},
                                             {"--fail", "5"},
                                             {"--fail", "101%"},
                                             {"--status", "200"},
                                             {"--delay", "2s..1s"},
                                             {"--delay", "1"},
                                             {"--config", "/nonexistent"}}) {
    Server wrong(arguments);
    EXPECT_EQ(wrong.line().rfind("cent-dev-server: ", 0), 0U) << arguments.back();
    EXPECT_EQ(wrong.wait(), 2) << arguments.back();
  }
}

TEST(DevServerProgram, SaysThatItsPortIsTaken) {
  Server first({});
  Server second({"--port", std::to_string(first.port())});
  EXPECT_NE(second.line().find("in use"), std::string::npos);
  EXPECT_EQ(second.wait(), 1);
}

}  // namespace
}  // namespace cent::test
