// That what cent::token signs is what servers accept.
#include <cent/token.hpp>
#include <ctime>

#include "conformance/fixture.hpp"

namespace cent::test {
namespace {

using token::Algorithm;
using token::ConnectionClaims;
using token::Key;

/// The first frame that a connection with this token gets.
json first_frame(const Server& server, const std::string& signed_token) {
  RawRequest request = stream_request({{"token", signed_token}});
  request.target += "?cf_protocol_version=v2";
  RawStream stream(server.port(), request);
  return next_frame(stream);
}

TEST_P(Conformance, TokensOfCentsOwnConnectAndSubscribe) {
  if (!since(3)) GTEST_SKIP() << "v2 has no subscriber over plain HTTP";
  for (const Algorithm algorithm : {Algorithm::hs256, Algorithm::hs384, Algorithm::hs512}) {
    SCOPED_TRACE(token::to_string(algorithm));
    const std::string channel = fresh("token");
    ConnectionClaims claims{"u", token::expires_in(std::chrono::minutes{10})};
    claims.channels = {channel};
    const json frame = first_frame(server(), token::sign(claims, Key::secret("secret", algorithm)));
    EXPECT_EQ(frame.at("connect").at("subs").count(channel), 1U) << frame;
    EXPECT_GT(frame.at("connect").at("ttl"), 500) << frame;
  }
}

TEST_P(Conformance, TokensOfCentsOwnAreRefusedIfExpiredOrForged) {
  if (!since(3)) GTEST_SKIP() << "v2 has no subscriber over plain HTTP";
  const auto refusal = [&](const ConnectionClaims& claims, std::string_view secret) {
    return first_frame(server(), token::sign(claims, Key::secret(secret))).at("disconnect").at("code");
  };
  EXPECT_EQ(refusal({"u", std::time(nullptr) - 100}, "secret"), 3005);
  EXPECT_EQ(refusal({"u"}, "another secret"), 3500);
}

}  // namespace
}  // namespace cent::test
