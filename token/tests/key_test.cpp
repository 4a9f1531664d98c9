#include <gtest/gtest.h>

#include <openssl/err.h>

#include <cent/errors.hpp>
#include <cent/token.hpp>
#include <thread>

#include "keys.hpp"
#include "vectors.hpp"

namespace cent::token {
namespace {

constexpr const char* kEmpty = "";

template <class Make>
std::string refusal(const Make& make) {
  try {
    (void)make();
  } catch (const UsageError& error) {
    return error.what();
  }
  return "none";
}
std::string refusal_of_pem(const std::string& text, std::string_view passphrase = {}) {
  return refusal([&] { return Key::pem(text, passphrase); });
}
std::string refusal_of_pem(const std::string& text, Algorithm algorithm) {
  return refusal([&] { return Key::pem(text, algorithm); });
}

TEST(Key, RefusesAnEmptySecret) {
  EXPECT_EQ(refusal([] { return Key::secret(kEmpty); }), "cent: the secret for tokens is empty");
  EXPECT_EQ(refusal([] { return Key::secret(std::string_view{}, Algorithm::hs512); }),
            "cent: the secret for tokens is empty");
}

TEST(Key, TakesAShortSecretAsServersDo) {
  EXPECT_TRUE(verified(sign(ConnectionClaims{"42"}, Key::secret("x")), "HS256", "x"));
  const std::string with_nul("a\0b", 3);
  EXPECT_TRUE(verified(sign(ConnectionClaims{"42"}, Key::secret(with_nul)), "HS256", with_nul));
}

TEST(Key, RefusesASecretForAnotherKindOfAlgorithm) {
  EXPECT_EQ(refusal([] { return Key::secret("s", Algorithm::rs256); }),
            "cent: RS256 does not sign with a secret: use Key::pem");
  EXPECT_EQ(refusal([] { return Key::secret("s", Algorithm::es512); }),
            "cent: ES512 does not sign with a secret: use Key::pem");
}

TEST(Key, RefusesPemTextAsASecret) {
  const std::string open = public_half(rfc::kP256Key);
  EXPECT_EQ(refusal([&] { return Key::secret(open); }),
            "cent: the secret for tokens is a key in PEM text: use Key::pem");
}

TEST(Key, KnowsItsAlgorithmByTheCurve) {
  EXPECT_EQ(Key::pem(rfc::kRsaKey).algorithm(), Algorithm::rs256);
  EXPECT_EQ(Key::pem(rfc::kP256Key).algorithm(), Algorithm::es256);
  EXPECT_EQ(Key::pem(generate("EC", "P-384").private_key).algorithm(), Algorithm::es384);
  EXPECT_EQ(Key::pem(rfc::kP521Key).algorithm(), Algorithm::es512);
  EXPECT_EQ(Key::pem(generate("ED25519").private_key).algorithm(), Algorithm::eddsa);
}

TEST(Key, RefusesAnAlgorithmOfAnotherKind) {
  EXPECT_EQ(refusal_of_pem(rfc::kRsaKey, Algorithm::hs256),
            "cent: HS256 signs with a secret: use Key::secret");
  EXPECT_EQ(refusal_of_pem(rfc::kRsaKey, Algorithm::es256),
            "cent: ES256 needs another kind of key: this is an RSA key");
  EXPECT_EQ(refusal_of_pem(rfc::kP256Key, Algorithm::rs256),
            "cent: RS256 does not fit: this is an EC key for ES256");
  EXPECT_EQ(refusal_of_pem(rfc::kP256Key, Algorithm::es384),
            "cent: ES384 does not fit: this is an EC key for ES256");
}

TEST(Key, RefusesKindsOfKeysThatTokensDoNotKnow) {
  EXPECT_EQ(refusal_of_pem(generate("ED448").private_key), "cent: the key is neither RSA nor EC nor Ed25519");
  EXPECT_EQ(refusal_of_pem(generate("RSA-PSS", "2048").private_key),
            "cent: the key is neither RSA nor EC nor Ed25519");
  EXPECT_EQ(refusal_of_pem(generate("EC", "secp256k1").private_key),
            "cent: the EC key must be on curve P-256, P-384 or P-521");
  EXPECT_EQ(refusal_of_pem(generate("RSA", "1024").private_key),
            "cent: the RSA key has fewer than 2048 bits");
}

TEST(Key, RefusesWhatIsNoPrivateKey) {
  EXPECT_EQ(refusal_of_pem(""), "cent: this is not PEM text: it has no line -----BEGIN …-----");
  EXPECT_EQ(refusal_of_pem("secret"), "cent: this is not PEM text: it has no line -----BEGIN …-----");
  EXPECT_EQ(refusal_of_pem(public_half(rfc::kRsaKey)),
            "cent: a public key or certificate cannot sign: the private key is needed");
  EXPECT_EQ(refusal_of_pem("-----BEGIN CERTIFICATE-----\nMIIB\n-----END CERTIFICATE-----\n"),
            "cent: a public key or certificate cannot sign: the private key is needed");
  EXPECT_EQ(refusal_of_pem("-----BEGIN DH PARAMETERS-----\nMIIB\n-----END DH PARAMETERS-----\n"),
            "cent: the PEM text contains no private key");
  EXPECT_EQ(refusal_of_pem("-----BEGIN OPENSSH PRIVATE KEY-----\nb3Bl\n-----END OPENSSH PRIVATE KEY-----\n"),
            "cent: a key in OpenSSH's format: convert it with ssh-keygen -p -m PEM");
  std::string damaged = rfc::kP256Key;
  damaged[60] = damaged[60] == 'A' ? 'B' : 'A';
  damaged.erase(70, 8);
  EXPECT_EQ(refusal_of_pem(damaged), "cent: the private key cannot be read: it is damaged");
  EXPECT_EQ(refusal_of_pem(std::string((1U << 20U) + 1, 'x')), "cent: the PEM text has more than 1 MiB");
}

TEST(Key, ReadsAnEncryptedKeyAndNeverAsks) {
  const std::string pem = encrypted(rfc::kP256Key, "open sesame");
  EXPECT_EQ(Key::pem(pem, "open sesame").algorithm(), Algorithm::es256);
  EXPECT_EQ(Key::pem(pem, Algorithm::es256, "open sesame").algorithm(), Algorithm::es256);
  EXPECT_EQ(refusal_of_pem(pem), "cent: the private key is encrypted: a passphrase is needed");
  EXPECT_EQ(refusal_of_pem(pem, "open barley"),
            "cent: the private key cannot be read: it is damaged, or the passphrase is wrong");
  EXPECT_EQ(refusal_of_pem(pem, std::string(5000, 'x')),
            "cent: the private key cannot be read: it is damaged, or the passphrase is wrong");
}

TEST(Key, ReadsAKeyBehindItsParameters) {
  const std::string pem = "-----BEGIN EC PARAMETERS-----\nBggqhkjOPQMBBw==\n-----END EC PARAMETERS-----\n" +
                          std::string(rfc::kP256Key);
  EXPECT_EQ(Key::pem(pem).algorithm(), Algorithm::es256);
}

TEST(Key, LeavesTheCallersErrorsOfLibcryptoAlone) {
  ERR_clear_error();
  ERR_raise(ERR_LIB_USER, 1);
  const unsigned long before = ERR_peek_last_error();
  (void)refusal_of_pem("-----BEGIN PRIVATE KEY-----\nMIGH\n-----END PRIVATE KEY-----\n");
  (void)sign(ConnectionClaims{"42"}, Key::pem(rfc::kP256Key));
  EXPECT_EQ(ERR_peek_last_error(), before);
  ERR_clear_error();
  (void)refusal_of_pem("-----BEGIN PRIVATE KEY-----\nMIGH\n-----END PRIVATE KEY-----\n");
  EXPECT_EQ(ERR_peek_last_error(), 0U);
}

TEST(Key, PutsItsIdIntoTheHeader) {
  const Key key = Key::secret("s");
  const Key named = key.with_id("2024-\"a\"");
  EXPECT_EQ(split(sign(ConnectionClaims{"42"}, named)).header,
            R"({"alg":"HS256","typ":"JWT","kid":"2024-\"a\""})");
  EXPECT_TRUE(verified(sign(ConnectionClaims{"42"}, named), "HS256", "s"));
  EXPECT_EQ(split(sign(ConnectionClaims{"42"}, key)).header, R"({"alg":"HS256","typ":"JWT"})");
  EXPECT_EQ(refusal([&] { return key.with_id(""); }), "cent: the key's ID is empty");
  EXPECT_EQ(refusal([&] { return key.with_id("a\xFF"); }), "cent: the key's ID: invalid UTF-8 (at byte 1)");
}

TEST(Key, IsStillGoodAfterAMove) {
  Key key = Key::secret("s");
  const Key other = std::move(key);
  EXPECT_EQ(sign(ConnectionClaims{"42"}, key), sign(ConnectionClaims{"42"}, other));
}

TEST(Key, SignsInSeveralThreadsAtOnce) {
  const Key keys[] = {Key::secret("s"), Key::pem(rfc::kRsaKey), Key::pem(rfc::kP256Key)};
  const std::string public_keys[] = {"s", public_half(rfc::kRsaKey), public_half(rfc::kP256Key)};
  const char* names[] = {"HS256", "RS256", "ES256"};
  std::vector<std::thread> threads;
  std::array<int, 4> good{};
  for (std::size_t t = 0; t < good.size(); ++t) {
    threads.emplace_back([&, t] {
      for (std::size_t i = 0; i < 30; ++i) {
        const std::string token = sign(ConnectionClaims{std::to_string(i)}, keys[i % 3]);
        if (verified(token, names[i % 3], public_keys[i % 3])) ++good[t];
      }
    });
  }
  for (std::thread& thread : threads) thread.join();
  for (const int count : good) EXPECT_EQ(count, 30);
}

}  // namespace
}  // namespace cent::token
