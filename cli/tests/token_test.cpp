// `cent token make` and `cent token inspect`.
#include <cent/token.hpp>

#include <gtest/gtest.h>

#include <nlohmann/json.hpp>

#include "in_process.hpp"
#include "support/canary.hpp"

namespace cent::test {
namespace {

using nlohmann::json;

class TokenTest : public ::testing::Test {
 protected:
  TokenTest() { settings.variables.set("CENT_TOKEN_SECRET_FILE", settings.write("secret", "s3cret\n")); }

  static std::string made(std::vector<std::string> words) {
    words.insert(words.begin(), {"token", "make"});
    const Ended ended = run_cent(words);
    EXPECT_EQ(ended.code, 0) << ended.err;
    EXPECT_EQ(ended.err, "");
    return ended.out.substr(0, ended.out.find('\n'));
  }
  static json claims_of(const std::string& token) {
    return json::parse(token::verify(token, token::Key::secret("s3cret")).claims.text());
  }
  Settings settings{};
};

TEST_F(TokenTest, MakesConnectionTokens) {
  const json claims = claims_of(made({"connection", "--sub", "42", "--info", R"({"name":"A"})", "--channels",
                                      "a", "--channels", "b", "--more", R"({"caps":[]})"}));
  EXPECT_EQ(claims["sub"], "42");
  EXPECT_EQ(claims["info"], (json{{"name", "A"}}));
  EXPECT_EQ(claims["channels"], (json{"a", "b"}));
  EXPECT_EQ(claims["caps"], json::array());
  EXPECT_GE(claims["exp"].get<std::int64_t>(), token::expires_in(std::chrono::minutes{55}));
  EXPECT_LE(claims["exp"].get<std::int64_t>(), token::expires_in(std::chrono::minutes{61}));
}

TEST_F(TokenTest, MakesSubscriptionTokens) {
  const json claims = claims_of(made({"subscription", "42", "news", "--expires-in", "24h"}));
  EXPECT_EQ(claims["sub"], "42");
  EXPECT_EQ(claims["channel"], "news");
  EXPECT_GE(claims["exp"].get<std::int64_t>(), token::expires_in(std::chrono::hours{23}));
  EXPECT_FALSE(claims_of(made({"subscription", "42", "news", "--exp", "0"})).contains("exp"));
}

TEST_F(TokenTest, TakesKeysInPemAndJson) {
  const std::string jwk =
      settings.write("jwk", R"({"kty":"oct","kid":"k1","alg":"HS512","k":"c2VjcmV0LW9mLTY0"})");
  const std::string token = made({"connection", "--sub", "1", "--token-secret-file", jwk});
  EXPECT_EQ(token::inspect(token).alg, "HS512");
  EXPECT_EQ(token::inspect(token).kid, "k1");
  EXPECT_EQ(token::inspect(made({"connection", "--algorithm", "HS384", "--key-id", "k2"})).alg, "HS384");
}

TEST_F(TokenTest, InspectsAndVerifies) {
  const std::string token = made({"connection", "--sub", "42"});
  const Ended good = run_cent({"token", "inspect", "-"}, token + "\n");
  EXPECT_EQ(good.code, 0);
  EXPECT_EQ(json::parse(good.out)["verified"], true);
  EXPECT_EQ(json::parse(good.out)["claims"]["sub"], "42");
  EXPECT_EQ(json::parse(good.out)["header"]["alg"], "HS256");

  const Ended table = run_cent({"token", "inspect", token, "--output", "table"});
  EXPECT_NE(table.out.find("signature  right"), std::string::npos) << table.out;
  EXPECT_NE(table.out.find(" UTC\n"), std::string::npos) << table.out;

  settings.variables.set("CENT_TOKEN_SECRET_FILE", settings.write("other", "other"));
  const Ended wrong = run_cent({"token", "inspect", token});
  EXPECT_EQ(wrong.code, 1);
  EXPECT_EQ(json::parse(wrong.out)["verified"], false);

  settings.variables.set("CENT_TOKEN_SECRET_FILE", "");
  const Ended unchecked = run_cent({"token", "inspect", token});
  EXPECT_EQ(unchecked.code, 0);
  EXPECT_EQ(json::parse(unchecked.out)["verified"], nullptr);
  EXPECT_EQ(run_cent({"token", "inspect", "no token"}).code, 2);
}

TEST_F(TokenTest, RefusesWhatIsNoToken) {
  settings.variables.set("CENT_TOKEN_SECRET_FILE", "");
  const Ended no_secret = run_cent({"token", "make", "connection", "--sub", "1"});
  EXPECT_EQ(no_secret.code, 2);
  EXPECT_NE(no_secret.err.find("no secret"), std::string::npos);
  settings.variables.set("CENT_TOKEN_SECRET", kCanary);
  for (const std::vector<std::string>& words :
       std::vector<std::vector<std::string>>{{"subscription", "1"},
                                             {"connection", "--channels", ""},
                                             {"connection", "--expires-in", "1"},
                                             {"connection", "--exp", "5", "--expires-in", "1h"},
                                             {"connection", "--more", R"({"channel":"x"})"},
                                             {"connection", "--algorithm", "none"}}) {
    std::vector<std::string> all = {"token", "make"};
    all.insert(all.end(), words.begin(), words.end());
    const Ended ended = run_cent(all);
    EXPECT_EQ(ended.code, 2) << ::testing::PrintToString(words);
    EXPECT_EQ((ended.out + ended.err).find(kCanary), std::string::npos);
  }
  const Ended visible = run_cent({"token", "make", "connection", "--visible-token-secret", kCanary});
  EXPECT_EQ(visible.code, 0);
  EXPECT_NE(visible.err.find("ps shows the secret"), std::string::npos);
}

}  // namespace
}  // namespace cent::test
