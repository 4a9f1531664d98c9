#include "keys.hpp"

#include <openssl/bio.h>
#include <openssl/ec.h>
#include <openssl/evp.h>
#include <openssl/hmac.h>
#include <openssl/pem.h>
#include <openssl/rsa.h>

#include <algorithm>
#include <memory>
#include <stdexcept>

namespace cent::token {
namespace {

struct Free {
  void operator()(BIO* bio) const { BIO_free(bio); }
  void operator()(EVP_PKEY* key) const { EVP_PKEY_free(key); }
  void operator()(EVP_MD_CTX* context) const { EVP_MD_CTX_free(context); }
  void operator()(ECDSA_SIG* signature) const { ECDSA_SIG_free(signature); }
};
using Bio = std::unique_ptr<BIO, Free>;
using Pkey = std::unique_ptr<EVP_PKEY, Free>;

void require(bool fine) {
  if (!fine) throw std::runtime_error("libcrypto refused");
}

std::string text_of(const Bio& bio) {
  char* data = nullptr;
  const long size = BIO_get_mem_data(bio.get(), &data);
  return {data, static_cast<std::size_t>(size)};
}

Pkey read_private(std::string_view pem) {
  const Bio bio{BIO_new_mem_buf(pem.data(), static_cast<int>(pem.size()))};
  Pkey key{PEM_read_bio_PrivateKey(bio.get(), nullptr, nullptr, nullptr)};
  require(key != nullptr);
  return key;
}

PemPair write(EVP_PKEY* key) {
  const Bio secret{BIO_new(BIO_s_mem())};
  const Bio open{BIO_new(BIO_s_mem())};
  require(PEM_write_bio_PKCS8PrivateKey(secret.get(), key, nullptr, nullptr, 0, nullptr, nullptr) == 1);
  require(PEM_write_bio_PUBKEY(open.get(), key) == 1);
  return {text_of(secret), text_of(open)};
}

/// JOSE's two numbers in the ASN.1 that libcrypto checks.
std::string asn1_of(std::string_view numbers) {
  const auto* bytes = reinterpret_cast<const unsigned char*>(numbers.data());
  const int half = static_cast<int>(numbers.size() / 2);
  const std::unique_ptr<ECDSA_SIG, Free> signature{ECDSA_SIG_new()};
  require(ECDSA_SIG_set0(signature.get(), BN_bin2bn(bytes, half, nullptr),
                         BN_bin2bn(bytes + half, half, nullptr)) == 1);
  unsigned char* out = nullptr;
  const int size = i2d_ECDSA_SIG(signature.get(), &out);
  require(size > 0);
  std::string text(reinterpret_cast<char*>(out), static_cast<std::size_t>(size));
  OPENSSL_free(out);
  return text;
}

bool verified_by_hmac(const Parts& parts, const EVP_MD* digest, std::string_view secret) {
  unsigned char expected[EVP_MAX_MD_SIZE];
  unsigned size = 0;
  HMAC(digest, secret.data(), static_cast<int>(secret.size()),
       reinterpret_cast<const unsigned char*>(parts.signed_text.data()), parts.signed_text.size(), expected,
       &size);
  return parts.signature == std::string_view(reinterpret_cast<char*>(expected), size);
}

}  // namespace

PemPair generate(const char* type, std::string_view detail) {
  const std::unique_ptr<EVP_PKEY_CTX, decltype(&EVP_PKEY_CTX_free)> context{
      EVP_PKEY_CTX_new_from_name(nullptr, type, nullptr), EVP_PKEY_CTX_free};
  require(context != nullptr && EVP_PKEY_keygen_init(context.get()) == 1);
  const std::string value(detail);
  if (std::string_view(type) == "EC") require(EVP_PKEY_CTX_set_group_name(context.get(), value.c_str()) == 1);
  if (std::string_view(type).substr(0, 3) == "RSA")
    require(EVP_PKEY_CTX_set_rsa_keygen_bits(context.get(), std::stoi(value)) == 1);
  EVP_PKEY* made = nullptr;
  require(EVP_PKEY_generate(context.get(), &made) == 1);
  return write(Pkey{made}.get());
}

std::string public_half(std::string_view private_pem) {
  return write(read_private(private_pem).get()).public_key;
}

std::string encrypted(std::string_view private_pem, const char* passphrase) {
  const Bio bio{BIO_new(BIO_s_mem())};
  require(PEM_write_bio_PKCS8PrivateKey(bio.get(), read_private(private_pem).get(), EVP_aes_256_cbc(),
                                        nullptr, 0, nullptr, const_cast<char*>(passphrase)) == 1);
  return text_of(bio);
}

std::string decode_base64url(std::string_view text) {
  std::string out;
  unsigned bits = 0;
  int count = 0;
  for (const char c : text) {
    constexpr std::string_view kAlphabet = "ABCDEFGHIJKLMNOPQRSTUVWXYZabcdefghijklmnopqrstuvwxyz0123456789-_";
    const std::size_t value = kAlphabet.find(c);
    if (value == std::string_view::npos) throw std::runtime_error("not base64url: " + std::string(text));
    bits = bits << 6U | static_cast<unsigned>(value);
    count += 6;
    if (count < 8) continue;
    count -= 8;
    out.push_back(static_cast<char>(bits >> static_cast<unsigned>(count) & 0xFFU));
  }
  if (count == 6 || (bits & ((1U << static_cast<unsigned>(count)) - 1)) != 0)
    throw std::runtime_error("bits are left over in base64url");
  return out;
}

Parts split(std::string_view token) {
  const std::size_t first = token.find('.');
  const std::size_t second = token.find('.', first + 1);
  if (second == std::string_view::npos || token.find('.', second + 1) != std::string_view::npos)
    throw std::runtime_error("a token has three parts");
  return {decode_base64url(token.substr(0, first)),
          decode_base64url(token.substr(first + 1, second - first - 1)),
          decode_base64url(token.substr(second + 1)), std::string(token.substr(0, second))};
}

bool verified(std::string_view token, std::string_view algorithm, std::string_view key) {
  const Parts parts = split(token);
  const EVP_MD* digest = EVP_get_digestbyname(("SHA" + std::string(algorithm.substr(2))).c_str());
  require(digest != nullptr);
  if (algorithm[0] == 'H') return verified_by_hmac(parts, digest, key);
  const Bio bio{BIO_new_mem_buf(key.data(), static_cast<int>(key.size()))};
  const Pkey pkey{PEM_read_bio_PUBKEY(bio.get(), nullptr, nullptr, nullptr)};
  require(pkey != nullptr);
  const std::string signature = algorithm[0] == 'E' ? asn1_of(parts.signature) : parts.signature;
  const std::unique_ptr<EVP_MD_CTX, Free> context{EVP_MD_CTX_new()};
  require(EVP_DigestVerifyInit(context.get(), nullptr, digest, nullptr, pkey.get()) == 1);
  return EVP_DigestVerify(context.get(), reinterpret_cast<const unsigned char*>(signature.data()),
                          signature.size(), reinterpret_cast<const unsigned char*>(parts.signed_text.data()),
                          parts.signed_text.size()) == 1;
}

}  // namespace cent::token
