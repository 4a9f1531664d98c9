#include <gtest/gtest.h>

#include <openssl/err.h>

#include <cent/errors.hpp>
#include <cent/token.hpp>
#include <nlohmann/json.hpp>

#include "jwk_vectors.hpp"
#include "keys.hpp"
#include "token/src/signer.hpp"
#include "vectors.hpp"

namespace cent::token {
namespace {

using nlohmann::json;

template <class Make>
std::string refusal(const Make& make) {
  try {
    (void)make();
  } catch (const UsageError& error) {
    EXPECT_EQ(error.delivery(), Delivery::refused);
    return error.what();
  }
  return "none";
}
std::string refusal_of(const json& jwk) {
  return refusal([&] { return Key::from_jwk(jwk.dump()); });
}
/// Of a published key with some members changed; null takes one out.
std::string refusal_of(const char* jwk, const json& changes) {
  json changed = json::parse(jwk);
  changed.merge_patch(changes);
  return refusal_of(changed);
}

std::string compact_with(const char* header, const char* payload, const Key& key) {
  std::string first;
  append_base64url(first, header);
  return compact(first + ".", payload, *KeyAccess::state(key).signer);
}
bool takes(const Key& key, std::string_view token) {
  const Parts parts = split(token);
  return KeyAccess::state(key).signer->verify(parts.signed_text, parts.signature);
}

TEST(Jwk, OfRfc7517SignsWhatItsPublicHalfVerifies) {
  for (const char* text : {rfc::kEcPrivateJwk, rfc::kRsaPrivateJwk}) {
    const Key key = Key::from_jwk(text);
    EXPECT_TRUE(key.can_sign());
    json open = json::parse(text);
    for (const char* member : {"d", "p", "q", "dp", "dq", "qi"}) open.erase(member);
    const Key half = Key::from_jwk(open.dump());
    EXPECT_FALSE(half.can_sign());
    EXPECT_EQ(half.id(), key.id());
    const std::string token = sign(ConnectionClaims{"42"}, key);
    EXPECT_EQ(verify(token, half).claims.text(), R"({"sub":"42"})");
    EXPECT_EQ(verify(token, key).kid, key.id());
  }
  EXPECT_EQ(Key::from_jwk(rfc::kEcPrivateJwk).id(), "1");
  EXPECT_EQ(Key::from_jwk(rfc::kRsaPrivateJwk).algorithm(), Algorithm::rs256);
}

TEST(Jwk, OfASecretSignsThePublishedToken) {
  const Key key = Key::from_jwk(rfc::kSecretJwk);
  EXPECT_EQ(key.algorithm(), Algorithm::hs256);
  EXPECT_EQ(key.id(), "HMAC key used in JWS spec Appendix A.1 example");
  EXPECT_EQ(compact_with(rfc::kHmacHeader, rfc::kClaims, key), rfc::kHmacToken);
  EXPECT_TRUE(takes(key, rfc::kHmacToken));
}

TEST(Jwk, OfRfc7515IsTheKeyOfItsPemText) {
  const std::pair<const char*, const char*> both[] = {{rfc::kP256Jwk, rfc::kP256Key},
                                                      {rfc::kP521Jwk, rfc::kP521Key}};
  for (const auto& [jwk, pem] : both) EXPECT_EQ(Key::from_jwk(jwk).thumbprint(), Key::pem(pem).thumbprint());
  EXPECT_TRUE(takes(Key::from_jwk(rfc::kP256Jwk), rfc::kP256Token));
  EXPECT_TRUE(takes(Key::from_jwk(rfc::kP521Jwk), rfc::kP521Token));
  EXPECT_FALSE(takes(Key::from_jwk(rfc::kEcPrivateJwk), rfc::kP256Token));
}

TEST(Jwk, OfEd25519SignsThePublishedToken) {
  const Key key = Key::from_jwk(rfc::kEd25519Jwk);
  EXPECT_EQ(key.algorithm(), Algorithm::eddsa);
  EXPECT_EQ(compact_with(rfc::kEd25519Header, rfc::kEd25519Payload, key), rfc::kEd25519Token);
  EXPECT_TRUE(takes(key.public_half(), rfc::kEd25519Token));
}

TEST(Jwk, OfRsaMayLackItsPrimes) {
  json jwk = json::parse(rfc::kRsaPrivateJwk);
  for (const char* member : {"p", "q", "dp", "dq", "qi"}) jwk.erase(member);
  jwk["alg"] = "RS512";
  const Key key = Key::from_jwk(jwk.dump());
  EXPECT_EQ(key.algorithm(), Algorithm::rs512);
  (void)verify(sign(ConnectionClaims{"42"}, key), Key::from_jwk(jwk.dump()).public_half());
}

TEST(Jwk, TakesItsAlgorithmAndIgnoresWhatItDoesNotUse) {
  json jwk = json::parse(rfc::kSecretJwk);
  jwk["alg"] = "HS384";
  jwk["use"] = "sig";
  jwk["key_ops"] = {"verify", "sign"};
  jwk["x5c"] = {{"deep", {1, 2}}};
  EXPECT_EQ(Key::from_jwk(jwk.dump()).algorithm(), Algorithm::hs384);
  EXPECT_EQ(Key::from_jwk(rfc::kP256Jwk).id(), "");
}

TEST(Jwk, RefusesWhatIsNoJwk) {
  const auto text = [](const char* jwk) { return refusal([&] { return Key::from_jwk(jwk); }); };
  EXPECT_EQ(text(""), "cent: the JWK is not a JSON object: not an object (at byte 0)");
  EXPECT_EQ(text("[]"), "cent: the JWK is not a JSON object: not an object (at byte 0)");
  EXPECT_EQ(text(R"({"kty":"oct","kty":"EC"})"),
            "cent: the JWK is not a JSON object: a member occurs twice (at byte 23)");
  EXPECT_EQ(text("{} x").substr(0, 35), "cent: the JWK is not a JSON object:");
  EXPECT_EQ(text("{\"kid\":\"\xFF\"}").substr(0, 35), "cent: the JWK is not a JSON object:");
  EXPECT_EQ(text(R"({"keys":[]})"), "cent: the JWK is a set of keys (JWKS): from_jwk takes one of them");
  EXPECT_EQ(text(std::string((1U << 20U) + 1, ' ').c_str()), "cent: the JWK has more than 1 MiB");
  EXPECT_EQ(text("{}"), "cent: the JWK has no kty");
  EXPECT_EQ(text(R"({"kty":17})"), "cent: the JWK has a kty that is not a text");
  EXPECT_EQ(text(R"({"kty":"DH"})"), "cent: the JWK has a kty that is none of RSA, EC, OKP and oct");
}

TEST(Jwk, NamesTheTextThatIsANullPointer) {
  const char* const null = nullptr;
  const auto names = [](const std::string& what, const char* text) {
    EXPECT_NE(what.find(text), std::string::npos) << what;
  };
  names(refusal([&] { return Key::from_jwk(null); }), "the key's JWK");
  names(refusal([&] { return Key::public_pem(null); }), "the key's PEM text");
  names(refusal([&] { return inspect(null); }), "the token");
  names(refusal([&] { return verify(null, Key::secret("s")); }), "the token");
}

TEST(Jwk, RefusesKeysForAnotherPurpose) {
  EXPECT_EQ(refusal_of(rfc::kP256Jwk, {{"use", "enc"}}), "cent: the JWK has a use other than sig");
  EXPECT_EQ(refusal_of(rfc::kP256Jwk, {{"key_ops", {"encrypt"}}}),
            "cent: the JWK has key_ops without sign and verify");
  EXPECT_EQ(refusal_of(rfc::kP256Jwk, {{"key_ops", "sign"}}),
            "cent: the JWK has a key_ops that is not a list of texts");
  EXPECT_EQ(refusal_of(json::parse(rfc::kWrappingJwk)),
            "cent: the JWK has an alg that Centrifugo does not know, see cent::token::Algorithm");
  EXPECT_EQ(refusal_of(rfc::kP256Jwk, {{"kid", ""}}), "cent: the JWK has an empty kid");
}

TEST(Jwk, RefusesAnAlgorithmThatDoesNotFit) {
  EXPECT_EQ(refusal_of(rfc::kP256Jwk, {{"alg", "HS256"}}),
            "cent: HS256 does not fit: this is an EC key for ES256");
  EXPECT_EQ(refusal_of(rfc::kP256Jwk, {{"alg", "ES384"}}),
            "cent: ES384 does not fit: this is an EC key for ES256");
  EXPECT_EQ(refusal_of(rfc::kEd25519Jwk, {{"alg", "ES256"}}),
            "cent: ES256 does not fit: this is an Ed25519 key for EdDSA");
  EXPECT_EQ(refusal_of(rfc::kRsaPrivateJwk, {{"alg", "EdDSA"}}),
            "cent: EdDSA needs another kind of key: this is an RSA key");
  EXPECT_EQ(refusal_of(rfc::kSecretJwk, {{"alg", "RS256"}}),
            "cent: the JWK has an alg that does not fit: it is a secret (kty oct)");
}

TEST(Jwk, RefusesUnknownCurves) {
  const std::string none = "cent: the JWK has a crv that is none of P-256, P-384 and P-521";
  EXPECT_EQ(refusal_of(rfc::kP256Jwk, {{"crv", "secp256k1"}}), none);
  EXPECT_EQ(refusal_of(rfc::kP256Jwk, {{"crv", "prime256v1"}}), none);
  EXPECT_EQ(refusal_of(rfc::kP256Jwk, {{"crv", nullptr}}), "cent: the JWK has no crv");
  EXPECT_EQ(refusal_of(rfc::kEd25519Jwk, {{"crv", "X25519"}}), "cent: the JWK has a crv that is not Ed25519");
  EXPECT_EQ(refusal_of(rfc::kEd25519Jwk, {{"crv", nullptr}}), "cent: the JWK has no crv");
}

TEST(Jwk, RefusesMissingAndBrokenMembers) {
  EXPECT_EQ(refusal_of(rfc::kP256Jwk, {{"x", nullptr}}), "cent: the JWK has no x");
  EXPECT_EQ(refusal_of(rfc::kRsaPrivateJwk, {{"n", nullptr}}), "cent: the JWK has no n");
  EXPECT_EQ(refusal_of(rfc::kRsaPrivateJwk, {{"dq", nullptr}}), "cent: the JWK has no dq");
  EXPECT_EQ(refusal_of(rfc::kEd25519Jwk, {{"x", nullptr}}), "cent: the JWK has no x");
  EXPECT_EQ(refusal_of(rfc::kSecretJwk, {{"k", nullptr}}), "cent: the JWK has no k");
  for (const json& bad : {json(""), json("AA=="), json("A+/A"), json("A A"), json("A"), json("AB"), json(17)})
    EXPECT_EQ(refusal_of(rfc::kSecretJwk, {{"k", bad}}), "cent: the JWK has no base64url in k") << bad;
  EXPECT_EQ(refusal_of(rfc::kP256Jwk, {{"y", "AAAA"}}), "cent: the JWK has 3 bytes in y, P-256 needs 32");
  EXPECT_EQ(refusal_of(rfc::kEd25519Jwk, {{"d", "AAAA"}}),
            "cent: the JWK has 3 bytes in d, Ed25519 needs 32");
}

TEST(Jwk, RefusesNumbersThatAreNoKey) {
  const std::string none = "cent: the JWK holds numbers that are not a key";
  const std::string two = "cent: the JWK holds two halves of different keys";
  const json other = json::parse(rfc::kEcPrivateJwk);
  EXPECT_EQ(refusal_of(rfc::kP256Jwk, {{"y", other["y"]}}), none) << "not on the curve";
  EXPECT_EQ(refusal_of(rfc::kP256Jwk, {{"d", other["d"]}}), two);
  EXPECT_NE(refusal_of(rfc::kP256Jwk, {{"d", std::string(43, 'A')}}), "none") << "zero";
  EXPECT_EQ(refusal_of(rfc::kEd25519Jwk, {{"d", other["d"]}}), two);
  EXPECT_EQ(refusal_of(rfc::kRsaPrivateJwk, {{"e", "Ag"}}), none) << "even";
  EXPECT_EQ(refusal_of(rfc::kRsaPrivateJwk, {{"e", "Aw"}}), two);
  const char* const of_1024_bits =
      "0GbiuLow1T4dUqGg7iIsdY5rPUknlyY7kEIPvMS-RZGXwk2-O0-"
      "Yzkqjc7edll39qYY2L5USYU7fyAF6ZuE62mG2zJE8HdDOzAf8PcHz3xnDwyoMhbEbpKvi95uLuq-Rok6aAK-"
      "rYpFQDfhdEJpTbWQRWglxlHOAFKctxnitZis";
  EXPECT_EQ(refusal_of({{"kty", "RSA"}, {"n", of_1024_bits}, {"e", "AQAB"}}),
            "cent: the RSA key has fewer than 2048 bits");
  EXPECT_EQ(refusal_of(rfc::kRsaPrivateJwk, {{"oth", json::array()}}),
            "cent: the JWK is of an RSA key with more than two primes");
}

TEST(Jwk, LeavesTheCallersErrorsOfLibcryptoAlone) {
  ERR_clear_error();
  (void)Key::from_jwk(rfc::kRsaPrivateJwk);
  (void)refusal_of(rfc::kP256Jwk, {{"y", std::string(43, 'A')}});
  (void)Key::from_jwk(rfc::kEd25519Jwk).public_half().thumbprint();
  EXPECT_EQ(ERR_peek_last_error(), 0U);
}

TEST(PublicKey, IsReadFromPemText) {
  const Key key = Key::pem(rfc::kP256Key).with_id("a");
  const Key open = Key::public_pem(public_half(rfc::kP256Key));
  EXPECT_EQ(open.thumbprint(), key.thumbprint());
  EXPECT_EQ(open.algorithm(), Algorithm::es256);
  EXPECT_EQ(Key::public_pem(public_half(rfc::kRsaKey), Algorithm::rs384).algorithm(), Algorithm::rs384);
  EXPECT_EQ(key.public_half().id(), "a");
  EXPECT_EQ(key.public_half().public_half().thumbprint(), key.thumbprint());
}

TEST(PublicKey, CannotSign) {
  const Key key = Key::pem(rfc::kP256Key).public_half();
  EXPECT_FALSE(key.can_sign());
  EXPECT_EQ(refusal([&] { return sign(ConnectionClaims{"42"}, key); }),
            "cent: token: this is a public key: the private key is needed to sign");
}

TEST(PublicKey, RefusesOtherTexts) {
  const auto text = [](const std::string& pem) { return refusal([&] { return Key::public_pem(pem); }); };
  EXPECT_EQ(text("x"), "cent: this is not PEM text: it has no line -----BEGIN …-----");
  EXPECT_EQ(text(rfc::kP256Key), "cent: a private key: use Key::pem and public_half");
  EXPECT_EQ(text("-----BEGIN CERTIFICATE-----\nMIIB\n-----END CERTIFICATE-----\n"),
            "cent: the PEM text contains no readable public key");
  EXPECT_EQ(text(generate("EC", "secp256k1").public_key),
            "cent: the EC key must be on curve P-256, P-384 or P-521");
  EXPECT_EQ(refusal([] { return Key::public_pem("x", Algorithm::hs256); }),
            "cent: HS256 signs with a secret: use Key::secret");
  EXPECT_EQ(refusal([] { return Key::secret("s").public_half(); }), "cent: a secret has no public half");
}

TEST(Thumbprint, IsThePublishedOne) {
  EXPECT_EQ(Key::from_jwk(rfc::kThumbprintJwk).thumbprint(), rfc::kThumbprint);
  EXPECT_EQ(Key::from_jwk(rfc::kRsaPrivateJwk).thumbprint(), rfc::kThumbprint);
  EXPECT_EQ(Key::from_jwk(rfc::kEd25519Jwk).thumbprint(), rfc::kEd25519Thumbprint);
}

TEST(Thumbprint, DependsOnThePublicHalfAlone) {
  const Key key = Key::pem(rfc::kP521Key);
  EXPECT_EQ(key.with_id("a").thumbprint(), key.thumbprint());
  EXPECT_EQ(key.public_half().thumbprint(), key.thumbprint());
  EXPECT_EQ(key.thumbprint().size(), 43U);
  EXPECT_EQ(refusal([] { return Key::secret("s").thumbprint(); }),
            "cent: a secret has no thumbprint: it would say something of the secret");
}

TEST(Jwks, HasThePublicHalvesOnly) {
  const Key ec = Key::from_jwk(rfc::kP256Jwk).with_id("new \"1\"");
  const Key rsa = Key::from_jwk(rfc::kRsaPrivateJwk);
  const Key ed = Key::from_jwk(rfc::kEd25519Jwk).with_id("ed").public_half();
  const json set = json::parse(jwks({ec, rsa, ed}));
  const json rsa_open = json::parse(rfc::kThumbprintJwk);
  EXPECT_EQ(set, (json{{"keys",
                        {{{"kty", "EC"},
                          {"crv", "P-256"},
                          {"x", json::parse(rfc::kP256Jwk)["x"]},
                          {"y", json::parse(rfc::kP256Jwk)["y"]},
                          {"use", "sig"},
                          {"alg", "ES256"},
                          {"kid", "new \"1\""}},
                         {{"kty", "RSA"},
                          {"n", rsa_open["n"]},
                          {"e", "AQAB"},
                          {"use", "sig"},
                          {"alg", "RS256"},
                          {"kid", "2011-04-29"}},
                         {{"kty", "OKP"},
                          {"crv", "Ed25519"},
                          {"x", json::parse(rfc::kEd25519Jwk)["x"]},
                          {"use", "sig"},
                          {"alg", "EdDSA"},
                          {"kid", "ed"}}}}}));
  EXPECT_EQ(jwks({}), R"({"keys":[]})");
}

// One coordinate in 256 begins with a zero byte: it must keep its width.
TEST(Jwks, KeepsTheWidthOfSmallNumbers) {
  bool seen = false;
  for (int i = 0; i < 5000 && !seen; ++i) {
    const Key key = Key::pem(generate("EC", "P-256").private_key).with_id("a");
    const json shown = json::parse(jwks({key})).at("keys").at(0);
    const std::string x = shown.at("x");
    ASSERT_EQ(x.size(), 43U);
    seen = x.substr(0, 1) == "A" && decode_base64url(x)[0] == '\0';
    if (seen) {
      EXPECT_EQ(Key::from_jwk(shown.dump()).thumbprint(), key.thumbprint());
    }
  }
  EXPECT_TRUE(seen);
}

TEST(Jwks, RefusesSecretsAndKeysThatCannotBeFound) {
  const Key key = Key::pem(rfc::kP256Key);
  EXPECT_EQ(refusal([&] {
              return jwks({key.with_id("a"), Key::secret("s").with_id("b")});
            }),
            "cent: jwks: a secret must not be published");
  EXPECT_EQ(refusal([&] { return jwks({key}); }),
            "cent: jwks: a key has no ID (kid), by which servers find it: use with_id(key.thumbprint())");
  EXPECT_EQ(refusal([&] {
              return jwks({key.with_id("a"), Key::pem(rfc::kP521Key).with_id("a")});
            }),
            "cent: jwks: two keys have the same ID (kid)");
}

}  // namespace
}  // namespace cent::token
