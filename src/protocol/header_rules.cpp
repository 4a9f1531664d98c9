#include "protocol/header_rules.hpp"

#include <algorithm>
#include <cent/errors.hpp>
#include <string>

#include "system/ascii.hpp"

namespace cent::detail {
namespace {

bool is_token(std::string_view name) {
  constexpr std::string_view kMarks = "!#$%&'*+-.^_`|~";
  const auto allowed = [&](char c) {
    return (c >= 'a' && c <= 'z') || (c >= 'A' && c <= 'Z') || (c >= '0' && c <= '9') ||
           kMarks.find(c) != std::string_view::npos;
  };
  return !name.empty() && std::all_of(name.begin(), name.end(), allowed);
}

/// Why this is invalid as a header's value; null if it is valid.
const char* value_fault(std::string_view value) {
  for (const char c : value) {
    const auto byte = static_cast<unsigned char>(c);
    if (c == '\r' || c == '\n') return "contains a line break";
    if (c == '\0') return "contains a NUL byte";
    if ((byte < 0x20 && c != '\t') || byte > 0x7E) return "contains a character other than printable ASCII";
  }
  const bool padded = !value.empty() && (value.front() == ' ' || value.front() == '\t' ||
                                         value.back() == ' ' || value.back() == '\t');
  return padded ? "begins or ends with white space" : nullptr;
}

}  // namespace

void check_api_key(std::string_view key) {
  if (const char* fault = value_fault(key)) throw UsageError(std::string("the API key ") + fault);
}

void check_headers(const HttpHeaders& headers) {
  constexpr std::string_view kOurs[] = {"content-type", "content-length", "transfer-encoding",      "expect",
                                        "x-api-key",    "connection",     "x-centrifugo-error-mode"};
  for (const HttpHeader& header : headers) {
    if (!is_token(header.name)) throw UsageError("a header's name contains an invalid character");
    if (const char* fault = value_fault(header.value)) {
      throw UsageError("the value of header " + header.name + " " + fault);
    }
    const std::string name = lowered(header.name);
    if (std::find(std::begin(kOurs), std::end(kOurs), name) != std::end(kOurs)) {
      throw UsageError("header " + header.name + " is set by cent itself");
    }
    if (name == "host" && header.value.empty()) throw UsageError("the value of header Host is empty");
  }
}

bool has_authorization(const HttpHeaders& headers) {
  return std::any_of(headers.begin(), headers.end(),
                     [](const HttpHeader& header) { return is_in_any_case(header.name, "authorization"); });
}

void put_headers(const HttpHeaders& more, HttpHeaders& headers) {
  const auto is_replaced = [&](const HttpHeader& old) {
    return std::any_of(more.begin(), more.end(), [&](const HttpHeader& one) {
      return one.name.size() == old.name.size() && lowered(one.name) == lowered(old.name);
    });
  };
  headers.erase(std::remove_if(headers.begin(), headers.end(), is_replaced), headers.end());
  headers.insert(headers.end(), more.begin(), more.end());
}

std::string percent_encoded(std::string_view text) {
  constexpr std::string_view kPlain = "ABCDEFGHIJKLMNOPQRSTUVWXYZabcdefghijklmnopqrstuvwxyz0123456789-._~";
  constexpr char kDigits[] = "0123456789ABCDEF";
  std::string encoded;
  for (const char c : text) {
    if (kPlain.find(c) != std::string_view::npos) {
      encoded.push_back(c);
    } else {
      const auto byte = static_cast<unsigned char>(c);
      encoded.push_back('%');
      encoded.push_back(kDigits[byte >> 4]);
      encoded.push_back(kDigits[byte & 15]);
    }
  }
  return encoded;
}

HttpHeaders json_headers(const char* key_name, const std::string& key, const HttpHeaders& extra) {
  HttpHeaders headers{{"Content-Type", "application/json"}};
  if (!key.empty()) headers.push_back({key_name, key});
  headers.insert(headers.end(), extra.begin(), extra.end());
  return headers;
}

}  // namespace cent::detail
