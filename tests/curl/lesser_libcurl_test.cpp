// A libcurl that was built with less, or is too old: this program's own curl_easy_setopt() and
// curl_version_info() stand before the library's, and say what such a one says.
#include <curl/curl.h>
#include <dlfcn.h>

#include <cent/async_client.hpp>
#include <cstdarg>
#include <map>

#include "curl/http_fixture.hpp"

#undef curl_easy_setopt

namespace {

/// The result of setting an option, whatever the value; the rest is libcurl's own.
std::map<CURLoption, CURLcode> refused;
bool without_tls = false;
bool without_http2 = false;
bool without_https_proxy = false;
unsigned version_number = 0;  ///< 0: libcurl's own.
const char* version_text = nullptr;

template <class Function>
Function* of_libcurl(const char* name) {
  return reinterpret_cast<Function*>(dlsym(RTLD_NEXT, name));
}

bool names_https(const char* protocols) { return std::string(protocols).find("https") != std::string::npos; }

}  // namespace

extern "C" {

CURL_EXTERN CURLcode curl_easy_setopt(CURL* easy, CURLoption option, ...) {
  static auto* const real = of_libcurl<CURLcode(CURL*, CURLoption, ...)>("curl_easy_setopt");
  if (const auto found = refused.find(option); found != refused.end()) return found->second;
  va_list list;
  va_start(list, option);
  CURLcode code = CURLE_OK;
  if (option < CURLOPTTYPE_OBJECTPOINT) {
    const long value = va_arg(list, long);
    const bool asks_http2 = option == CURLOPT_HTTP_VERSION && value >= CURL_HTTP_VERSION_2_0;
    code = without_http2 && asks_http2 ? CURLE_UNSUPPORTED_PROTOCOL : real(easy, option, value);
  } else if (option < CURLOPTTYPE_OFF_T) {
    void* const value = va_arg(list, void*);
    const bool asks_tls = option == CURLOPT_PROTOCOLS_STR && names_https(static_cast<const char*>(value));
    code = without_tls && asks_tls ? CURLE_UNSUPPORTED_PROTOCOL : real(easy, option, value);
  } else {
    code = real(easy, option, va_arg(list, curl_off_t));
  }
  va_end(list);
  return code;
}

CURL_EXTERN curl_version_info_data* curl_version_info(CURLversion age) {
  static auto* const real = of_libcurl<curl_version_info_data*(CURLversion)>("curl_version_info");
  static curl_version_info_data data;
  data = *real(age);
  if (without_tls) data.features &= ~CURL_VERSION_SSL;
  if (without_https_proxy) data.features &= ~CURL_VERSION_HTTPS_PROXY;
  if (version_number != 0) data.version_num = version_number;
  if (version_text != nullptr) data.version = version_text;
  return &data;
}
}

