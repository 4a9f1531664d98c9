#include "curl/options.hpp"

#include <algorithm>
#include <cent/errors.hpp>
#include <new>
#include <string>

#include "curl/curl_error.hpp"
#include "curl/handle.hpp"

namespace cent::detail {
namespace {

void check_text(const std::string& text, const char* name) {
  if (text.find_first_of(std::string_view{"\r\n\0", 3}) != std::string::npos) {
    throw UsageError(std::string("http.") + name + " holds a line break or a NUL byte");
  }
}

void set_if(CURL* easy, CURLoption option, const std::string& value, const char* name) {
  if (!value.empty()) set_option(easy, option, value.c_str(), name);
}

void set_tls(CURL* easy, const HttpOptions& options) {
  set_option(easy, CURLOPT_SSLVERSION, static_cast<long>(CURL_SSLVERSION_TLSv1_2), "SSLVERSION");
  set_option(easy, CURLOPT_SSL_VERIFYPEER, options.verify ? 1L : 0L, "SSL_VERIFYPEER");
  set_option(easy, CURLOPT_SSL_VERIFYHOST, options.verify ? 2L : 0L, "SSL_VERIFYHOST");
  set_if(easy, CURLOPT_CAINFO, options.ca_file, "CAINFO");
  if (!options.ca_file.empty()) set_option(easy, CURLOPT_CAPATH, static_cast<char*>(nullptr), "CAPATH");
  if (options.client_certificate.empty()) return;
  set_option(easy, CURLOPT_KEYPASSWD, "",
             "KEYPASSWD");  // else OpenSSL asks the terminal for that of an encrypted key
  set_option(easy, CURLOPT_SSLCERT, options.client_certificate.c_str(), "SSLCERT");
  const std::string& key = options.client_key.empty() ? options.client_certificate : options.client_key;
  set_option(easy, CURLOPT_SSLKEY, key.c_str(), "SSLKEY");
}

/// libcurl would complain at each call, and show the proxy's password.
void check_proxy(const std::string& proxy) {
  if (proxy.empty()) return;
  constexpr std::string_view kSchemes[] = {"http", "https", "socks4", "socks4a", "socks5", "socks5h"};
  const UrlPtr url{curl_url()};
  if (!url) throw std::bad_alloc{};
  char* scheme = nullptr;
  const bool parsed = curl_url_set(url.get(), CURLUPART_URL, proxy.c_str(),
                                   CURLU_NON_SUPPORT_SCHEME | CURLU_GUESS_SCHEME) == CURLUE_OK &&
                      curl_url_get(url.get(), CURLUPART_SCHEME, &scheme, 0) == CURLUE_OK;
  const std::string_view name = parsed ? scheme : "";
  const bool known = std::find(std::begin(kSchemes), std::end(kSchemes), name) != std::end(kSchemes);
  curl_free(scheme);
  if (!known) throw UsageError("http.proxy is not the address of an HTTP or SOCKS proxy");
}

}  // namespace

void check_http_options(const HttpOptions& options) {
  check_text(options.ca_file, "ca_file");
  check_text(options.client_certificate, "client_certificate");
  check_text(options.client_key, "client_key");
  check_text(options.proxy, "proxy");
  check_proxy(options.proxy);
  check_text(options.unix_socket, "unix_socket");
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
}

void set_fixed_options(CURL* easy, const HttpOptions& options, char* error_buffer) {
  set_option(easy, CURLOPT_ERRORBUFFER, error_buffer, "ERRORBUFFER");
  set_option(easy, CURLOPT_POST, 1L, "POST");
  set_option(easy, CURLOPT_NOSIGNAL, 1L, "NOSIGNAL");
  set_option(easy, CURLOPT_QUICK_EXIT, 1L,
             "QUICK_EXIT");  // a hanging name look-up must not outlast the deadline
  set_option(easy, CURLOPT_PROTOCOLS_STR, "http,https", "PROTOCOLS_STR");
  set_option(easy, CURLOPT_FOLLOWLOCATION, 0L, "FOLLOWLOCATION");  // X-API-Key would go along
  set_option(easy, CURLOPT_UNRESTRICTED_AUTH, 0L, "UNRESTRICTED_AUTH");
  set_option(easy, CURLOPT_NETRC, static_cast<long>(CURL_NETRC_IGNORED), "NETRC");
  set_option(easy, CURLOPT_HTTP09_ALLOWED, 0L, "HTTP09_ALLOWED");
  set_option(
      easy, CURLOPT_HTTP_VERSION,
      options.http2 ? static_cast<long>(CURL_HTTP_VERSION_2TLS) : static_cast<long>(CURL_HTTP_VERSION_1_1),
      "HTTP_VERSION");
  set_option(easy, CURLOPT_MAXAGE_CONN, static_cast<long>(options.max_idle.count()), "MAXAGE_CONN");
  set_option(easy, CURLOPT_MAXLIFETIME_CONN, static_cast<long>(options.max_connection_age.count()),
             "MAXLIFETIME_CONN");
  // Names are asked for once a connection, which is seldom. An answer kept for a minute would lead to a
  // server that has gone.
  set_option(easy, CURLOPT_DNS_CACHE_TIMEOUT, 0L, "DNS_CACHE_TIMEOUT");
  set_option(easy, CURLOPT_FORBID_REUSE, options.max_idle_connections == 0 ? 1L : 0L, "FORBID_REUSE");
  set_option(easy, CURLOPT_MAXCONNECTS, 4L, "MAXCONNECTS");  // of this handle: one for each address it calls
  set_option(easy, CURLOPT_TCP_NODELAY, 1L, "TCP_NODELAY");
  set_option(easy, CURLOPT_TCP_KEEPALIVE, 1L, "TCP_KEEPALIVE");
  set_option(easy, CURLOPT_BUFFERSIZE, 128L * 1024, "BUFFERSIZE");
  set_option(easy, CURLOPT_UPLOAD_BUFFERSIZE, 512L * 1024, "UPLOAD_BUFFERSIZE");
  // Set, if only to nothing, they keep libcurl from looking into the environment.
  if (!options.proxy_from_environment || !options.proxy.empty()) {
    set_option(easy, CURLOPT_PROXY, options.proxy.c_str(), "PROXY");
  }
  if (!options.proxy_from_environment) set_option(easy, CURLOPT_NOPROXY, "", "NOPROXY");
  set_option(easy, CURLOPT_SUPPRESS_CONNECT_HEADERS, 1L, "SUPPRESS_CONNECT_HEADERS");
  set_if(easy, CURLOPT_UNIX_SOCKET_PATH, options.unix_socket, "UNIX_SOCKET_PATH");
  set_tls(easy, options);
}

}  // namespace cent::detail
