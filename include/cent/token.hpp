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

/// JSON Web Tokens that Centrifugo accepts from the browsers and apps of your users: who they are, and what
/// they may subscribe to. A component of its own, target `cent::token`; it needs OpenSSL's libcrypto.
///
///     const auto key = cent::token::Key::secret("the server's token_hmac_secret_key");
///     const cent::token::ConnectionClaims claims{"42", cent::token::expires_in(10min)};
///     const std::string token = cent::token::sign(claims, key);
///
/// All errors are cent::UsageError, thrown before anything is signed. No text of them holds a key or a
/// secret.
namespace cent::token {

/// How a token is signed. There is no unsigned token.
enum class Algorithm {
  hs256,  ///< HMAC with SHA-256 and a secret that the server has, too. All versions.
  hs384,  ///< The same with SHA-384.
  hs512,  ///< The same with SHA-512.
  rs256,  ///< RSA (PKCS #1 v1.5) with SHA-256: the server has only the public key. Since v2.3.0.
  rs384,  ///< The same with SHA-384.
  rs512,  ///< The same with SHA-512.
  es256,  ///< ECDSA on P-256 with SHA-256: the server has only the public key. Since v2.8.2.
  es384,  ///< The same on P-384 with SHA-384.
  es512,  ///< The same on P-521 with SHA-512.
};

/// `HS256`, `RS256`, …: the name that stands in the token.
CENT_TOKEN_EXPORT const char* to_string(Algorithm algorithm) noexcept;

struct KeyAccess;
struct KeyState;

/// What tokens are signed with. Copies share the key, which is wiped from memory with the last of them.
/// Immutable: may be used by several threads at once.
class CENT_TOKEN_EXPORT Key {
 public:
  /// The bytes that the server has as `token_hmac_secret_key` (v2.0 to v2.2: `secret`; v6:
  /// `client.token.hmac_secret_key`), taken as they are, without decoding.
  /// @throws UsageError if there are none, if they are a key in PEM text, or for an algorithm that is not
  /// HMAC.
  [[nodiscard]] static Key secret(detail::TextArgument bytes, Algorithm algorithm = Algorithm::hs256);

  /// A private key in PEM text: RSA of at least 2048 bits, or EC on P-256, P-384 or P-521. The server has its
  /// public half as `token_rsa_public_key` or `token_ecdsa_public_key` (v6: `client.token.rsa_public_key`,
  /// `client.token.ecdsa_public_key`). Signs with RS256, or with what the curve is for (ES256, ES384, ES512).
  /// @param text The key in PEM text.
  /// @param passphrase Of an encrypted key; nobody is ever asked for one.
  /// @throws UsageError if it is another kind of key, a public one, a certificate, damaged, or encrypted with
  /// another passphrase.
  [[nodiscard]] static Key pem(detail::TextArgument text, detail::TextArgument passphrase = "");
  /// The same for a given algorithm. @throws UsageError, too, if the key is not of its kind or on its curve.
  [[nodiscard]] static Key pem(detail::TextArgument text, Algorithm algorithm,
                               detail::TextArgument passphrase = "");

  /// The same key with a name (`kid`) in each token's header, by which servers with a key set (JWKS) find it.
  /// The server's `jwks_public_endpoint` has to serve the public half with that `kid` and with `"use":"sig"`:
  /// a key without either is not found ("public key not found" in the server's log; the client gets code
  /// 3500, invalid token). `alg` is not needed. Seen on v6.9.1.
  /// @throws UsageError if it is empty or not valid UTF-8.
  [[nodiscard]] Key with_id(detail::TextArgument id) const;

  /// What it signs with.
  [[nodiscard]] Algorithm algorithm() const noexcept;

  Key(const Key&) noexcept;
  Key& operator=(const Key&) noexcept;
  ~Key();

