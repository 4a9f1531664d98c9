// Options from the environment.
#include <cent/async_options.hpp>
#include <cent/client_options.hpp>
#include <cent/environment.hpp>
#include <cstdlib>
#include <fstream>

#include "support/canary.hpp"
#include "support/expect_error.hpp"
#include "support/test_folder.hpp"

namespace cent::test {
namespace {

using std::chrono::milliseconds;

class Environment : public ::testing::Test {
 protected:
  ~Environment() override {
    for (const std::string& name : names_) ::unsetenv(name.c_str());
  }
  void set(const std::string& name, const std::string& value) {
    names_.push_back(name);
    ::setenv(name.c_str(), value.c_str(), 1);
  }
  std::string why() {
    return error_of<UsageError>([] { (void)options_from_environment<ClientOptions>(); }).what();
  }

 private:
  std::vector<std::string> names_;
};

using Addresses = std::vector<std::string>;

TEST_F(Environment, ThatIsEmptyChangesNothing) {
  ClientOptions options;
  options.api_key = kCanary;
  options.timeout = milliseconds{7};
  set("CENT_API_KEY", "");
  EXPECT_EQ(options_from_environment(options).api_key, kCanary);
  EXPECT_EQ(options_from_environment(options).timeout, milliseconds{7});
  EXPECT_EQ(addresses_from_environment(), Addresses{"http://localhost:8000"});
}

TEST_F(Environment, HasOneAddressOrSeveral) {
  set("CENT_URL", " http://a:8000,\thttps://b ");
  EXPECT_EQ(addresses_from_environment(), (Addresses{"http://a:8000", "https://b"}));
  set("CENT_URL", ",");
  EXPECT_EQ(addresses_from_environment(), Addresses{"http://localhost:8000"});
}

TEST_F(Environment, SetsTheMembersOfBothClients) {
  set("CENT_API_KEY", kCanary);
  set("CENT_TIMEOUT", "2s");
  set("CENT_PROTOCOL", "legacy");
  set("CENT_SERVER_VERSION", "6.9.1");
  set("CENT_CA_FILE", "ca");
  set("CENT_CLIENT_CERTIFICATE", "certificate");
  set("CENT_CLIENT_KEY", "key");
  set("CENT_PROXY", "http://p:1");
  set("CENT_UNIX_SOCKET", "/s");
  const auto expect = [](const auto& options) {
    EXPECT_EQ(options.api_key, kCanary);
    EXPECT_EQ(options.timeout, milliseconds{2000});
    EXPECT_EQ(options.protocol, Protocol::legacy);
    EXPECT_EQ(options.server_version, "6.9.1");
    EXPECT_EQ(options.http.ca_file, "ca");
    EXPECT_EQ(options.http.client_certificate, "certificate");
    EXPECT_EQ(options.http.client_key, "key");
    EXPECT_EQ(options.http.proxy, "http://p:1");
    EXPECT_EQ(options.http.unix_socket, "/s");
  };
  expect(options_from_environment<ClientOptions>());
  expect(options_from_environment<AsyncClientOptions>());
}

TEST_F(Environment, ReadsTheKeyFromAFile) {
  const TestFolder folder;
  const std::string path = folder.path("key");
  std::ofstream{path} << kCanary << "\r\n";
  set("CENT_API_KEY_FILE", path);
  EXPECT_EQ(options_from_environment<ClientOptions>().api_key, kCanary);
  set("CENT_API_KEY", kCanary);
  EXPECT_TRUE(has(why(), "CENT_API_KEY and CENT_API_KEY_FILE are both set"));
  set("CENT_API_KEY", "");
  set("CENT_API_KEY_FILE", folder.path("none"));
  EXPECT_TRUE(has(why(), "CENT_API_KEY_FILE cannot be read"));
}

TEST_F(Environment, WithAnInvalidValueIsRejected) {
  for (const char* text : {"2", "s", "0s", "-1s", "1h", "1.5s", "9999999999999s", "99999999999999999999ms"}) {
    set("CENT_TIMEOUT", text);
    EXPECT_TRUE(has(why(), "CENT_TIMEOUT must be")) << text;
  }
  for (const auto& [text, time] : {std::pair{"500ms", 500}, std::pair{"1m", 60'000}}) {
    set("CENT_TIMEOUT", text);
    EXPECT_EQ(options_from_environment<ClientOptions>().timeout, milliseconds{time});
  }
  set("CENT_PROTOCOL", "v5");
  EXPECT_TRUE(has(why(), "CENT_PROTOCOL must be automatic, modern or legacy"));
}

}  // namespace
}  // namespace cent::test
