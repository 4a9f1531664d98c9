#include "delivery/secrets.hpp"

#include <algorithm>
#include <utility>

#include "protocol/header_rules.hpp"

namespace cent::detail {
namespace {

constexpr std::size_t kShortest = 8;

void add_parts(std::string_view value, std::vector<std::string>& secrets) {
  constexpr std::string_view kBetween = " \t,;=\"";
  while (!value.empty()) {
    const std::size_t end = std::min(value.find_first_of(kBetween), value.size());
    if (end >= kShortest) secrets.emplace_back(value.substr(0, end));
    value.remove_prefix(std::min(end + 1, value.size()));
  }
}

}  // namespace

Secrets::Secrets(std::string_view api_key, const HttpHeaders& headers) {
  if (!api_key.empty()) secrets_.emplace_back(api_key);
  // The form in an address, see ClientOptions::legacy_key_in_query.
  if (std::string encoded = percent_encoded(api_key); encoded != api_key) {
    secrets_.push_back(std::move(encoded));
  }
  add(headers);
}

Secrets Secrets::with(const HttpHeaders& headers) const {
  Secrets all = *this;
  all.add(headers);
  return all;
}

void Secrets::add(const HttpHeaders& headers) {
  for (const HttpHeader& header : headers) {
    if (header.value.size() >= kShortest) secrets_.push_back(header.value);
    add_parts(header.value, secrets_);
  }
  std::sort(secrets_.begin(), secrets_.end(),
            [](const std::string& a, const std::string& b) { return a.size() > b.size(); });
}

std::size_t Secrets::at(std::string_view text, std::size_t at) const noexcept {
  for (const std::string& secret : secrets_) {
    if (text.compare(at, secret.size(), secret) == 0) return secret.size();
  }
  return 0;
}

std::string Secrets::redact(std::string text) const {
  for (const std::string& secret : secrets_) {
    for (std::size_t at = 0; (at = text.find(secret, at)) != std::string::npos; at += kRedacted.size()) {
      text.replace(at, secret.size(), kRedacted);
    }
  }
  return text;
}

}  // namespace cent::detail