 private:
  friend struct KeyAccess;
  explicit Key(std::shared_ptr<const KeyState> state) noexcept;
  std::shared_ptr<const KeyState> state_;
};

/// One server-side subscription in a connection token. Empty: the channel's own settings.
struct ChannelOptions {
  Json info{};                                        ///< Shown in presence as chan_info.
  std::string b64info{};                              ///< The same as standard padded base64; wins over info.
  Json data{};                                        ///< Handed to the client with the subscription.
  std::string b64data{};                              ///< The same as standard padded base64; wins over data.
  std::optional<SubscribeOptionOverride> override{};  ///< Unset: the channel's own settings.
};

/// Who connects. It holds no `channel`: servers since v4 refuse a connection token that does.
struct ConnectionClaims {
  std::string sub{};      ///< The user's ID. Empty: an anonymous user, whom the server may refuse.
  std::int64_t exp = 0;   ///< Not accepted from this time on, Unix seconds, see expires_in. 0: never expires.
  Json info{};            ///< About the user: shown to others in presence as conn_info, and in join messages.
  std::string b64info{};  ///< The same as standard padded base64; wins over info.
  std::vector<std::string> channels{};  ///< Subscribed by the server, none empty. Since v2.4.
  std::map<std::string, ChannelOptions>
      subs{};   ///< The same with options; then channels is not read. Since v3.0.
  Json meta{};  ///< Kept on the server and handed to its proxies, never shown to clients. Since v3.0.
  /// When the connection ends, if not at exp. Unix seconds; 0: never. Unset: at exp. Since v3.0.
  std::optional<std::int64_t> expire_at{};
  std::int64_t iat = 0;  ///< When it was issued, Unix seconds. Read by PRO (token invalidation). 0: not said.
  std::int64_t nbf = 0;  ///< Not accepted before this time, Unix seconds. 0: from now on.
  std::string jti{};     ///< The token's own ID. Read by PRO (token revocation).
  std::vector<std::string> aud{};  ///< For whom it is. Checked since v3.2.0, if the server is told one.
  std::string iss{};               ///< Who made it. Checked since v3.2.0, if the server is told one.
  /// Claims by names that are not above: PRO's `caps`, or the claim that `user_id_claim` names (since
  /// v5.4.6).
  std::map<std::string, Json> more{};
};

/// Who may subscribe to one channel.
struct SubscriptionClaims {
  std::string sub{};      ///< Since v4 required: the connection's user; empty for an anonymous one.
  std::string channel{};  ///< Required.
  std::int64_t exp = 0;   ///< Not accepted from this time on, Unix seconds, see expires_in. 0: never expires.
  std::string client{};  ///< v2: required, the client's ID. Later not needed, but must be right if it is set.
  bool eto = false;      ///< v2 only, since v2.4: just the token expires at exp, not the subscription.
  Json info{};           ///< About the user in this channel: shown to others in presence as chan_info.
  std::string b64info{};  ///< The same as standard padded base64; wins over info.
  Json data{};            ///< Handed to the client with the subscription. Since v3.0.
  std::string b64data{};  ///< The same as standard padded base64; wins over data. Since v3.0.
  std::optional<SubscribeOptionOverride> override{};  ///< Unset: the channel's own settings. Since v3.0.
  /// When the subscription ends, if not at exp. Unix seconds; 0: never. Unset: at exp. Since v3.0.
  std::optional<std::int64_t> expire_at{};
  std::int64_t iat = 0;                ///< When it was issued, Unix seconds. 0: not said.
  std::int64_t nbf = 0;                ///< Not accepted before this time, Unix seconds. 0: from now on.
  std::string jti{};                   ///< The token's own ID.
  std::vector<std::string> aud{};      ///< For whom it is. Checked since v3.2.0, if the server is told one.
  std::string iss{};                   ///< Who made it. Checked since v3.2.0, if the server is told one.
  std::map<std::string, Json> more{};  ///< Claims by names that are not above: PRO's `allow`.
};

/// The token: three parts of base64url with dots between them.
/// @throws UsageError if a channel's name is empty, `channels` names one that a filled `subs` does not
/// (servers would drop it in silence), a text is not valid UTF-8, `more` holds a claim that has a member
/// of its own, or the `channel` that a connection token must not have, or `exp`, `expire_at`, `iat` or `nbf`
/// is negative or above 99999999999, as milliseconds are: servers would read another time out of it.
[[nodiscard]] CENT_TOKEN_EXPORT std::string sign(const ConnectionClaims& claims, const Key& key);
/// The same for one subscription. @throws UsageError, too, if there is no channel.
[[nodiscard]] CENT_TOKEN_EXPORT std::string sign(const SubscriptionClaims& claims, const Key& key);

/// For exp and expire_at: so long from now by the system's clock, in Unix seconds. At most 99999999999, in
/// the year 5138.
[[nodiscard]] CENT_TOKEN_EXPORT std::int64_t expires_in(std::chrono::seconds from_now) noexcept;

}  // namespace cent::token
