#include "key_pair.hpp"

#include <cent/errors.hpp>

#include <openssl/core_names.h>
#include <openssl/x509.h>

#include <algorithm>
#include <cstring>
#include <new>

namespace cent::token {
namespace {

/// libcrypto returns ECDSA's two numbers in ASN.1. JOSE needs each in its full width.
std::string numbers_of(const std::string& asn1, int number_size) {
  const unsigned char* at = bytes_of(std::string_view(asn1));
  const std::unique_ptr<ECDSA_SIG, Free> read{d2i_ECDSA_SIG(nullptr, &at, static_cast<long>(asn1.size()))};
  if (!read) throw std::bad_alloc();
  std::string out(2 * static_cast<std::size_t>(number_size), '\0');
  unsigned char* const first = bytes_of(out);
  BN_bn2binpad(ECDSA_SIG_get0_r(read.get()), first, number_size);
  BN_bn2binpad(ECDSA_SIG_get0_s(read.get()), first + number_size, number_size);
  return out;
}

/// The reverse. Empty if they do not have their full width.
std::string asn1_of(std::string_view numbers, int number_size) {
  if (numbers.size() != 2 * static_cast<std::size_t>(number_size)) return {};
  const std::unique_ptr<ECDSA_SIG, Free> signature{ECDSA_SIG_new()};
  Number first{BN_bin2bn(bytes_of(numbers), number_size, nullptr)};
  Number second{BN_bin2bn(bytes_of(numbers) + number_size, number_size, nullptr)};
  if (!signature || !first || !second) throw std::bad_alloc();
  ECDSA_SIG_set0(signature.get(), first.release(), second.release());
  std::string out(static_cast<std::size_t>(std::max(0, i2d_ECDSA_SIG(signature.get(), nullptr))), '\0');
  unsigned char* at = bytes_of(out);
  i2d_ECDSA_SIG(signature.get(), &at);
  return out;
}

/// A member of a JWK: `"n":"0vx7…"`. A number that is shorter than `size` gets leading zero bytes.
void append_number(std::string& out, const char* member, const EVP_PKEY* key, const char* parameter,
                   int size) {
  BIGNUM* raw = nullptr;
  EVP_PKEY_get_bn_param(key, parameter, &raw);
  const Number number{raw};
  if (!number) throw std::bad_alloc();
  std::string bytes(static_cast<std::size_t>(std::max(size, BN_num_bytes(raw))), '\0');
  BN_bn2binpad(raw, bytes_of(bytes), static_cast<int>(bytes.size()));
  out.append("\"").append(member).append("\":\"");
  append_base64url(out, bytes);
  out.push_back('"');
}

}  // namespace

const Curve* curve_of(const EVP_PKEY* key) noexcept {
  std::array<char, 64> name{};
  EVP_PKEY_get_group_name(key, name.data(), name.size(), nullptr);
  const auto found = std::find_if(kCurves.begin(), kCurves.end(), [&](const Curve& curve) {
    return std::strcmp(curve.name, name.data()) == 0;
  });
  return found == kCurves.end() ? nullptr : &*found;
}

KeyPairSigner::KeyPairSigner(Pkey key, Algorithm algorithm, bool is_private) noexcept
    : key_(std::move(key)),
      algorithm_(algorithm),
      digest_(digest_of(algorithm)),
      number_size_(family_of(algorithm) == Family::ecdsa ? curve_of(key_.get())->number_size : 0),
      is_private_(is_private) {}

std::string KeyPairSigner::sign(std::string_view text) const {
  if (!is_private_) throw UsageError("this is a public key: the private key is needed to sign", "token");
  const KeepErrors keep;
  const DigestContext context{EVP_MD_CTX_new()};
  if (!context) throw std::bad_alloc();
  std::size_t size = static_cast<std::size_t>(EVP_PKEY_get_size(key_.get()));
  std::string signature(size, '\0');
  if (EVP_DigestSignInit_ex(context.get(), nullptr, digest_, nullptr, nullptr, key_.get(), nullptr) != 1 ||
      EVP_DigestSign(context.get(), bytes_of(signature), &size, bytes_of(text), text.size()) != 1) {
    throw UsageError("libcrypto could not sign the token");
  }
  signature.resize(size);
  return number_size_ == 0 ? signature : numbers_of(signature, number_size_);
}

bool KeyPairSigner::verify(std::string_view text, std::string_view signature) const {
  const KeepErrors keep;
  const std::string asn1 = number_size_ == 0 ? std::string(signature) : asn1_of(signature, number_size_);
  const DigestContext context{EVP_MD_CTX_new()};
  if (!context) throw std::bad_alloc();
  return EVP_DigestVerifyInit_ex(context.get(), nullptr, digest_, nullptr, nullptr, key_.get(), nullptr) ==
             1 &&
         EVP_DigestVerify(context.get(), bytes_of(std::string_view(asn1)), asn1.size(), bytes_of(text),
                          text.size()) == 1;
}

std::shared_ptr<const Signer> KeyPairSigner::public_half() const {
  const KeepErrors keep;
  unsigned char* der = nullptr;
  const int size = i2d_PUBKEY(key_.get(), &der);
  const unsigned char* at = der;
  Pkey half{size > 0 ? d2i_PUBKEY(nullptr, &at, size) : nullptr};
  OPENSSL_free(der);
  if (!half) throw std::bad_alloc();
  return std::make_shared<KeyPairSigner>(std::move(half), algorithm_, false);
}

std::string KeyPairSigner::public_members() const {
  const KeepErrors keep;
  std::string out;
  switch (family_of(algorithm_)) {
    case Family::rsa:
      append_number(out, "e", key_.get(), OSSL_PKEY_PARAM_RSA_E, 1);
      out.append(R"(,"kty":"RSA",)");
      append_number(out, "n", key_.get(), OSSL_PKEY_PARAM_RSA_N, 1);
      break;
    case Family::ecdsa:
      out.append(R"("crv":")").append(curve_of(key_.get())->crv).append(R"(","kty":"EC",)");
      append_number(out, "x", key_.get(), OSSL_PKEY_PARAM_EC_PUB_X, number_size_);
      out.push_back(',');
      append_number(out, "y", key_.get(), OSSL_PKEY_PARAM_EC_PUB_Y, number_size_);
      break;
    default: {
      std::string bytes(32, '\0');
      std::size_t size = bytes.size();
      EVP_PKEY_get_raw_public_key(key_.get(), bytes_of(bytes), &size);
      out.append(R"("crv":"Ed25519","kty":"OKP","x":")");
      append_base64url(out, bytes);
      out.push_back('"');
    }
  }
  return out;
}

namespace {

/// The algorithm of a curve's keys, if that is what is wanted.
Algorithm only(Algorithm fits, const Algorithm* wanted, const char* kind) {
  if (wanted != nullptr && *wanted != fits)
    throw UsageError(std::string(to_string(*wanted)) + " does not fit: this is an " + kind + " key for " +
                     to_string(fits));
  return fits;
}

Algorithm algorithm_for(const EVP_PKEY* key, const Algorithm* wanted) {
  switch (EVP_PKEY_get_base_id(key)) {
    case EVP_PKEY_RSA: {
      const Algorithm algorithm = wanted != nullptr ? *wanted : Algorithm::rs256;
      if (family_of(algorithm) != Family::rsa)
        throw UsageError(std::string(to_string(algorithm)) +
                         " needs another kind of key: this is an RSA key");
      if (EVP_PKEY_get_bits(key) < 2048) throw UsageError("the RSA key has fewer than 2048 bits");
      return algorithm;
    }
    case EVP_PKEY_EC: {
      const Curve* const curve = curve_of(key);
      if (curve == nullptr) throw UsageError("the EC key must be on curve P-256, P-384 or P-521");
      return only(curve->algorithm, wanted, "EC");
    }
    case EVP_PKEY_ED25519:
      return only(Algorithm::eddsa, wanted, "Ed25519");
    default:
      throw UsageError("the key is neither RSA nor EC nor Ed25519");
  }
}

}  // namespace

SignerMade make_key_pair_signer(Pkey key, const Algorithm* wanted, bool is_private) {
  const Algorithm algorithm = algorithm_for(key.get(), wanted);
  return {algorithm, std::make_shared<KeyPairSigner>(std::move(key), algorithm, is_private)};
}

}  // namespace cent::token
