#pragma once
#include <cent/api/subscriptions.hpp>
#include <cent/json.hpp>
#include <cent/token/export.hpp>
#include <chrono>
#include <cstdint>
#include <map>
#include <memory>
#include <optional>
#include <string>
#include <vector>

/// JSON Web Tokens that Centrifugo accepts from the browsers and apps of your users: who they are, and which
/// channels they may subscribe to. A separate component, target `cent::token`; it needs OpenSSL's libcrypto.
///
///     const auto key = cent::token::Key::secret("the server's token_hmac_secret_key");
///     const cent::token::ConnectionClaims claims{"42", cent::token::expires_in(10min)};
///     const std::string token = cent::token::sign(claims, key);
///
/// All errors are cent::UsageError. No error text contains a key, a secret or a token.
namespace cent::token {

/// How a token is signed. There is no unsigned token.
enum class Algorithm {
  hs256,  ///< HMAC with SHA-256 and a secret that the server has as well. All versions.
  hs384,  ///< The same with SHA-384.
  hs512,  ///< The same with SHA-512.
  rs256,  ///< RSA (PKCS #1 v1.5) with SHA-256: the server has only the public key. Since v2.3.0.
  rs384,  ///< The same with SHA-384.
  rs512,  ///< The same with SHA-512.
  es256,  ///< ECDSA on P-256 with SHA-256: the server has only the public key. Since v2.8.2.
  es384,  ///< The same on P-384 with SHA-384.
  es512,  ///< The same on P-521 with SHA-512.
  /// Ed25519 (RFC 8037), `EdDSA` in the token: the server has only the public key, and only from a JWKS
  /// endpoint, see jwks. Since v5.2.1.
  eddsa,
};

/// The name in the token: `HS256`, `RS256`, ….
CENT_TOKEN_EXPORT const char* to_string(Algorithm algorithm) noexcept;

struct KeyAccess;
struct KeyState;

/// A key that signs and verifies tokens, or a public key, which only verifies them. Copies share it; the last
/// one wipes it from memory. Immutable, so several threads may use it at once.
class CENT_TOKEN_EXPORT Key {
 public:
  /// The bytes that the server has as `token_hmac_secret_key` (v2.0 to v2.2: `secret`; v6:
  /// `client.token.hmac_secret_key`), used without decoding.
  /// @throws UsageError if they are empty or a key in PEM text, or if the algorithm is not HMAC.
  [[nodiscard]] static Key secret(TextArgument bytes, Algorithm algorithm = Algorithm::hs256);

  /// A private key in PEM text: RSA of at least 2048 bits, EC on P-256, P-384 or P-521, or Ed25519. The
  /// server has its public half as `token_rsa_public_key` or `token_ecdsa_public_key` (v6:
  /// `client.token.rsa_public_key`, `client.token.ecdsa_public_key`), or from a JWKS endpoint. Signs with
  /// RS256, or with the algorithm of the curve (ES256, ES384, ES512, EdDSA).
  /// @param text The key in PEM text.
  /// @param passphrase Of an encrypted key. cent never prompts for one.
  /// @throws UsageError if it is another kind of key, a public key, a certificate, damaged, or encrypted with
  /// a different passphrase.
  [[nodiscard]] static Key pem(TextArgument text, TextArgument passphrase = "");
  /// The same for a given algorithm. @throws UsageError also if the key does not fit the algorithm.
  [[nodiscard]] static Key pem(TextArgument text, Algorithm algorithm, TextArgument passphrase = "");

  /// A public key in PEM text (`BEGIN PUBLIC KEY`), of the same kinds as in pem(). It only verifies: for an
  /// old key in jwks whose private half is gone, and for tests.
  /// @throws UsageError if it is another kind of key, a private key, a certificate, or damaged.
  [[nodiscard]] static Key public_pem(TextArgument text);
  /// The same for a given algorithm. @throws UsageError also if the key does not fit the algorithm.
  [[nodiscard]] static Key public_pem(TextArgument text, Algorithm algorithm);

  /// A key in JSON (JWK, RFC 7517): RSA, EC on P-256, P-384 or P-521, Ed25519 (`OKP`), or a secret (`oct`).
  /// With `d` or `k` it signs; without, it is a public key. `kid`, if present, becomes the ID. `alg`, if
  /// present, is the algorithm; otherwise RS256, that of the curve, or HS256.
  /// @param text The JSON object, at most 1 MiB. Members that are not used here are ignored.
  /// @throws UsageError if it is not a JSON object; a member is missing, occurs twice or is not base64url;
  /// the type, curve or algorithm is unknown, or they do not fit each other; the numbers are not a key, or
  /// its halves belong to different keys; an RSA key has fewer than 2048 bits; `use` is not `sig`, or
  /// `key_ops` contains neither `sign` nor `verify`.
  [[nodiscard]] static Key from_jwk(TextArgument text);

