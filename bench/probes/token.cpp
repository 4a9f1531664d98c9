// Tokens by HS256, and OpenSSL's share of their cost: the HMAC of the same bytes, in two ways.
#include <openssl/core_names.h>
#include <openssl/evp.h>
#include <openssl/hmac.h>
#include <openssl/params.h>

#include <cent/token.hpp>
#include <cstdlib>

#include "probes/probes.hpp"

namespace cent::bench {
namespace {

constexpr std::string_view kSecret = "a secret of thirty-two character";

token::ConnectionClaims claims() {
  token::ConnectionClaims claims;
  claims.sub = "user-42";
  claims.exp = 1'900'000'000;
  claims.info = Json::raw(R"({"name":"Ada Lovelace"})");
  claims.channels = {"news"};
  return claims;
}

void token_hs256(int count) {
  const token::Key key = token::Key::secret(kSecret);
  const token::ConnectionClaims who = claims();
  for (int i = 0; i < count; ++i) {
    if (token::sign(who, key).empty()) std::abort();
  }
}

/// The bytes that are signed for these claims.
std::string signed_bytes() {
  const std::string token = token::sign(claims(), token::Key::secret(kSecret));
  return token.substr(0, token.rfind('.'));
}

const unsigned char* bytes(std::string_view text) {
  return reinterpret_cast<const unsigned char*>(text.data());
}

/// One call with the secret for each token.
void hmac_one_shot(int count) {
  const std::string text = signed_bytes();
  unsigned char signature[EVP_MAX_MD_SIZE];
  unsigned size = 0;
  for (int i = 0; i < count; ++i) {
    if (HMAC(EVP_sha256(), kSecret.data(), static_cast<int>(kSecret.size()), bytes(text), text.size(),
             signature, &size) == nullptr)
      std::abort();
  }
}

/// One context for all, which keeps the secret: OpenSSL's cheapest way, but not thread-safe.
void hmac_one_context(int count) {
  const std::string text = signed_bytes();
  EVP_MAC* const mac = EVP_MAC_fetch(nullptr, "HMAC", nullptr);
  EVP_MAC_CTX* const context = EVP_MAC_CTX_new(mac);
  char digest[] = "SHA256";
  const OSSL_PARAM parameters[] = {OSSL_PARAM_construct_utf8_string(OSSL_MAC_PARAM_DIGEST, digest, 0),
                                   OSSL_PARAM_construct_end()};
  bool good = EVP_MAC_init(context, bytes(kSecret), kSecret.size(), parameters) == 1;
  unsigned char signature[EVP_MAX_MD_SIZE];
  std::size_t size = 0;
  for (int i = 0; i < count; ++i) {
    good = good && EVP_MAC_init(context, nullptr, 0, nullptr) == 1 &&
           EVP_MAC_update(context, bytes(text), text.size()) == 1 &&
           EVP_MAC_final(context, signature, &size, sizeof signature) == 1;
  }
  EVP_MAC_CTX_free(context);
  EVP_MAC_free(mac);
  if (!good) std::abort();
}

}  // namespace

const std::vector<Probe> kTokenProbes = {
    {"token_hs256", token_hs256},
    {"hmac_one_shot", hmac_one_shot},
    {"hmac_one_context", hmac_one_context},
};

}  // namespace cent::bench
