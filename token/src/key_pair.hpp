#pragma once
#include <array>
#include <memory>
#include <string_view>

#include "libcrypto.hpp"
#include "signer.hpp"

namespace cent::token {

struct Curve {
  const char* name;  ///< libcrypto's.
  const char* crv;   ///< JOSE's.
  Algorithm algorithm;
  int number_size;  ///< Bytes of a coordinate, and of each of a signature's two numbers.
};
inline constexpr std::array<Curve, 3> kCurves{{{"prime256v1", "P-256", Algorithm::es256, 32},
                                               {"secp384r1", "P-384", Algorithm::es384, 48},
                                               {"secp521r1", "P-521", Algorithm::es512, 66}}};
/// Null: another curve. Of an EC key.
const Curve* curve_of(const EVP_PKEY* key) noexcept;

/// A key of libcrypto, whole or the public half.
class KeyPairSigner final : public Signer {
 public:
  KeyPairSigner(Pkey key, Algorithm algorithm, bool is_private) noexcept;

  [[nodiscard]] std::string sign(std::string_view text) const override;
  [[nodiscard]] bool verify(std::string_view text, std::string_view signature) const override;
  [[nodiscard]] bool can_sign() const noexcept override { return is_private_; }
  [[nodiscard]] std::shared_ptr<const Signer> public_half() const override;
  [[nodiscard]] std::string public_members() const override;

 private:
  Pkey key_;
  Algorithm algorithm_;
  const char* digest_;  ///< Null: the algorithm has its own.
  int number_size_;     ///< 0: the signature is one number.
  bool is_private_;
};

/// A signer of `wanted`; if null, of the algorithm that fits the key. @throws UsageError if none does.
SignerMade make_key_pair_signer(Pkey key, const Algorithm* wanted, bool is_private);

}  // namespace cent::token