  /// The same key with a name (`kid`) in each token's header. Servers with a key set (JWKS) find it by the
  /// name, see jwks. A token whose key is not found is an invalid one: "public key not found" in the server's
  /// log, code 3500 for the client. Seen on v6.9.1.
  /// @throws UsageError if it is empty or not valid UTF-8.
  [[nodiscard]] Key with_id(TextArgument id) const;
  /// The name; empty: none.
  [[nodiscard]] std::string id() const;

  /// A name that follows from the public half alone, the same in every program: its SHA-256 thumbprint (RFC
  /// 7638) as 43 letters of base64url. `key.with_id(key.thumbprint())` uses it.
  /// @throws UsageError for a secret, whose thumbprint would give it away if it is easy to guess.
  [[nodiscard]] std::string thumbprint() const;

  /// The public key alone, with the same ID; the same again of a public key. @throws UsageError for a secret,
  /// which has none.
  [[nodiscard]] Key public_half() const;

  /// False for a public key. sign() then throws UsageError.
  [[nodiscard]] bool can_sign() const noexcept;

  /// The algorithm that it signs and verifies with.
  [[nodiscard]] Algorithm algorithm() const noexcept;

  Key(const Key&) noexcept;
  Key& operator=(const Key&) noexcept;
  ~Key();

