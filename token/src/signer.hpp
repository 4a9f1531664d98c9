#pragma once
#include <cent/token.hpp>
#include <memory>
#include <string>
#include <string_view>

namespace cent::token {

/// Key material of one kind. Immutable, since several threads use it at once.
class Signer {
 public:
  Signer() = default;
  Signer(const Signer&) = delete;
  Signer& operator=(const Signer&) = delete;
  virtual ~Signer() = default;
  /// The signature in JOSE's form. For ECDSA the two numbers, one after the other.
  /// @throws UsageError if it cannot sign.
  [[nodiscard]] virtual std::string sign(std::string_view text) const = 0;
  /// Whether it is a signature of this text.
  [[nodiscard]] virtual bool verify(std::string_view text, std::string_view signature) const = 0;
  /// False: a public half, which only verifies.
  [[nodiscard]] virtual bool can_sign() const noexcept = 0;
  /// Null: it is a secret, which has none.
  [[nodiscard]] virtual std::shared_ptr<const Signer> public_half() const = 0;
  /// The public half as members of a JWK: those that RFC 7638 requires, in its order, without the brackets.
  /// Empty: it is a secret.
  [[nodiscard]] virtual std::string public_members() const = 0;
};

/// The content of a Key.
struct KeyState {
  Algorithm algorithm = Algorithm::hs256;
  std::string id{};      ///< Empty: none.
  std::string header{};  ///< The token's first part with the dot.
  std::shared_ptr<const Signer> signer{};
};

struct KeyAccess {
  static const KeyState& state(const Key& key) noexcept { return *key.state_; }
};

enum class Family { hmac, rsa, ecdsa, eddsa };
Family family_of(Algorithm algorithm) noexcept;
/// libcrypto's name of the algorithm's digest; null for EdDSA, which has its own.
const char* digest_of(Algorithm algorithm) noexcept;
/// Null: there is no such algorithm here.
const Algorithm* find_algorithm(std::string_view name) noexcept;

std::shared_ptr<const Signer> make_hmac_signer(std::string_view secret, Algorithm algorithm);

struct SignerMade {
  Algorithm algorithm;
  std::shared_ptr<const Signer> signer;
};
/// Returns a signer for `wanted`; if null, for the algorithm that fits the key. @throws UsageError
SignerMade make_pem_signer(std::string_view text, const Algorithm* wanted, std::string_view passphrase);
/// The same for a public key, which only verifies.
SignerMade make_public_pem_signer(std::string_view text, const Algorithm* wanted);

/// A key read from JSON.
struct JwkSigner {
  SignerMade made;
  std::string id{};  ///< Empty: none.
};
/// @throws UsageError
JwkSigner make_jwk_signer(std::string_view text);

/// Appends the bytes in base64url without padding (RFC 7515, section 2).
void append_base64url(std::string& out, std::string_view bytes);
/// The reverse, in place of what is in `out`. Returns false if the text is anything else, padding included.
/// Allocates once, so that a secret leaves no copy behind.
bool decode_base64url_into(std::string& out, std::string_view text);
/// Returns `header.payload.signature`. The header is already encoded, with the dot.
std::string compact(std::string_view header, std::string_view payload, const Signer& signer);

}  // namespace cent::token
