// Row 50: a program's locale changes none of the bytes that are sent, and nothing of what is read.
#include <clocale>
#include <cstdlib>
#include <locale>

#include "curl/http_fixture.hpp"
#include "faults/lib/child.hpp"
#include "faults/lib/neighbour.hpp"
#include "faults/lib/not_run.hpp"

// The C library keeps what it made of LOCPATH.
extern "C" const char* __lsan_default_suppressions();  // NOLINT: its name is given
extern "C" const char* __lsan_default_suppressions() { return "leak:__argz_add_sep\n"; }

namespace cent::test {
namespace {

/// Made for this test, so that no machine needs them installed for everyone.
class Locales {
 public:
  bool make(const std::string& name) {
    const std::string language = name.substr(0, name.find('.'));
    Child localedef({find_program("localedef"), "-i", language, "-f", "UTF-8", folder_.path(name)},
                    folder_.path("log"));
    setenv("LOCPATH", folder_.path().c_str(), 1);
    return localedef.wait(std::chrono::seconds{60}) == 0;
  }
  ~Locales() {
    std::setlocale(LC_ALL, "C");
    std::locale::global(std::locale::classic());
    unsetenv("LOCPATH");
  }

 private:
  TestFolder folder_;
};

/// Everything that a few calls send, answer and say.
std::string spoken() {
  FaultServer server;
  std::string text;
  ClientOptions options = one_attempt();
  options.headers = {{"X-INTERNAL-ID", "1234567.5"}};
  Client client{server.address(), options};
  const auto record = [&](const auto& call) {
    try {
      call();
    } catch (const CentException& error) {
      text.append(error.what()).append("\n");
    }
  };
  record([&] { client.publish("IÌıi", Json::of(1234567.25)); });
  record([&] { client.publish("c", Json::of(std::int64_t{-1234567890123})); });
  record([&] {
    HistoryRequest history{"c"};
    history.limit = 1'000'000;
    text += std::to_string(client.history(history).offset) + "\n";
  });
  server.script({faults::status(429, {{"Retry-After", "1234567"}}), faults::body(R"({"RESULT":1})"),
                 faults::body(R"({"result":{"num_clients":12345.5,"num_users":1}})"),
                 faults::raw("HTTP/1.1 503 I\r\nRETRY-AFTER: Fri, 31 Dec 2100 23:59:59 GMT\r\n"
                             "CONTENT-LENGTH: 0\r\n\r\n")});
  for (int i = 0; i < 4; ++i) record([&] { client.presence_stats("c"); });
  record([&] { client.publish("c", Json::of(std::string("\xff"))); });
  for (const RequestRecord& request : server.requests()) text += request.head + request.body + "\n";
  // Its port differs from server to server.
  const std::string port = std::to_string(server.port());
  for (auto at = text.find(port); at != std::string::npos; at = text.find(port))
    text.replace(at, port.size(), "PORT");
  return text;
}

TEST(FaultRow, Row50_TheLocaleChangesNoByte) {
  CENT_NEEDS_PROGRAM("localedef");
  const std::string plain = spoken();
  EXPECT_TRUE(has(plain, "1234567.25")) << plain;
  for (const char* name : {"de_DE.UTF-8", "tr_TR.UTF-8"}) {
    Locales locales;
    if (!locales.make(name)) {
      note_not_run("the package locales is not installed");
      GTEST_SKIP() << "no " << name;
    }
    ASSERT_NE(std::setlocale(LC_ALL, name), nullptr) << name;
    std::locale::global(std::locale(name));
    EXPECT_EQ(std::string(std::localeconv()->decimal_point), ",") << "the test proves nothing";
    EXPECT_EQ(spoken(), plain) << name;
  }
}

}  // namespace
}  // namespace cent::test
