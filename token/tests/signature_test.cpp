#include <gtest/gtest.h>

#include <cent/token.hpp>

#include "keys.hpp"
#include "token/src/signer.hpp"
#include "vectors.hpp"

namespace cent::token {
namespace {

std::string compact_with(const char* header, const char* payload, const Key& key) {
  std::string first;
  append_base64url(first, header);
  return compact(first + ".", payload, *KeyAccess::state(key).signer);
}

TEST(Signature, OfHmacIsThePublishedOne) {
  const Key key = Key::secret(decode_base64url(rfc::kSecret));
  EXPECT_EQ(compact_with(rfc::kHmacHeader, rfc::kClaims, key), rfc::kHmacToken);
}

TEST(Signature, OfRsaIsThePublishedOne) {
  EXPECT_EQ(compact_with(rfc::kRsaHeader, rfc::kClaims, Key::pem(rfc::kRsaKey)), rfc::kRsaToken);
}

// ECDSA draws a random number for each signature: the published one and ours are checked with the same key.
TEST(Signature, OfP256IsGoodForThePublishedKey) {
  const std::string open = public_half(rfc::kP256Key);
  const std::string token = compact_with(rfc::kP256Header, rfc::kClaims, Key::pem(rfc::kP256Key));
  EXPECT_TRUE(verified(rfc::kP256Token, "ES256", open));
  EXPECT_TRUE(verified(token, "ES256", open));
  EXPECT_EQ(split(token).signed_text, split(rfc::kP256Token).signed_text);
  EXPECT_EQ(split(token).signature.size(), 64U);
}

TEST(Signature, OfP521IsGoodForThePublishedKey) {
  const std::string open = public_half(rfc::kP521Key);
  const std::string token = compact_with(rfc::kP521Header, rfc::kP521Payload, Key::pem(rfc::kP521Key));
  EXPECT_TRUE(verified(rfc::kP521Token, "ES512", open));
  EXPECT_TRUE(verified(token, "ES512", open));
  EXPECT_EQ(split(token).signed_text, split(rfc::kP521Token).signed_text);
  EXPECT_EQ(split(token).signature.size(), 132U);
}

// One signature in 128 has a number with a leading zero byte: it must keep its width.
TEST(Signature, KeepsTheWidthOfSmallNumbers) {
  const Key key = Key::pem(rfc::kP256Key);
  const std::string open = public_half(rfc::kP256Key);
  bool seen = false;
  for (int i = 0; i < 5000 && !seen; ++i) {
    const std::string token = sign(ConnectionClaims{std::to_string(i)}, key);
    const std::string signature = split(token).signature;
    ASSERT_EQ(signature.size(), 64U);
    seen = signature[0] == '\0' || signature[32] == '\0';
    if (seen) {
      EXPECT_TRUE(verified(token, "ES256", open));
    }
  }
  EXPECT_TRUE(seen);
}

struct Case {
  Algorithm algorithm;
  const char* name;
  const char* type;
  const char* detail;
};

class EveryAlgorithm : public testing::TestWithParam<Case> {};

TEST_P(EveryAlgorithm, SignsWhatLibcryptoVerifies) {
  const Case& it = GetParam();
  const std::string name = it.name;
  const bool hmac = *it.type == '\0';
  const PemPair pair = hmac ? PemPair{"s", "s"} : generate(it.type, it.detail);
  const Key key = hmac ? Key::secret("s", it.algorithm) : Key::pem(pair.private_key, it.algorithm);
  EXPECT_EQ(key.algorithm(), it.algorithm);
  EXPECT_EQ(to_string(it.algorithm), name);
  const std::string token = sign(ConnectionClaims{"42", 2000000000}, key);
  const Parts parts = split(token);
  EXPECT_EQ(parts.header, R"({"alg":")" + name + R"(","typ":"JWT"})");
  EXPECT_EQ(parts.payload, R"({"sub":"42","exp":2000000000})");
  EXPECT_TRUE(verified(token, name, pair.public_key));

  std::string forged = token;
  char& in_payload = forged[token.find('.') + 3];
  in_payload = in_payload == 'A' ? 'B' : 'A';
  EXPECT_FALSE(verified(forged, name, pair.public_key));
}

INSTANTIATE_TEST_SUITE_P(Signature, EveryAlgorithm,
                         testing::Values(Case{Algorithm::hs256, "HS256", "", ""},
                                         Case{Algorithm::hs384, "HS384", "", ""},
                                         Case{Algorithm::hs512, "HS512", "", ""},
                                         Case{Algorithm::rs256, "RS256", "RSA", "2048"},
                                         Case{Algorithm::rs384, "RS384", "RSA", "3072"},
                                         Case{Algorithm::rs512, "RS512", "RSA", "2048"},
                                         Case{Algorithm::es256, "ES256", "EC", "P-256"},
                                         Case{Algorithm::es384, "ES384", "EC", "P-384"},
                                         Case{Algorithm::es512, "ES512", "EC", "P-521"}),
                         [](const auto& it) { return std::string(it.param.name); });

TEST(Base64url, EncodesEveryRemainderWithoutPadding) {
  std::string bytes;
  for (int i = 0; i < 300; ++i) {
    std::string text;
    append_base64url(text, bytes);
    EXPECT_EQ(text.find_first_of("+/="), std::string::npos);
    EXPECT_EQ(decode_base64url(text), bytes);
    bytes.push_back(static_cast<char>(255 - i));
  }
}

TEST(Base64url, GoesOnWhereLibcryptosCountEnds) {
  const std::string bytes((3U << 20U) + 1, '\xFB');
  std::string text = "before=.";
  append_base64url(text, bytes);
  EXPECT_EQ(text.substr(0, 8), "before=.");
  EXPECT_EQ(decode_base64url(text.substr(8)), bytes);
}

}  // namespace
}  // namespace cent::token
