#include "curl/proxy.hpp"

#include <curl/curl.h>
#include <algorithm>
#include <cent/errors.hpp>
#include <cstdlib>
#include <initializer_list>
#include <new>
#include <optional>
#include <string_view>

#include "curl/handle.hpp"

namespace cent::detail {
namespace {

/// A part of an address; empty if it has none. @throws UsageError if it cannot be decoded.
std::optional<std::string> part_of(CURLU* url, CURLUPart part, unsigned flags) {
  char* text = nullptr;
  const CURLUcode code = curl_url_get(url, part, &text, flags);
  if (code == CURLUE_OUT_OF_MEMORY) throw std::bad_alloc{};
  if (code == CURLUE_URLDECODE) throw UsageError("contains a control character in its user or password");
  if (code != CURLUE_OK) return std::nullopt;
  const std::unique_ptr<char, void (*)(void*)> owned{text, &curl_free};
  return text;
}

bool has_control_character(const std::optional<std::string>& text) {
  return text && std::any_of(text->begin(), text->end(), [](char c) {
           const auto byte = static_cast<unsigned char>(c);
           return byte < 0x20 || byte == 0x7F;
         });
}

void check_parts(CURLU* url) {
  constexpr std::string_view kSchemes[] = {"http", "https", "socks4", "socks4a", "socks5", "socks5h"};
  const std::string scheme = part_of(url, CURLUPART_SCHEME, 0).value_or("");
  if (std::find(std::begin(kSchemes), std::end(kSchemes), scheme) == std::end(kSchemes))
    throw UsageError("is not the address of an HTTP or SOCKS proxy");
  const bool speaks_tls = (curl_version_info(CURLVERSION_NOW)->features & CURL_VERSION_HTTPS_PROXY) != 0;
  if (scheme == "https" && !speaks_tls)
    throw UsageError("is an HTTPS proxy, but this process's libcurl was built without HTTPS proxies");
  for (const CURLUPart secret : {CURLUPART_USER, CURLUPART_PASSWORD}) {
    if (has_control_character(part_of(url, secret, CURLU_URLDECODE)))
      throw UsageError("contains a control character in its user or password");
  }
  // An unescaped character in a password ends the host early. Then the text before it is taken for the host.
  if (part_of(url, CURLUPART_PATH, 0).value_or("/") != "/" || part_of(url, CURLUPART_QUERY, 0) ||
      part_of(url, CURLUPART_FRAGMENT, 0))
    throw UsageError(
        "must end after its port: a '/', '?' or '#' in its user or password must be percent-encoded");
}

/// The value of the first variable that is set and not empty, as libcurl chooses it.
void check_first_of(std::initializer_list<const char*> names) {
  for (const char* name : names) {
    const char* const value = std::getenv(name);  // NOLINT(concurrency-mt-unsafe): libcurl reads it so, too
    if (value == nullptr || *value == '\0') continue;
    return check_proxy(value, std::string("the proxy in the environment (") + name + ")");
  }
}

}  // namespace

void check_proxy(const std::string& proxy, const std::string& name) {
  const UrlPtr url{curl_url()};
  if (!url) throw std::bad_alloc{};
  const CURLUcode code =
      curl_url_set(url.get(), CURLUPART_URL, proxy.c_str(), CURLU_NON_SUPPORT_SCHEME | CURLU_GUESS_SCHEME);
  if (code == CURLUE_OUT_OF_MEMORY) throw std::bad_alloc{};
  if (code != CURLUE_OK)
    throw UsageError(
        name + " is not the address of an HTTP or SOCKS proxy (is its user or password percent-encoded?)");
  try {
    check_parts(url.get());
  } catch (const UsageError& fault) {
    throw UsageError(name + " " + fault.facts().cause);
  }
}

void check_environments_proxies() {
  // libcurl ignores HTTP_PROXY, since clients of a CGI program can set it by a header.
  check_first_of({"http_proxy", "all_proxy", "ALL_PROXY"});
  check_first_of({"https_proxy", "HTTPS_PROXY", "all_proxy", "ALL_PROXY"});
}

}  // namespace cent::detail
