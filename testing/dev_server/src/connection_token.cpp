#include "connection_token.hpp"

#include <openssl/crypto.h>
#include <openssl/evp.h>
#include <openssl/hmac.h>

#include <algorithm>
#include <cmath>
#include <cstdlib>
#include <utility>
#include <vector>

#include "go_json.hpp"

namespace cent::testing::dev {

namespace {

const EVP_MD* digest_of(std::string_view header) {
  std::string algorithm;
  std::string_view value;
  if (!go::whole_value(header, value)) return nullptr;
  const bool fine = go::each_member(value, [&](std::string_view name, std::string_view member) {
    return name != "alg" || go::read(member, algorithm);
  });
  if (!fine) return nullptr;
  if (algorithm == "HS256") return EVP_sha256();
  if (algorithm == "HS384") return EVP_sha384();
  if (algorithm == "HS512") return EVP_sha512();
  return nullptr;
}

bool signed_by(std::string_view text, const std::string& signature, std::string_view secret,
               const EVP_MD* digest) {
  unsigned char expected[EVP_MAX_MD_SIZE];
  unsigned size = 0;
  if (HMAC(digest, secret.data(), static_cast<int>(secret.size()),
           reinterpret_cast<const unsigned char*>(text.data()), text.size(), expected, &size) == nullptr) {
    return false;
  }
  return signature.size() == size && CRYPTO_memcmp(signature.data(), expected, size) == 0;
}

/// A time in `exp`, `nbf` and `iat`: a number, also in a string. Real servers decode it as a double.
bool read_time(std::string_view value, std::optional<double>& out) {
  out.reset();
  if (go::is_null(value)) return true;
  std::string text(value);
  if (text.front() == '"') text = go::decode_string(value);
  const auto is_digit = [](char c) { return c >= '0' && c <= '9'; };
  std::string_view number;
  if (text.empty() || (!is_digit(text.front()) && text.front() != '-') || !is_digit(text.back()) ||
      !go::whole_value(text, number)) {
    return false;
  }
  const double seconds = std::strtod(text.c_str(), nullptr);
  if (!std::isfinite(seconds)) return false;
  // Above this the seconds overflow and become a time long past.
  constexpr double kFits = 9.223371974719179e18;
  out = seconds < kFits ? seconds : -kFits;
  return true;
}

/// `aud`: one text or several. Real servers reject `null`.
bool is_audience(std::string_view value) {
  std::string one;
  if (value.front() == '"') return go::read(value, one);
  return value.front() == '[' && go::each_element(value, [&](std::string_view element) {
           return !go::is_null(element) && go::read(element, one);
         });
}

struct Claims {
  Token token;
  std::vector<std::string> channels;
  bool has_channel = false;
  std::string b64info;
  std::optional<double> expires;
  std::optional<double> not_before;
  std::optional<double> issued;  ///< only its type is checked
  std::optional<std::int64_t> expire_at;
};

/// The claims about one channel.
const std::vector<Field> kSubscription = {{"info"}, {"b64info"}, {"data"}, {"b64data"}, {"override"}};

std::int64_t whole_seconds(const std::optional<double>& time) {
  return time ? static_cast<std::int64_t>(*time) : 0;
}

bool read_claims(std::string_view text, int generation, Claims& claims) {
  std::string_view value;
  if (!go::whole_value(text, value)) return false;
  return go::each_member(value, [&](std::string_view name, std::string_view member) {
    if (name == "sub") return go::read(member, claims.token.user);
    if (name == "info") return go::read_raw(member, claims.token.info);
    if (name == "b64info") return go::read(member, claims.b64info);
    if (name == "channels") return go::read(member, claims.channels);
    if (name == "exp") return read_time(member, claims.expires);
    if (name == "nbf") return read_time(member, claims.not_before);
    if (name == "iat") return read_time(member, claims.issued);
    if (name == "jti" || name == "iss") {
      std::string ignored;
      return go::read(member, ignored);
    }
    if (name == "aud") return is_audience(member);
    if (name == "expire_at") {
      claims.expire_at.reset();
      if (go::is_null(member)) return true;
      return go::read(member, claims.expire_at.emplace());
    }
    if (name == "subs") {
      return go::each_entry(member, [&](std::string channel, std::string_view entry) {
        // The last entry of a channel counts.
        Params& params = claims.token.subscriptions[std::move(channel)];
        params = {};
        return read_params(entry, kSubscription, generation, params);
      });
    }
    if (name == "channel") {
      std::string channel;
      const bool is_text = go::read(member, channel);
      claims.has_channel = !channel.empty();
      return is_text;
    }
    return true;
  });
}

}  // namespace

TokenError read_token(std::string_view text, const Settings& settings, std::int64_t now, Token& out) {
  const std::string& secret = settings.options().token_hmac_secret;
  const std::size_t first = text.find('.');
  const std::size_t second = first == std::string_view::npos ? first : text.find('.', first + 1);
  if (second == std::string_view::npos) return TokenError::invalid;
  std::string header;
  std::string body;
  std::string signature;
  if (!go::decode_base64_url(text.substr(0, first), header) ||
      !go::decode_base64_url(text.substr(first + 1, second - first - 1), body) ||
      !go::decode_base64_url(text.substr(second + 1), signature)) {
    return TokenError::invalid;
  }
  const EVP_MD* digest = digest_of(header);
  if (secret.empty() || digest == nullptr || !signed_by(text.substr(0, second), signature, secret, digest)) {
    return TokenError::invalid;
  }
  Claims claims;
  if (!read_claims(body, settings.major(), claims)) return TokenError::invalid;
  // A subscription token: since v4 it is rejected for connections.
  if (claims.has_channel && settings.major() >= 4) return TokenError::invalid;
  const auto time = static_cast<double>(now);
  if (claims.not_before && *claims.not_before > time) return TokenError::expired;
  if (claims.expires && *claims.expires <= time) return TokenError::expired;
  out = std::move(claims.token);
  if (out.subscriptions.empty()) {
    for (const std::string& channel : claims.channels) out.subscriptions.emplace(channel, Params{});
  }
  for (const auto& [channel, params] : out.subscriptions) {
    if (settings.rules(channel) == nullptr) return TokenError::unusable;
    std::string ignored;
    if (!go::decode_base64(params.b64info, ignored) || !go::decode_base64(params.b64data, ignored)) {
      return TokenError::invalid;
    }
  }
  out.expire_at = std::max<std::int64_t>(claims.expire_at.value_or(whole_seconds(claims.expires)), 0);
  if (!claims.b64info.empty() && !go::decode_base64(claims.b64info, out.info)) return TokenError::unusable;
  return TokenError::none;
}

}  // namespace cent::testing::dev
