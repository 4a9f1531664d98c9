#include "curl/options.hpp"

#include <cent/errors.hpp>
#include <string>

#include "curl/curl_error.hpp"

namespace cent::detail {
namespace {

void check_text(const std::string& text, const char* name) {
  if (text.find_first_of(std::string_view{"\r\n\0", 3}) != std::string::npos) {
    throw UsageError(std::string("http.") + name + " holds a line break or a NUL byte");
  }
}

template <class Value>
void set(CURL* easy, CURLoption option, Value value, const char* name) {
  check_option(curl_easy_setopt(easy, option, value), name);
}

void set_if(CURL* easy, CURLoption option, const std::string& value, const char* name) {
  if (!value.empty()) set(easy, option, value.c_str(), name);
}

void set_tls(CURL* easy, const HttpOptions& options) {
  set(easy, CURLOPT_SSLVERSION, static_cast<long>(CURL_SSLVERSION_TLSv1_2), "SSLVERSION");
  set(easy, CURLOPT_SSL_VERIFYPEER, options.verify ? 1L : 0L, "SSL_VERIFYPEER");
  set(easy, CURLOPT_SSL_VERIFYHOST, options.verify ? 2L : 0L, "SSL_VERIFYHOST");
  set_if(easy, CURLOPT_CAINFO, options.ca_file, "CAINFO");
  if (!options.ca_file.empty()) set(easy, CURLOPT_CAPATH, static_cast<char*>(nullptr), "CAPATH");
  set_if(easy, CURLOPT_SSLCERT, options.client_certificate, "SSLCERT");
  set_if(easy, CURLOPT_SSLKEY, options.client_key.empty() ? options.client_certificate : options.client_key,
         "SSLKEY");
}

}  // namespace

void check_http_options(const HttpOptions& options) {
  check_text(options.ca_file, "ca_file");
  check_text(options.client_certificate, "client_certificate");
  check_text(options.client_key, "client_key");
  check_text(options.proxy, "proxy");
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
  set(easy, CURLOPT_ERRORBUFFER, error_buffer, "ERRORBUFFER");
  set(easy, CURLOPT_POST, 1L, "POST");
  set(easy, CURLOPT_NOSIGNAL, 1L, "NOSIGNAL");
  set(easy, CURLOPT_QUICK_EXIT, 1L, "QUICK_EXIT");  // a hanging name look-up must not outlast the deadline
  set(easy, CURLOPT_PROTOCOLS_STR, "http,https", "PROTOCOLS_STR");
  set(easy, CURLOPT_FOLLOWLOCATION, 0L, "FOLLOWLOCATION");  // X-API-Key would go along
  set(easy, CURLOPT_UNRESTRICTED_AUTH, 0L, "UNRESTRICTED_AUTH");
  set(easy, CURLOPT_NETRC, static_cast<long>(CURL_NETRC_IGNORED), "NETRC");
  set(easy, CURLOPT_HTTP09_ALLOWED, 0L, "HTTP09_ALLOWED");
  set(easy, CURLOPT_HTTP_VERSION,
      options.http2 ? static_cast<long>(CURL_HTTP_VERSION_2TLS) : static_cast<long>(CURL_HTTP_VERSION_1_1),
      "HTTP_VERSION");
  set(easy, CURLOPT_MAXAGE_CONN, static_cast<long>(options.max_idle.count()), "MAXAGE_CONN");
  set(easy, CURLOPT_MAXLIFETIME_CONN, static_cast<long>(options.max_connection_age.count()),
      "MAXLIFETIME_CONN");
  set(easy, CURLOPT_MAXCONNECTS, 4L, "MAXCONNECTS");  // of this handle: one for each address it calls
  set(easy, CURLOPT_TCP_NODELAY, 1L, "TCP_NODELAY");
  set(easy, CURLOPT_TCP_KEEPALIVE, 1L, "TCP_KEEPALIVE");
  set(easy, CURLOPT_BUFFERSIZE, 128L * 1024, "BUFFERSIZE");
  set(easy, CURLOPT_UPLOAD_BUFFERSIZE, 512L * 1024, "UPLOAD_BUFFERSIZE");
  // An empty proxy keeps libcurl from looking into the environment.
  if (!options.proxy_from_environment || !options.proxy.empty()) {
    set(easy, CURLOPT_PROXY, options.proxy.c_str(), "PROXY");
  }
  set(easy, CURLOPT_SUPPRESS_CONNECT_HEADERS, 1L, "SUPPRESS_CONNECT_HEADERS");
  set_if(easy, CURLOPT_UNIX_SOCKET_PATH, options.unix_socket, "UNIX_SOCKET_PATH");
  set_tls(easy, options);
}

}  // namespace cent::detail
