#pragma once
#include <string>
#include <string_view>

// A second opinion on keys and signatures, by libcrypto alone: nothing here uses the code under test.
namespace cent::token {

/// A private key in PEM text and its public half.
struct PemPair {
  std::string private_key;
  std::string public_key;
};
/// `type` as libcrypto calls it: RSA, EC, ED25519, RSA-PSS. `detail`: the bits or the curve.
PemPair generate(const char* type, std::string_view detail = {});
/// The public half of a private key.
std::string public_half(std::string_view private_pem);
/// The same key encrypted with a passphrase (PKCS #8, AES-256).
std::string encrypted(std::string_view private_pem, const char* passphrase);

/// @throws std::runtime_error for what is not base64url without padding.
std::string decode_base64url(std::string_view text);

/// The three parts, decoded.
struct Parts {
  std::string header;
  std::string payload;
  std::string signature;
  std::string signed_text;  ///< The first two as they stand, with the dot.
};
Parts split(std::string_view token);

/// Whether the signature is right. `key`: the secret, or the public key in PEM text.
bool verified(std::string_view token, std::string_view algorithm, std::string_view key);

}  // namespace cent::token