namespace cent::test {
namespace {

class LesserLibcurl : public testing::Test {
 protected:
  LesserLibcurl() { reset(); }
  ~LesserLibcurl() override { reset(); }
  static void reset() {
    refused.clear();
    without_tls = without_http2 = without_https_proxy = false;
    version_number = 0;
    version_text = nullptr;
  }
  /// Without TLS, netrc, HTTP/2 and proxies.
  static void take_much_away() {
    without_tls = without_http2 = without_https_proxy = true;
    for (const CURLoption option :
         {CURLOPT_SSLVERSION, CURLOPT_SSL_VERIFYPEER, CURLOPT_SSL_VERIFYHOST, CURLOPT_NETRC,
          CURLOPT_HTTP09_ALLOWED, CURLOPT_PROXY, CURLOPT_NOPROXY, CURLOPT_SUPPRESS_CONNECT_HEADERS})
      refused[option] = option == CURLOPT_NETRC ? CURLE_NOT_BUILT_IN : CURLE_UNKNOWN_OPTION;
  }
};

TEST_F(LesserLibcurl, CallsOverPlainHttp) {
  take_much_away();
  FaultServer server;
  Client client{server.address(), unhurried()};
  client.publish("c", id_data("a"));
  AsyncClient async{server.address()};
  async.publish("c", id_data("b")).get();
  EXPECT_EQ(server.executions().order("c"), (std::vector<std::string>{"a", "b"}));
}

TEST_F(LesserLibcurl, RefusesWhatItIsAskedForAndLacksAtOnceAndByName) {
  take_much_away();
  for (const CURLoption option : {CURLOPT_UNIX_SOCKET_PATH, CURLOPT_IPRESOLVE, CURLOPT_CONNECT_TO})
    refused[option] = CURLE_UNKNOWN_OPTION;
  using Ask = void (*)(HttpOptions&);
  const std::pair<const char*, Ask> cases[] = {
      {"ca_file", [](HttpOptions& http) { http.ca_file = "/ca.pem"; }},
      {"client_certificate", [](HttpOptions& http) { http.client_certificate = "/c.pem"; }},
      {"proxy", [](HttpOptions& http) { http.proxy = "http://127.0.0.1:1"; }},
      {"proxy", [](HttpOptions& http) { http.proxy = "https://127.0.0.1:1"; }},
      {"unix_socket", [](HttpOptions& http) { http.unix_socket = "/tmp/s"; }},
      {"ip", [](HttpOptions& http) { http.ip = IpVersion::v4; }},
      {"connect_to", [](HttpOptions& http) { http.connect_to = "127.0.0.1:1"; }},
      {"http2", [](HttpOptions& http) { http.http2 = true; }},
  };
  for (const auto& [name, ask] : cases) {
    ClientOptions options;
    ask(options.http);
    const auto error = error_of<UsageError>([&, o = options] { Client("http://127.0.0.1:1", o); });
    EXPECT_TRUE(has(error.what(), std::string("http.") + name)) << error.what();
    EXPECT_TRUE(has(error.what(), "libcurl")) << error.what();
    AsyncClientOptions async;
    ask(async.http);
    error_of<UsageError>([&] { AsyncClient("http://127.0.0.1:1", async); });
  }
}

TEST_F(LesserLibcurl, RefusesAnHttpsAddressAtOnce) {
  without_tls = true;
  for (const char* address : {"https://127.0.0.1:1", "HTTPS://127.0.0.1:1"}) {
    EXPECT_TRUE(has(error_of<UsageError>([&] { Client{address}; }).what(), "without TLS"));
    EXPECT_TRUE(has(error_of<UsageError>([&] { AsyncClient{address}; }).what(), "without TLS"));
  }
  EXPECT_NO_THROW(Client("http://127.0.0.1:1"));
}

TEST_F(LesserLibcurl, IsRefusedAtOnceIfItLacksWhatEveryCallNeeds) {
  for (const CURLoption option : {CURLOPT_QUICK_EXIT, CURLOPT_PREREQFUNCTION, CURLOPT_MAXAGE_CONN}) {
    refused = {{option, CURLE_UNKNOWN_OPTION}};
    EXPECT_TRUE(has(error_of<UsageError>([] { make_curl_transport(); }).what(), "libcurl rejected option"));
    error_of<UsageError>([] { AsyncClient{"http://127.0.0.1:1"}; });
  }
  refused = {{CURLOPT_SSLVERSION, CURLE_UNKNOWN_OPTION}};  // it has TLS, and takes no least version for it
  error_of<UsageError>([] { make_curl_transport(); });
}

TEST_F(LesserLibcurl, OutOfMemoryAtConstructionIsNoWrongUse) {
  refused = {{CURLOPT_NETRC, CURLE_OUT_OF_MEMORY}};
  const auto error = error_of([] { make_curl_transport(); });
  EXPECT_EQ(error.kind(), FailureKind::resources);
}

TEST_F(LesserLibcurl, AnOlderOneIsRefusedAndBothVersionsNamed) {
  version_number = 0x075600;
  version_text = "7.86.0";
  for (const auto& error : {error_of<UsageError>([] { Client{"http://127.0.0.1:1"}; }),
                            error_of<UsageError>([] { AsyncClient{"http://127.0.0.1:1"}; }),
                            error_of<UsageError>([] { make_curl_transport(); })}) {
    EXPECT_TRUE(has(error.what(), "7.86.0")) << error.what();
    EXPECT_TRUE(has(error.what(), "7.87.0")) << error.what();
  }
  version_number = 0x075700;
  version_text = "7.87.0";
  EXPECT_NO_THROW(make_curl_transport());
}

}  // namespace
}  // namespace cent::test
