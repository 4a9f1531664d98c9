#include "protocol/address.hpp"

#include "support/expect_error.hpp"

namespace cent::test {
namespace {

using detail::api_base;

TEST(Address, EveryUsualSpellingMeansTheSameBase) {
  for (const char* address : {"http://h:8000", "http://h:8000/", "http://h:8000/api", "http://h:8000/api/",
                              "HTTP://h:8000", "hTTp://h:8000/api"}) {
    EXPECT_EQ(api_base(address), "http://h:8000/api") << address;
  }
}

TEST(Address, IsJudgedOnItsPath) {
  const std::pair<const char*, const char*> cases[] = {
      {"https://h", "https://h/api"},
      {"https://h.example.org:443/", "https://h.example.org:443/api"},
      {"http://api", "http://api/api"},  // a host of that name
      {"http://h/prefix", "http://h/prefix/api"},
      {"http://h/prefix/", "http://h/prefix/api"},
      {"http://h/prefix/api", "http://h/prefix/api"},
      {"http://h/prefix/api/", "http://h/prefix/api"},
      {"http://h/myapi", "http://h/myapi/api"},  // ends with the letters only
      {"http://h/api/v2", "http://h/api/v2/api"},
      {"http://h/API", "http://h/API/api"},  // paths know upper case
      {"http://[::1]", "http://[::1]/api"},
      {"http://[::1]:8000/api", "http://[::1]:8000/api"},
      {"http://127.0.0.1:1", "http://127.0.0.1:1/api"},
      {"http://h:65535", "http://h:65535/api"},
      {"http://h/%20x", "http://h/%20x/api"},
  };
  for (const auto& [address, base] : cases) EXPECT_EQ(api_base(address), base) << address;
}

TEST(Address, IsTakenAsItIsIfItsPathIsSaidToBeTheApis) {
  const std::pair<const char*, const char*> cases[] = {
      {"http://h/rt", "http://h/rt"},   {"http://h/rt/", "http://h/rt"},
      {"http://h/api", "http://h/api"}, {"http://h:8000", "http://h:8000"},
      {"http://h/", "http://h"},        {"HTTP://h/API/v1", "http://h/API/v1"},
  };
  for (const auto& [address, base] : cases) EXPECT_EQ(api_base(address, true), base) << address;
  EXPECT_THROW(static_cast<void>(api_base("http://h/a//b", true)), UsageError);
}

TEST(Address, FaultsAreNamed) {
  const std::pair<std::string, const char*> cases[] = {
      {"", "is empty"},
      {"h:8000", "has no scheme"},
      {"//h", "has no scheme"},
      {"localhost", "has no scheme"},
      {"file:///etc/hostname", "scheme other than http or https"},
      {"ftp://h", "scheme other than http or https"},
      {"httpx://h", "scheme other than http or https"},
      {"://h", "scheme other than http or https"},
      {"http://user:CANARY@h", "user name or password"},
      {"http://CANARY@h:80/x", "user name or password"},
      {"http://h\r\nX: y", "line break"},
      {"http://h\n", "line break"},
      {"http://h/a b", "space"},
      {" http://h", "space"},
      {std::string("http://h\0", 9), "invalid character"},
      {"http://h\t", "invalid character"},
      {"http://h\x7f", "invalid character"},
      {"http://h\xc3\xa4", "invalid character"},
      {"http://h\\x", "invalid character"},
      {"http://h/{x}", "invalid character"},
      {"http://h/<x>", "invalid character"},
      {"http://h/\"", "invalid character"},
      {"http://", "no host"},
      {"http:///api", "no host"},
      {"http://:8000", "no host"},
      {"http://[]", "no host"},
      {"http://a,b:8000", "invalid character"},
      {"http://a=b", "invalid character"},
      {"http://a%41", "invalid character"},
      {"http://[zz]:80", "invalid character"},
      {"http://h:", "port"},
      {"http://h:0", "port"},
      {"http://h:65536", "port"},
      {"http://h:99999999999", "port"},
      {"http://h:8x", "port"},
      {"http://h:-1", "port"},
      {"http://h:+1", "port"},
      {"http://h:1:2", "port"},
      {"http://[::1", "closing bracket"},
      {"http://::1:8000", "needs brackets around its IPv6 host"},
      {"http://::1", "needs brackets around its IPv6 host"},
      {"https://fe80::1%25eth0/api", "needs brackets around its IPv6 host"},
      {"http://2001:db8::7:8000/x", "needs brackets around its IPv6 host"},
      {"http://[::1]x", "after its IPv6 host"},
      {"http://[::1]:", "port"},
      {"http://h?x=CANARY", "query or a fragment"},
      {"http://h/api?api_key=CANARY", "query or a fragment"},
      {"http://h#x", "query or a fragment"},
      {"http://h//api", "empty path segment"},
      {"http://h/api//", "empty path segment"},
      {"http://h/a//b", "empty path segment"},
  };
  for (const auto& [address, fault] : cases) {
    const auto error = error_of<UsageError>([&, text = address] { static_cast<void>(api_base(text)); });
    EXPECT_TRUE(has(error.what(), fault)) << address << " -> " << error.what();
    EXPECT_TRUE(has(error.what(), "cent: address: ")) << error.what();
    EXPECT_FALSE(has(error.what(), "CANARY")) << error.what();
    EXPECT_EQ(error.delivery(), Delivery::refused);
  }
}

TEST(Address, NamesOfOrdinaryHostsAreTaken) {
  EXPECT_EQ(api_base("http://my-host_1.test"), "http://my-host_1.test/api");
  EXPECT_EQ(api_base("http://[fe80::1%25eth0]:8000"), "http://[fe80::1%25eth0]:8000/api");
  EXPECT_EQ(api_base("http://h/..x/.y/"), "http://h/..x/.y/api");
}

}  // namespace
}  // namespace cent::test
