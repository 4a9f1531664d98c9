#include <cent/errors.hpp>

#include <openssl/core_names.h>
#include <openssl/crypto.h>
#include <openssl/evp.h>
#include <openssl/params.h>

#include <array>
#include <new>

#include "signer.hpp"

namespace cent::token {
namespace {

struct FreeMac {
  void operator()(EVP_MAC* mac) const noexcept { EVP_MAC_free(mac); }
  void operator()(EVP_MAC_CTX* context) const noexcept { EVP_MAC_CTX_free(context); }
};
using Mac = std::unique_ptr<EVP_MAC, FreeMac>;
using MacContext = std::unique_ptr<EVP_MAC_CTX, FreeMac>;

/// Keeps the secret only in libcrypto's context, which wipes it.
class HmacSigner final : public Signer {
 public:
  explicit HmacSigner(MacContext ready) : ready_(std::move(ready)) {}

  std::string sign(std::string_view text) const override {
    const MacContext context{EVP_MAC_CTX_dup(ready_.get())};
    if (!context) throw std::bad_alloc();
    std::array<unsigned char, EVP_MAX_MD_SIZE> signature;
    std::size_t size = 0;
    if (EVP_MAC_update(context.get(), reinterpret_cast<const unsigned char*>(text.data()), text.size()) !=
            1 ||
        EVP_MAC_final(context.get(), signature.data(), &size, signature.size()) != 1) {
      throw UsageError("libcrypto could not sign the token");
    }
    return {reinterpret_cast<const char*>(signature.data()), size};
  }
  bool verify(std::string_view text, std::string_view signature) const override {
    const std::string right = sign(text);
    return right.size() == signature.size() &&
           CRYPTO_memcmp(right.data(), signature.data(), right.size()) == 0;
  }
  bool can_sign() const noexcept override { return true; }
  std::shared_ptr<const Signer> public_half() const override { return nullptr; }
  std::string public_members() const override { return {}; }

 private:
  MacContext ready_;
};

}  // namespace

std::shared_ptr<const Signer> make_hmac_signer(std::string_view secret, Algorithm algorithm) {
  const Mac mac{EVP_MAC_fetch(nullptr, "HMAC", nullptr)};
  MacContext context{mac ? EVP_MAC_CTX_new(mac.get()) : nullptr};
  const std::array<OSSL_PARAM, 2> parameters{
      OSSL_PARAM_construct_utf8_string(OSSL_MAC_PARAM_DIGEST, const_cast<char*>(digest_of(algorithm)), 0),
      OSSL_PARAM_construct_end()};
  if (!context || EVP_MAC_init(context.get(), reinterpret_cast<const unsigned char*>(secret.data()),
                               secret.size(), parameters.data()) != 1) {
    throw UsageError("libcrypto offers no HMAC with this digest");
  }
  return std::make_shared<HmacSigner>(std::move(context));
}

}  // namespace cent::token