 private:
  friend struct KeyAccess;
  explicit Key(std::shared_ptr<const KeyState> state) noexcept;
  std::shared_ptr<const KeyState> state_;
};

/// One server-side subscription in a connection token. Empty: the settings of the channel.
struct ChannelOptions {
  Json info{};                                        ///< Shown in presence as chan_info.
  std::string b64info{};                              ///< The same as standard padded base64; wins over info.
  Json data{};                                        ///< Passed to the client with the subscription.
  std::string b64data{};                              ///< The same as standard padded base64; wins over data.
  std::optional<SubscribeOptionOverride> override{};  ///< Unset: the settings of the channel.
};

/// Claims of a connection token. There is no `channel`: servers since v4 reject a connection token with one.
struct ConnectionClaims {
  std::string sub{};      ///< The user's ID. Empty: an anonymous user, which the server may reject.
  std::int64_t exp = 0;   ///< Rejected from this time on, Unix seconds, see expires_in. 0: never expires.
  Json info{};            ///< About the user: shown to others in presence as conn_info, and in join messages.
  std::string b64info{};  ///< The same as standard padded base64; wins over info.
  std::vector<std::string> channels{};  ///< Subscribed by the server, none empty. Since v2.4.
  std::map<std::string, ChannelOptions>
      subs{};   ///< The same with options; then channels is ignored. Since v3.0.
  Json meta{};  ///< Kept on the server and passed to its proxies, never shown to clients. Since v3.0.
  /// When the connection ends, if not at exp. Unix seconds; 0: never. Unset: at exp. Since v3.0.
  std::optional<std::int64_t> expire_at{};
  std::int64_t iat = 0;  ///< When it was issued, Unix seconds. Read by PRO (token invalidation). 0: left out.
  std::int64_t nbf = 0;  ///< Rejected before this time, Unix seconds. 0: valid from now on.
  std::string jti{};     ///< The token's ID. Read by PRO (token revocation).
  std::vector<std::string> aud{};  ///< The audience. Checked since v3.2.0, if configured on the server.
  std::string iss{};               ///< The issuer. Checked since v3.2.0, if configured on the server.
  /// Other claims by name: PRO's `caps`, or the claim that the server's `user_id_claim` names (since v5.4.6).
  std::map<std::string, Json> more{};
};

/// Claims of a subscription token, for one channel.
struct SubscriptionClaims {
  std::string sub{};      ///< Required since v4: the connection's user; empty for an anonymous one.
  std::string channel{};  ///< Required.
  std::int64_t exp = 0;   ///< Rejected from this time on, Unix seconds, see expires_in. 0: never expires.
  std::string client{};   ///< The client's ID. Required on v2; optional later, but must match if set.
  bool eto = false;       ///< v2 only, since v2.4: only the token expires at exp, not the subscription.
  Json info{};            ///< About the user in this channel: shown to others in presence as chan_info.
  std::string b64info{};  ///< The same as standard padded base64; wins over info.
  Json data{};            ///< Passed to the client with the subscription. Since v3.0.
  std::string b64data{};  ///< The same as standard padded base64; wins over data. Since v3.0.
  std::optional<SubscribeOptionOverride> override{};  ///< Unset: the settings of the channel. Since v3.0.
  /// When the subscription ends, if not at exp. Unix seconds; 0: never. Unset: at exp. Since v3.0.
  std::optional<std::int64_t> expire_at{};
  std::int64_t iat = 0;                ///< When it was issued, Unix seconds. 0: left out.
  std::int64_t nbf = 0;                ///< Rejected before this time, Unix seconds. 0: valid from now on.
  std::string jti{};                   ///< The token's ID.
  std::vector<std::string> aud{};      ///< The audience. Checked since v3.2.0, if configured on the server.
  std::string iss{};                   ///< The issuer. Checked since v3.2.0, if configured on the server.
  std::map<std::string, Json> more{};  ///< Other claims by name: PRO's `allow`.
};

/// Signs a connection token. Returns three parts of base64url, joined by dots.
/// @throws UsageError if the name of a channel is empty; `channels` contains one that is missing in a
/// non-empty `subs` (servers would ignore it silently); a text is not valid UTF-8; `more` contains a claim
/// that has a member here, or `channel`; or `exp`, `expire_at`, `iat` or `nbf` is negative or above
/// 99999999999, as milliseconds are (servers would misread the time); or if the key cannot sign.
[[nodiscard]] CENT_TOKEN_EXPORT std::string sign(const ConnectionClaims& claims, const Key& key);
/// The same for a subscription token. @throws UsageError also if there is no channel.
[[nodiscard]] CENT_TOKEN_EXPORT std::string sign(const SubscriptionClaims& claims, const Key& key);

/// A time for exp and expire_at: `from_now` after the current system time, in Unix seconds. At most
/// 99999999999, in the year 5138.
[[nodiscard]] CENT_TOKEN_EXPORT std::int64_t expires_in(std::chrono::seconds from_now) noexcept;

/// The public halves as a JWKS document (RFC 7517), which the server fetches from its `jwks_public_endpoint`
/// (v6: `client.token.jwks_public_endpoint`; RSA since v2.8.2, EC since v5.1.0, Ed25519 since v5.2.1). Each
/// key has `use` (`sig`), `alg` and `kid`: v6.9.1 ignores one without `use` or `kid`. No keys: an empty set.
///
/// To change the key without closing connections: publish both, sign with the new one, and take the old one
/// out when its last token has expired. A server fetches the set again when a token names a key that it does
/// not have, and keeps each key for an hour (v6.9.1).
/// @throws UsageError if a key is a secret or has no ID, or if two have the same.
[[nodiscard]] CENT_TOKEN_EXPORT std::string jwks(const std::vector<Key>& keys);

/// A token as it is read.
struct Inspected {
  std::string alg{};                  ///< The algorithm that its header names; empty: none.
  std::string kid{};                  ///< The ID of the key that its header names; empty: none.
  Json header{};                      ///< The whole header, as it was signed.
  Json claims{};                      ///< The claims, as they were signed.
  std::optional<std::int64_t> exp{};  ///< From the claims: rejected from this time on, Unix seconds.
  std::optional<std::int64_t> nbf{};  ///< From the claims: rejected before this time, Unix seconds.
};

/// Reads a token of any issuer without checking its signature or its times, for tests and command lines: its
/// content may be anybody's invention.
/// @throws UsageError if it does not have three parts in base64url, or header and claims are not JSON
/// objects.
[[nodiscard]] CENT_TOKEN_EXPORT Inspected inspect(TextArgument token);

/// How verify() looks at the times of a token.
struct VerifyOptions {
  /// How far the clocks of issuer and verifier may differ: a token is taken that long after exp and before
  /// nbf. 0, as on servers: not at all.
  std::chrono::seconds leeway{0};
  std::optional<std::int64_t> at{};  ///< The time to verify at, Unix seconds. Unset: now.
};

/// Checks a token as a server does that has this key: the algorithm is the key's, whatever the header says;
/// then the signature, exp and nbf. The header's `kid` is not looked at, `aud`, `iss` and all other claims
/// are the caller's to check. Returns its content.
/// @throws UsageError if it cannot be read, as inspect() does; it names another algorithm; its header has
/// `crit`; the signature is wrong; it is expired or not valid yet; or the options are out of range.
[[nodiscard]] CENT_TOKEN_EXPORT Inspected verify(TextArgument token, const Key& key,
                                                 const VerifyOptions& options = {});
/// The same with the one of several keys whose ID is the header's `kid`, as a server with a JWKS does. A key
/// without an ID is for tokens without one. @throws UsageError also if there is no such key, or more than
/// one.
[[nodiscard]] CENT_TOKEN_EXPORT Inspected verify(TextArgument token, const std::vector<Key>& keys,
                                                 const VerifyOptions& options = {});

}  // namespace cent::token
