#pragma once
#include <cent/token.hpp>
#include <memory>
#include <string>
#include <string_view>

namespace cent::token {

/// Key material of one kind. Immutable: sign() is called from several threads at once.
class Signer {
 public:
  Signer() = default;
  Signer(const Signer&) = delete;
  Signer& operator=(const Signer&) = delete;
  virtual ~Signer() = default;
  /// The signature as JOSE wants it: of ECDSA the two numbers one behind the other.
  [[nodiscard]] virtual std::string sign(std::string_view text) const = 0;
};

/// What is in a Key.
struct KeyState {
  Algorithm algorithm = Algorithm::hs256;
  std::string header{};  ///< The token's first part, with the dot behind it.
  std::shared_ptr<const Signer> signer{};
};

struct KeyAccess {
  static const KeyState& state(const Key& key) noexcept { return *key.state_; }
};

enum class Family { hmac, rsa, ecdsa };
Family family_of(Algorithm algorithm) noexcept;
/// libcrypto's name of the algorithm's digest.
const char* digest_of(Algorithm algorithm) noexcept;

std::shared_ptr<const Signer> make_hmac_signer(std::string_view secret, Algorithm algorithm);

struct PemSigner {
  Algorithm algorithm;
  std::shared_ptr<const Signer> signer;
};
/// Signs with `wanted`, or with what fits the key if that is null. @throws UsageError
PemSigner make_pem_signer(std::string_view text, const Algorithm* wanted, std::string_view passphrase);

/// `header.payload.signature`; the header comes encoded, with the dot behind it.
std::string compact(std::string_view header, std::string_view payload, const Signer& signer);

}  // namespace cent::token
