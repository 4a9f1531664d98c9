#include "protocol/address.hpp"

#include <algorithm>
#include <cent/errors.hpp>
#include <charconv>

#include "system/ascii.hpp"

namespace cent::detail {
namespace {

constexpr std::string_view kInNumbers = "0123456789abcdefABCDEF:.";

[[noreturn]] void refuse(const char* fault) { throw UsageError(std::string("address: ") + fault); }

bool starts_with(std::string_view text, std::string_view head) { return text.substr(0, head.size()) == head; }

/// Removes the scheme and returns it in lower case.
std::string_view take_scheme(std::string_view& rest) {
  const std::size_t colon = rest.find("://");
  if (colon == std::string_view::npos) refuse("has no scheme: it must begin with http:// or https://");
  const std::string scheme = lowered(rest.substr(0, colon));
  rest.remove_prefix(colon + 3);
  if (scheme == "http") return "http://";
  if (scheme == "https") return "https://";
  refuse("has a scheme other than http or https");
}

void check_port(std::string_view port) {
  unsigned value = 0;
  const auto [end, error] = std::from_chars(port.data(), port.data() + port.size(), value);
  if (error != std::errc{} || end != port.data() + port.size() || value == 0 || value > 65535) {
    refuse("has an invalid port: it must be from 1 to 65535");
  }
}

/// True for `::1`, and for `::1:8000`, where the begin of the port is ambiguous.
bool looks_like_ipv6(std::string_view authority) {
  const std::string_view number = authority.substr(0, authority.find('%'));
  return number.find(':') != std::string_view::npos && is_address(number);
}

void check_host(std::string_view authority) {
  if (authority.find('@') != std::string_view::npos) refuse("must not contain a user name or password");
  std::string_view host = authority;
  std::string_view port;
  bool has_port = false;
  if (starts_with(authority, "[")) {
    const std::size_t end = authority.find(']');
    if (end == std::string_view::npos) refuse("has an IPv6 host without closing bracket");
    host = authority.substr(1, end - 1);
    const std::string_view behind = authority.substr(end + 1);
    if (!behind.empty() && behind.front() != ':') refuse("has text after its IPv6 host");
    has_port = !behind.empty();
    if (has_port) port = behind.substr(1);
  } else if (looks_like_ipv6(authority)) {
    refuse("needs brackets around its IPv6 host, as in http://[::1]:8000");
  } else if (const std::size_t colon = authority.find(':'); colon != std::string_view::npos) {
    host = authority.substr(0, colon);
    port = authority.substr(colon + 1);
    has_port = true;
  }
  if (host.empty()) refuse("has no host");
  const bool bracketed = starts_with(authority, "[");
  // libcurl would reject them at each call.
  constexpr std::string_view kInNoName = "!$&'()*+,;=%[]";
  if (bracketed ? host.substr(0, host.find('%')).find_first_not_of(kInNumbers) != std::string_view::npos
                : host.find_first_of(kInNoName) != std::string_view::npos) {
    refuse("has an invalid character in its host");
  }
  if (has_port) check_port(port);
}

}  // namespace

std::string api_base(std::string_view address, bool exact) {
  if (address.empty()) refuse("is empty");
  for (const char c : address) {
    const auto byte = static_cast<unsigned char>(c);
    if (c == '\r' || c == '\n') refuse("contains a line break");
    if (c == ' ') refuse("contains a space");
    if (byte < 0x21 || byte > 0x7E) refuse("contains an invalid character");
    if (std::string_view{"\\\"<>^`{|}"}.find(c) != std::string_view::npos)
      refuse("contains an invalid character");
  }
  std::string_view rest = address;
  std::string base{take_scheme(rest)};
  if (rest.find_first_of("?#") != std::string_view::npos) refuse("must not contain a query or a fragment");
  const std::size_t slash = rest.find('/');
  const std::string_view authority = rest.substr(0, slash);
  check_host(authority);
  base.append(authority);
  std::string_view path = slash == std::string_view::npos ? std::string_view{} : rest.substr(slash);
  if (path.find("//") != std::string_view::npos)
    refuse("contains an empty path segment (//), which servers answer with a redirect");
  if (!path.empty() && path.back() == '/') path.remove_suffix(1);
  base.append(path);
  constexpr std::string_view kApi = "/api";
  const bool has_api = path.size() >= kApi.size() && path.substr(path.size() - kApi.size()) == kApi;
  if (!exact && !has_api) base.append(kApi);
  return base;
}

std::string_view host_of(std::string_view base) noexcept {
  base.remove_prefix(base.find("://") + 3);
  return base.substr(0, base.front() == '[' ? base.find(']') + 1 : base.find_first_of(":/"));
}

bool is_address(std::string_view text) noexcept {
  const auto colons = std::count(text.begin(), text.end(), ':');
  const bool has_others =
      text.find_first_not_of(colons == 0 ? "0123456789." : kInNumbers) != std::string_view::npos;
  return !text.empty() && colons != 1 && !has_others;
}

}  // namespace cent::detail
