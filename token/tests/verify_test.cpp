#include <gtest/gtest.h>

#include <cent/errors.hpp>
#include <cent/token.hpp>
#include <chrono>
#include <nlohmann/json.hpp>

#include "jwk_vectors.hpp"
#include "keys.hpp"
#include "token/src/signer.hpp"
#include "vectors.hpp"

namespace cent::token {
namespace {

using namespace std::chrono_literals;

constexpr std::int64_t kNow = 1'700'000'000;

std::string signed_by(const Key& key, std::string_view header, std::string_view payload) {
  std::string first;
  append_base64url(first, header);
  return compact(first + ".", payload, *KeyAccess::state(key).signer);
}

template <class Call>
std::string refusal(const Call& call) {
  try {
    (void)call();
  } catch (const UsageError& error) {
    return error.what();
  }
  return "none";
}
std::string refusal_of(const std::string& token, const Key& key, const VerifyOptions& options = {}) {
  return refusal([&] { return verify(token, key, options); });
}

const Key& hmac() {
  static const Key key = Key::secret("secret");
  return key;
}
/// Signed with HS256 by hmac().
std::string with_payload(std::string_view payload) {
  return signed_by(hmac(), R"({"alg":"HS256"})", payload);
}

TEST(Verify, GivesBackWhatWasSigned) {
  ConnectionClaims claims{"42", kNow + 10};
  claims.nbf = kNow;
  claims.info = Json::raw(R"({"n":1.50})");
  const Key key = Key::pem(rfc::kP256Key).with_id("2026");
  const Inspected read = verify(sign(claims, key), key.public_half(), {0s, kNow});
  EXPECT_EQ(read.alg, "ES256");
  EXPECT_EQ(read.kid, "2026");
  EXPECT_EQ(read.header.text(), R"({"alg":"ES256","typ":"JWT","kid":"2026"})");
  EXPECT_EQ(read.claims.text(), R"({"sub":"42","exp":1700000010,"info":{"n":1.50},"nbf":1700000000})");
  EXPECT_EQ(read.claims.as<nlohmann::json>().at("sub"), "42");
  EXPECT_EQ(read.exp, kNow + 10);
  EXPECT_EQ(read.nbf, kNow);
}

TEST(Verify, TakesThePublishedTokens) {
  const Key secret = Key::from_jwk(rfc::kSecretJwk);
  const VerifyOptions then{0s, 1'300'819'379};
  EXPECT_EQ(verify(rfc::kHmacToken, secret, then).claims.text(), rfc::kClaims);
  EXPECT_EQ(verify(rfc::kRsaToken, Key::pem(rfc::kRsaKey).public_half(), then).alg, "RS256");
  EXPECT_EQ(verify(rfc::kP256Token, Key::from_jwk(rfc::kP256Jwk), then).exp, 1'300'819'380);
  EXPECT_EQ(refusal_of(rfc::kHmacToken, secret).substr(0, 52),
            "cent: token: it is expired: exp is 1300819380, the t");
}

TEST(Verify, TakesEveryAlgorithmAndNoOtherKey) {
  struct One {
    Key key, other;
  };
  const auto pem = [](const char* type, const char* detail, Algorithm algorithm) {
    return One{Key::pem(generate(type, detail).private_key, algorithm),
               Key::pem(generate(type, detail).private_key, algorithm)};
  };
  const std::string other_rsa = generate("RSA", "2048").private_key;
  const auto rsa = [&](Algorithm algorithm) {
    return One{Key::pem(rfc::kRsaKey, algorithm), Key::pem(other_rsa, algorithm)};
  };
  const One all[] = {{Key::secret("s", Algorithm::hs256), Key::secret("t", Algorithm::hs256)},
                     {Key::secret("s", Algorithm::hs384), Key::secret("t", Algorithm::hs384)},
                     {Key::secret("s", Algorithm::hs512), Key::secret("t", Algorithm::hs512)},
                     rsa(Algorithm::rs256),
                     rsa(Algorithm::rs384),
                     rsa(Algorithm::rs512),
                     pem("EC", "P-256", Algorithm::es256),
                     pem("EC", "P-384", Algorithm::es384),
                     pem("EC", "P-521", Algorithm::es512),
                     pem("ED25519", "", Algorithm::eddsa)};
  for (const auto& [key, other] : all) {
    SCOPED_TRACE(to_string(key.algorithm()));
    const std::string token = sign(ConnectionClaims{"42"}, key);
    EXPECT_EQ(refusal_of(token, key), "none");
    EXPECT_EQ(refusal_of(token, other), "cent: token: its signature is wrong");
    std::string forged = token;
    char& in_payload = forged[token.find('.') + 3];
    in_payload = in_payload == 'A' ? 'B' : 'A';
    EXPECT_NE(refusal_of(forged, key), "none");
    EXPECT_EQ(refusal_of(token.substr(0, token.rfind('.') + 1), key), "cent: token: its signature is wrong");
  }
}

// The attacks that a verifier meets which believes the header.
TEST(Verify, TakesTheAlgorithmFromTheKeyAlone) {
  const std::string open = public_half(rfc::kRsaKey);
  const Key rsa = Key::public_pem(open);
  std::string bytes;
  append_base64url(bytes, open);
  const Key confused = Key::from_jwk(R"({"kty":"oct","k":")" + bytes.substr(4) + R"("})");
  EXPECT_EQ(refusal_of(sign(ConnectionClaims{"42"}, confused), rsa),
            "cent: token: its header says HS256, the key is for RS256");
  EXPECT_EQ(refusal_of(rfc::kUnsecuredToken, rsa),
            "cent: token: its header says another algorithm, the key is for RS256");
  EXPECT_EQ(refusal_of(rfc::kUnsecuredToken, hmac()),
            "cent: token: its header says another algorithm, the key is for HS256");
  EXPECT_EQ(refusal_of(signed_by(hmac(), "{}", "{}"), hmac()),
            "cent: token: its header says another algorithm, the key is for HS256");
  EXPECT_EQ(refusal_of(signed_by(hmac(), R"({"alg":"hs256"})", "{}"), hmac()),
            "cent: token: its header says another algorithm, the key is for HS256");
  EXPECT_EQ(refusal_of(signed_by(hmac(), R"({"alg":"HS256","crit":["b64"],"b64":false})", "{}"), hmac()),
            "cent: token: its header has crit, which Centrifugo does not know");
}

TEST(Verify, WantsBothNumbersOfASignatureInFullWidth) {
  const Key key = Key::pem(rfc::kP256Key);
  const std::string token = sign(ConnectionClaims{"42"}, key);
  const Parts parts = split(token);
  for (const std::string& bad : {parts.signature + '\0', parts.signature.substr(1), std::string(64, '\0'),
                                 std::string(64, '\xFF'), std::string{}}) {
    std::string changed = parts.signed_text + ".";
    append_base64url(changed, bad);
    EXPECT_EQ(refusal_of(changed, key), "cent: token: its signature is wrong") << bad.size();
  }
}

TEST(Verify, LooksAtTheTimesWithTheLeewayOfTheCaller) {
  const std::string token = with_payload(R"({"exp":1700000000,"nbf":1600000000})");
  const auto at = [&](std::int64_t time, std::chrono::seconds leeway) {
    return refusal_of(token, hmac(), {leeway, time});
  };
  EXPECT_EQ(at(kNow - 1, 0s), "none");
  EXPECT_EQ(at(kNow, 0s),
            "cent: token: it is expired: exp is 1700000000, the time is 1700000000, the leeway 0 s");
  EXPECT_EQ(at(kNow + 29, 30s), "none");
  EXPECT_EQ(at(kNow + 30, 30s),
            "cent: token: it is expired: exp is 1700000000, the time is 1700000030, the leeway 30 s");
  EXPECT_EQ(at(1'600'000'000, 0s), "none");
  EXPECT_EQ(at(1'599'999'999, 0s),
            "cent: token: it is not valid yet: nbf is 1600000000, the time is 1599999999, the leeway 0 s");
  EXPECT_EQ(at(1'599'999'990, 10s), "none");
  EXPECT_EQ(at(0, std::chrono::seconds::max()), "none");
  EXPECT_EQ(at(kNow - 1, -1s), "cent: token: the leeway is negative");
  EXPECT_EQ(at(kNow * 1000, 0s), "cent: token: the time to verify at is not in Unix seconds");
  EXPECT_EQ(refusal_of(sign(ConnectionClaims{"42", expires_in(60s)}, hmac()), hmac()), "none");
  EXPECT_EQ(refusal_of(sign(ConnectionClaims{"42", expires_in(-1s)}, hmac()), hmac(), {60s}), "none");
  EXPECT_NE(refusal_of(sign(ConnectionClaims{"42", expires_in(-1s)}, hmac()), hmac()), "none");
}

TEST(Verify, ReadsTimesAsOtherIssuersWriteThem) {
  EXPECT_EQ(inspect(with_payload(R"({"exp":1.7e9,"nbf":1699999999.9})")).exp, kNow);
  EXPECT_EQ(inspect(with_payload(R"({"exp":1.7e9,"nbf":1699999999.9})")).nbf, kNow - 1);
  EXPECT_EQ(inspect(with_payload("{}")).exp, std::nullopt);
  EXPECT_EQ(inspect(with_payload(R"({"exp":-1.5})")).exp, -2);
  EXPECT_NE(refusal_of(with_payload(R"({"exp":0})"), hmac()), "none");
  for (const char* bad :
       {R"({"exp":"1700000000"})", R"({"exp":1e16})", R"({"exp":-1e300})", R"({"nbf":null})"}) {
    EXPECT_EQ(refusal_of(with_payload(bad), hmac()).substr(0, 51),
              "cent: token: its payload is not a JSON object as to")
        << bad;
  }
}

TEST(Verify, ChoosesTheKeyByItsId) {
  const Key old_key = Key::pem(rfc::kP256Key).with_id("old");
  const Key new_key = Key::pem(rfc::kP521Key).with_id("new");
  const std::vector<Key> both = {new_key.public_half(), old_key.public_half()};
  const ConnectionClaims claims{"42"};
  const auto answer = [&](const Key& key, const std::vector<Key>& keys) {
    return refusal([&] { return verify(sign(claims, key), keys); });
  };
  EXPECT_EQ(answer(old_key, both), "none");
  EXPECT_EQ(answer(new_key, both), "none");
  EXPECT_EQ(answer(old_key, {new_key, hmac()}), "cent: token: no key has its ID (kid)");
  EXPECT_EQ(answer(hmac(), both), "cent: token: it has no key ID (kid), and all keys have one");
  EXPECT_EQ(answer(hmac(), {new_key, hmac()}), "none");
  EXPECT_EQ(answer(old_key, {old_key, new_key.with_id("old")}), "cent: token: two keys have its ID (kid)");
  EXPECT_EQ(answer(new_key.with_id("old"), both), "cent: token: its header says ES512, the key is for ES256");
  EXPECT_EQ(answer(old_key, {}), "cent: token: no key has its ID (kid)");
  EXPECT_EQ(refusal_of(sign(claims, old_key), old_key.with_id("other")), "none");
}

TEST(Inspect, ChecksNothingButTheForm) {
  const Inspected read = inspect(rfc::kUnsecuredToken);
  EXPECT_EQ(read.alg, "none");
  EXPECT_EQ(read.kid, "");
  EXPECT_EQ(read.claims.text(), rfc::kClaims);
  EXPECT_EQ(read.exp, 1'300'819'380);
}

TEST(Inspect, RefusesWhatIsNoToken) {
  const auto text = [](std::string_view token) { return refusal([&] { return inspect(token); }); };
  const std::string parts = "cent: token: it has not three parts with dots between them";
  for (const char* bad : {"", ".", "a.b", "a.b.c.d"}) EXPECT_EQ(text(bad), parts) << bad;
  EXPECT_EQ(text("e30.e30.a"), "cent: token: its signature is not base64url");
  EXPECT_EQ(text("e30=.e30."), "cent: token: its header is not base64url");
  EXPECT_EQ(text("e30.e31."), "cent: token: its payload is not base64url") << "a second spelling of {}";
  EXPECT_EQ(text("e30.e30."), "none");
  EXPECT_EQ(text("W10.e30."),
            "cent: token: its header is not a JSON object as tokens have it: not an object (at byte 0)");
  EXPECT_EQ(text(rfc::kP521Token).substr(0, 46), "cent: token: its payload is not a JSON object ");
  EXPECT_EQ(text(".e30.").substr(0, 40), "cent: token: its header is not a JSON ob");
}

}  // namespace
}  // namespace cent::token
