#include "curl/options.hpp"

#if !defined(_WIN32)
#include <sys/un.h>
#endif

#include <cent/errors.hpp>
#include <cent/version.hpp>
#include <new>
#include <string>

#include "curl/curl_error.hpp"
#include "curl/proxy.hpp"
#include "curl/scheme.hpp"
#include "system/ascii.hpp"

namespace cent::detail {
namespace {

bool has_feature(int feature) { return (curl_version_info(CURLVERSION_NOW)->features & feature) != 0; }

/// True if this libcurl was built without the option's feature.
bool is_missing(CURLcode code) {
  return code == CURLE_UNKNOWN_OPTION || code == CURLE_NOT_BUILT_IN || code == CURLE_UNSUPPORTED_PROTOCOL;
}

[[noreturn]] void refuse_missing(const std::string& name) {
  throw UsageError("http." + name + " is not supported: this process's libcurl (" +
                   curl_version_info(CURLVERSION_NOW)->version + ") was built without it");
}

/// Sets an option for `http.NAME`. @throws UsageError if this libcurl does not support it.
template <class Value>
void ask(CURL* easy, CURLoption option, Value value, const char* name) {
  const CURLcode code = curl_easy_setopt(easy, option, value);
  if (is_missing(code)) refuse_missing(name);
  check_option(code, name);
}

void ask_if(CURL* easy, CURLoption option, const std::string& value, const char* name) {
  if (!value.empty()) ask(easy, option, value.c_str(), name);
}

/// Turns a feature off. A libcurl that was built without the feature needs no such call.
template <class Value>
void turn_off(CURL* easy, CURLoption option, Value value, const char* name) {
  const CURLcode code = curl_easy_setopt(easy, option, value);
  if (!is_missing(code)) check_option(code, name);
}

void check_text(const std::string& text, const char* name) {
  if (text.find_first_of(std::string_view{"\r\n\0", 3}) != std::string::npos) {
    throw UsageError(std::string("http.") + name + " contains a line break or a NUL byte");
  }
}

void set_tls(CURL* easy, const HttpOptions& options) {
  if (!speaks_tls()) {
    // An https address fails at its first call with a clear error.
    if (!options.ca_file.empty()) refuse_missing("ca_file");
    if (!options.client_certificate.empty()) refuse_missing("client_certificate");
    return;
  }
  set_option(easy, CURLOPT_SSLVERSION, static_cast<long>(CURL_SSLVERSION_TLSv1_2), "SSLVERSION");
  set_option(easy, CURLOPT_SSL_VERIFYPEER, options.verify ? 1L : 0L, "SSL_VERIFYPEER");
  set_option(easy, CURLOPT_SSL_VERIFYHOST, options.verify ? 2L : 0L, "SSL_VERIFYHOST");
  ask_if(easy, CURLOPT_CAINFO, options.ca_file, "ca_file");
  if (!options.ca_file.empty()) turn_off(easy, CURLOPT_CAPATH, static_cast<char*>(nullptr), "CAPATH");
  if (options.client_certificate.empty()) return;
  // Otherwise OpenSSL asks the terminal for the passphrase of an encrypted key.
  turn_off(easy, CURLOPT_KEYPASSWD, "", "KEYPASSWD");
  ask_if(easy, CURLOPT_SSLCERT, options.client_certificate, "client_certificate");
  ask_if(easy, CURLOPT_SSLKEY, options.client_key.empty() ? options.client_certificate : options.client_key,
         "client_key");
}

void set_proxy(CURL* easy, const HttpOptions& options) {
  // If set, even to empty texts, libcurl does not read the environment.
  if (!options.proxy.empty()) {
    ask(easy, CURLOPT_PROXY, options.proxy.c_str(), "proxy");
  } else if (!options.proxy_from_environment) {
    turn_off(easy, CURLOPT_PROXY, "", "PROXY");
  }
  if (!options.proxy_from_environment) turn_off(easy, CURLOPT_NOPROXY, "", "NOPROXY");
  turn_off(easy, CURLOPT_SUPPRESS_CONNECT_HEADERS, 1L, "SUPPRESS_CONNECT_HEADERS");
}

/// Returns the list that libcurl reads during the handle's life; null if there is none.
ListPtr set_route(CURL* easy, const HttpOptions& options) {
  ask_if(easy, CURLOPT_UNIX_SOCKET_PATH, options.unix_socket, "unix_socket");
  if (options.ip != IpVersion::any) {
    const long version = options.ip == IpVersion::v4 ? CURL_IPRESOLVE_V4 : CURL_IPRESOLVE_V6;
    ask(easy, CURLOPT_IPRESOLVE, version, "ip");
  }
  if (options.connect_to.empty()) return {};
  ListPtr list{curl_slist_append(nullptr, ("::" + options.connect_to).c_str())};  // from any host and port
  if (!list) throw std::bad_alloc{};
  ask(easy, CURLOPT_CONNECT_TO, list.get(), "connect_to");
  return list;
}

void check_connect_to(const std::string& target) {
  if (target.empty()) return;
  const UrlPtr url{curl_url()};
  if (!url) throw std::bad_alloc{};
  // As an address it must consist of a host and a port, and be parsed without a change.
  const bool is_host = target.find_first_of("@/?#%") == std::string::npos &&
                       curl_url_set(url.get(), CURLUPART_URL, ("http://" + target).c_str(), 0) == CURLUE_OK;
  char* port = nullptr;
  const bool has_port = is_host && curl_url_get(url.get(), CURLUPART_PORT, &port, 0) == CURLUE_OK;
  curl_free(port);
  if (!has_port) throw UsageError("http.connect_to must be host:port, an IPv6 address in brackets");
}

void check_unix_socket(const HttpOptions& options) {
  check_text(options.unix_socket, "unix_socket");
#if !defined(_WIN32)
  constexpr std::size_t kMost = sizeof(sockaddr_un::sun_path) - 1;
  if (options.unix_socket.size() > kMost) {
    throw UsageError("http.unix_socket has more than " + std::to_string(kMost) + " bytes");
  }
#endif
  if (!options.unix_socket.empty() && !options.connect_to.empty()) {
    throw UsageError("http.unix_socket and http.connect_to must not be set together");
  }
}

/// Sets up one handle, so that a missing feature is reported now and not by each call.
void try_handle(const HttpOptions& options) {
  try {
    const Handle handle{options};
  } catch (const RequestException& error) {
    if (error.kind() == FailureKind::resources) throw;
    throw UsageError(error.facts().cause);
  }
}

}  // namespace

bool speaks_tls() { return has_feature(CURL_VERSION_SSL); }

bool is_https(const std::string& address) {
  constexpr std::string_view kScheme = "https://";
  return is_in_any_case(std::string_view{address}.substr(0, kScheme.size()), kScheme);
}

void check_schemes(const std::vector<std::string>& addresses) {
  if (speaks_tls()) return;
  for (const std::string& address : addresses) {
    if (is_https(address))
      throw UsageError("address: is https, but this process's libcurl was built without TLS");
  }
}

void check_library(unsigned number, const std::string& version) {
  // In older versions a name look-up outlasts deadlines, and a broken TLS connection raises SIGPIPE.
  constexpr unsigned kOldest = 0x075700;
  if (number < kOldest)
    throw UsageError("cent needs libcurl 7.87.0 or later, but this process uses libcurl " + version);
}

void check_http_options(const HttpOptions& options) {
  const curl_version_info_data& library = *curl_version_info(CURLVERSION_NOW);
  check_library(library.version_num, library.version);
  check_text(options.ca_file, "ca_file");
  check_text(options.client_certificate, "client_certificate");
  check_text(options.client_key, "client_key");
  check_text(options.proxy, "proxy");
  if (!options.proxy.empty()) {
    check_proxy(options.proxy, "http.proxy");
  } else if (options.proxy_from_environment) {
    check_environments_proxies();
  }
  check_text(options.connect_to, "connect_to");
  check_connect_to(options.connect_to);
  check_unix_socket(options);
  if (!options.client_key.empty() && options.client_certificate.empty()) {
    throw UsageError("http.client_key is set without http.client_certificate");
  }
  if (options.connect_timeout <= std::chrono::milliseconds{0}) {
    throw UsageError("http.connect_timeout must be above zero");
  }
  if (options.max_idle <= std::chrono::seconds{0}) throw UsageError("http.max_idle must be above zero");
  if (options.max_connection_age < std::chrono::seconds{0}) {
    throw UsageError("http.max_connection_age must not be negative");
  }
  if (options.max_reply_bytes == 0) throw UsageError("http.max_reply_bytes must be above zero");
  try_handle(options);
}

ListPtr set_fixed_options(CURL* easy, const HttpOptions& options, char* error_buffer) {
  set_option(easy, CURLOPT_ERRORBUFFER, error_buffer, "ERRORBUFFER");
  set_option(easy, CURLOPT_POST, 1L, "POST");
  set_option(easy, CURLOPT_NOSIGNAL, 1L, "NOSIGNAL");
  set_option(easy, CURLOPT_QUICK_EXIT, 1L,
             "QUICK_EXIT");  // so that a hanging name look-up does not outlast the deadline
  set_option(easy, CURLOPT_PROTOCOLS_STR, speaks_tls() ? "http,https" : "http", "PROTOCOLS_STR");
  turn_off(easy, CURLOPT_FOLLOWLOCATION, 0L, "FOLLOWLOCATION");  // X-API-Key would be sent along
  turn_off(easy, CURLOPT_UNRESTRICTED_AUTH, 0L, "UNRESTRICTED_AUTH");
  turn_off(easy, CURLOPT_NETRC, static_cast<long>(CURL_NETRC_IGNORED), "NETRC");
  turn_off(easy, CURLOPT_HTTP09_ALLOWED, 0L, "HTTP09_ALLOWED");
  if (options.http2) {
    ask(easy, CURLOPT_HTTP_VERSION, static_cast<long>(CURL_HTTP_VERSION_2TLS), "http2");
  } else {
    set_option(easy, CURLOPT_HTTP_VERSION, static_cast<long>(CURL_HTTP_VERSION_1_1), "HTTP_VERSION");
  }
  set_option(easy, CURLOPT_MAXAGE_CONN, static_cast<long>(options.max_idle.count()), "MAXAGE_CONN");
  set_option(easy, CURLOPT_MAXLIFETIME_CONN, static_cast<long>(options.max_connection_age.count()),
             "MAXLIFETIME_CONN");
  // Names are looked up once per connection, which is rare. A cached answer could point to a server that has
  // gone.
  set_option(easy, CURLOPT_DNS_CACHE_TIMEOUT, 0L, "DNS_CACHE_TIMEOUT");
  set_option(easy, CURLOPT_FORBID_REUSE, options.max_idle_connections == 0 ? 1L : 0L, "FORBID_REUSE");
  set_option(easy, CURLOPT_MAXCONNECTS, 4L, "MAXCONNECTS");  // per handle: one for each address it uses
  set_option(easy, CURLOPT_TCP_NODELAY, 1L, "TCP_NODELAY");
  set_option(easy, CURLOPT_TCP_KEEPALIVE, 1L, "TCP_KEEPALIVE");
  set_option(easy, CURLOPT_BUFFERSIZE, 128L * 1024, "BUFFERSIZE");
  set_option(easy, CURLOPT_UPLOAD_BUFFERSIZE, 512L * 1024, "UPLOAD_BUFFERSIZE");
  set_proxy(easy, options);
  set_tls(easy, options);
  return set_route(easy, options);
}

}  // namespace cent::detail
