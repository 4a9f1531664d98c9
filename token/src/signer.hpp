#pragma once
#include <cent/token.hpp>
#include <memory>
#include <string>
#include <string_view>

namespace cent::token {

/// Key material of one kind. Immutable, since several threads call sign() at once.
class Signer {
 public:
  Signer() = default;
  Signer(const Signer&) = delete;
  Signer& operator=(const Signer&) = delete;
  virtual ~Signer() = default;
  /// The signature in JOSE's form. For ECDSA the two numbers, one after the other.
  [[nodiscard]] virtual std::string sign(std::string_view text) const = 0;
};

/// The content of a Key.
struct KeyState {
  Algorithm algorithm = Algorithm::hs256;
  std::string header{};  ///< The token's first part with the dot.
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
/// Returns a signer for `wanted`; if null, for the algorithm that fits the key. @throws UsageError
PemSigner make_pem_signer(std::string_view text, const Algorithm* wanted, std::string_view passphrase);

/// Appends the bytes in base64url without padding (RFC 7515, section 2).
void append_base64url(std::string& out, std::string_view bytes);
/// Returns `header.payload.signature`. The header is already encoded, with the dot.
std::string compact(std::string_view header, std::string_view payload, const Signer& signer);

}  // namespace cent::token
