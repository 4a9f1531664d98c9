#include "dev_server/token.hpp"

#include <openssl/crypto.h>
#include <openssl/evp.h>
#include <openssl/hmac.h>

#include <algorithm>
#include <cmath>
#include <cstdlib>
#include <utility>
#include <vector>

#include "dev_server/go_json.hpp"

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

/// Times may be written as numbers with a fraction, or as digits in a string.
bool read_time(std::string_view value, std::int64_t& out) {
  if (go::is_null(value)) return true;
  std::string text(value);
  if (text.front() == '"') text = go::decode_string(value);
  char* end = nullptr;
  const double seconds = std::strtod(text.c_str(), &end);
  if (end == text.c_str() || *end != '\0' || !std::isfinite(seconds) || std::abs(seconds) > 1e15)
    return false;
  out = static_cast<std::int64_t>(seconds);
  return true;
}

struct Claims {
  Token token;
  std::vector<std::string> channels;
  bool has_subs = false;
  bool has_channel = false;
  std::string b64info;
  std::int64_t expires = 0;
  std::int64_t not_before = 0;
  std::optional<std::int64_t> expire_at;
};

/// What the claims say of one channel.
const std::vector<Field> kSubscription = {{"info"}, {"b64info"}, {"data"}, {"b64data"}, {"override"}};

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
    if (name == "expire_at") {
      claims.expire_at = 0;
      return read_time(member, *claims.expire_at);
    }
    if (name == "subs") {
      claims.has_subs = true;
      return go::each_entry(member, [&](std::string channel, std::string_view entry) {
        return read_params(entry, kSubscription, generation, claims.token.subscriptions[std::move(channel)]);
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
  if (claims.not_before > now || (claims.expires != 0 && claims.expires <= now)) return TokenError::expired;
  // It was made for a subscription: since v4 nobody gets in with it.
  if (claims.has_channel && settings.major() >= 4) return TokenError::invalid;
  out = std::move(claims.token);
  if (!claims.b64info.empty() && !go::decode_base64(claims.b64info, out.info)) return TokenError::invalid;
  if (!claims.has_subs) {
    for (const std::string& channel : claims.channels) out.subscriptions.emplace(channel, Params{});
  }
  out.expire_at = std::max<std::int64_t>(claims.expire_at.value_or(claims.expires), 0);
  return TokenError::none;
}

}  // namespace cent::testing::dev
