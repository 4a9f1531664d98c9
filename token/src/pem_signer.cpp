#include <cent/errors.hpp>

#include <openssl/bio.h>
#include <openssl/ec.h>
#include <openssl/err.h>
#include <openssl/evp.h>
#include <openssl/pem.h>

#include <algorithm>
#include <array>
#include <cstring>
#include <new>

#include "signer.hpp"

namespace cent::token {
namespace {

struct Free {
  void operator()(BIO* bio) const noexcept { BIO_free(bio); }
  void operator()(EVP_PKEY* key) const noexcept { EVP_PKEY_free(key); }
  void operator()(EVP_MD_CTX* context) const noexcept { EVP_MD_CTX_free(context); }
  void operator()(ECDSA_SIG* signature) const noexcept { ECDSA_SIG_free(signature); }
};
using Bio = std::unique_ptr<BIO, Free>;
using PrivateKey = std::unique_ptr<EVP_PKEY, Free>;

/// Restores the caller's queue of libcrypto errors.
struct KeepErrors {
  KeepErrors() noexcept { ERR_set_mark(); }
  ~KeepErrors() { ERR_pop_to_mark(); }
  KeepErrors(const KeepErrors&) = delete;
  KeepErrors& operator=(const KeepErrors&) = delete;
};

struct Curve {
  const char* name;
  Algorithm algorithm;
  int number_size;  ///< Bytes of each of a signature's two numbers.
};
constexpr std::array<Curve, 3> kCurves{{{"prime256v1", Algorithm::es256, 32},
                                        {"secp384r1", Algorithm::es384, 48},
                                        {"secp521r1", Algorithm::es512, 66}}};

class KeyPairSigner final : public Signer {
 public:
  KeyPairSigner(PrivateKey key, const char* digest, int number_size)
      : key_(std::move(key)), digest_(digest), number_size_(number_size) {}

  std::string sign(std::string_view text) const override {
    const KeepErrors keep;
    const std::unique_ptr<EVP_MD_CTX, Free> context{EVP_MD_CTX_new()};
    if (!context) throw std::bad_alloc();
    std::size_t size = static_cast<std::size_t>(EVP_PKEY_get_size(key_.get()));
    std::string signature(size, '\0');
    if (EVP_DigestSignInit_ex(context.get(), nullptr, digest_, nullptr, nullptr, key_.get(), nullptr) != 1 ||
        EVP_DigestSign(context.get(), reinterpret_cast<unsigned char*>(signature.data()), &size,
                       reinterpret_cast<const unsigned char*>(text.data()), text.size()) != 1) {
      throw UsageError("libcrypto could not sign the token");
    }
    signature.resize(size);
    return number_size_ == 0 ? signature : numbers_of(signature);
  }

 private:
  /// libcrypto returns ECDSA's two numbers in ASN.1. JOSE needs each in its full width.
  [[nodiscard]] std::string numbers_of(const std::string& asn1) const {
    const auto* at = reinterpret_cast<const unsigned char*>(asn1.data());
    const std::unique_ptr<ECDSA_SIG, Free> read{d2i_ECDSA_SIG(nullptr, &at, static_cast<long>(asn1.size()))};
    if (!read) throw std::bad_alloc();
    std::string out(2 * static_cast<std::size_t>(number_size_), '\0');
    auto* first = reinterpret_cast<unsigned char*>(out.data());
    BN_bn2binpad(ECDSA_SIG_get0_r(read.get()), first, number_size_);
    BN_bn2binpad(ECDSA_SIG_get0_s(read.get()), first + number_size_, number_size_);
    return out;
  }

  PrivateKey key_;
  const char* digest_;
  int number_size_;  ///< 0: the signature is one number.
};

int give_passphrase(char* buffer, int size, int, void* user) {
  const auto& passphrase = *static_cast<const std::string_view*>(user);
  if (passphrase.empty() || passphrase.size() > static_cast<std::size_t>(size)) return -1;
  std::memcpy(buffer, passphrase.data(), passphrase.size());
  return static_cast<int>(passphrase.size());
}

bool contains(std::string_view text, std::string_view part) {
  return text.find(part) != std::string_view::npos;
}

/// Why libcrypto could not read it, judged by the text around the key.
const char* fault_of(std::string_view text, bool has_passphrase) {
  if (!contains(text, "-----BEGIN ")) return "this is not PEM text: it has no line -----BEGIN …-----";
  if (!contains(text, "PRIVATE KEY-----")) {
    return contains(text, "PUBLIC KEY-----") || contains(text, "CERTIFICATE-----")
               ? "a public key or certificate cannot sign: the private key is needed"
               : "the PEM text contains no private key";
  }
  if (contains(text, "BEGIN OPENSSH"))
    return "a key in OpenSSH's format: convert it with ssh-keygen -p -m PEM";
  const bool encrypted = contains(text, "ENCRYPTED");
  if (encrypted && !has_passphrase) return "the private key is encrypted: a passphrase is needed";
  return encrypted ? "the private key cannot be read: it is damaged, or the passphrase is wrong"
                   : "the private key cannot be read: it is damaged";
}

PrivateKey read_key(std::string_view text, std::string_view passphrase) {
  constexpr std::size_t kMost = 1U << 20U;
  if (text.size() > kMost) throw UsageError("the PEM text has more than 1 MiB");
  const Bio bio{BIO_new_mem_buf(text.data(), static_cast<int>(text.size()))};
  if (!bio) throw std::bad_alloc();
  PrivateKey key{PEM_read_bio_PrivateKey(bio.get(), nullptr, give_passphrase, &passphrase)};
  if (!key) throw UsageError(fault_of(text, !passphrase.empty()));
  return key;
}

const Curve& curve_of(EVP_PKEY* key) {
  std::array<char, 64> name{};
  EVP_PKEY_get_group_name(key, name.data(), name.size(), nullptr);
  const auto found = std::find_if(kCurves.begin(), kCurves.end(), [&](const Curve& curve) {
    return std::strcmp(curve.name, name.data()) == 0;
  });
  if (found == kCurves.end()) throw UsageError("the EC key must be on curve P-256, P-384 or P-521");
  return *found;
}

}  // namespace

PemSigner make_pem_signer(std::string_view text, const Algorithm* wanted, std::string_view passphrase) {
  const KeepErrors keep;
  PrivateKey key = read_key(text, passphrase);
  Algorithm algorithm = wanted != nullptr ? *wanted : Algorithm::rs256;
  int number_size = 0;
  switch (EVP_PKEY_get_base_id(key.get())) {
    case EVP_PKEY_RSA:
      if (family_of(algorithm) != Family::rsa)
        throw UsageError(std::string(to_string(algorithm)) +
                         " needs another kind of key: this is an RSA key");
      if (EVP_PKEY_get_bits(key.get()) < 2048) throw UsageError("the RSA key has fewer than 2048 bits");
      break;
    case EVP_PKEY_EC: {
      const Curve& curve = curve_of(key.get());
      if (wanted != nullptr && algorithm != curve.algorithm)
        throw UsageError(std::string(to_string(algorithm)) + " does not fit: this is an EC key for " +
                         to_string(curve.algorithm));
      algorithm = curve.algorithm;
      number_size = curve.number_size;
      break;
    }
    default:
      throw UsageError("the private key is neither RSA nor EC");
  }
  return {algorithm, std::make_shared<KeyPairSigner>(std::move(key), digest_of(algorithm), number_size)};
}

}  // namespace cent::token
