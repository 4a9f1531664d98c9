#include <gtest/gtest.h>

#include <cent/errors.hpp>
#include <cent/token.hpp>
#include <nlohmann/json.hpp>
#include <type_traits>

#include "keys.hpp"

namespace cent::token {
namespace {

const Key& key() {
  static const Key made = Key::secret("secret");
  return made;
}

template <class Claims>
std::string payload(const Claims& claims) {
  return split(sign(claims, key())).payload;
}

template <class Claims>
std::string refusal(const Claims& claims) {
  try {
    (void)sign(claims, key());
  } catch (const UsageError& error) {
    EXPECT_EQ(error.delivery(), Delivery::refused);
    return error.what();
  }
  return "none";
}

TEST(ConnectionClaims, LeavesOutWhatIsNotSet) {
  EXPECT_EQ(payload(ConnectionClaims{}), "{}");
  EXPECT_EQ(payload(ConnectionClaims{"42"}), R"({"sub":"42"})");
}

TEST(ConnectionClaims, SpellsEveryClaimAsServersReadIt) {
  ConnectionClaims claims{"42", 1700000100};
  claims.info = Json::raw(R"({"name":"Ann","n":9007199254740993})");
  claims.b64info = "eyJ9";
  claims.channels = {"news", "user:#42"};
  claims.subs["news"] = {};
  ChannelOptions& options = claims.subs["user:#42"];
  options.info = Json::of("here");
  options.b64info = "Iic=";
  options.data = Json::raw("[1,2]");
  options.b64data = "WzFd";
  options.override.emplace();
  options.override->presence = true;
  options.override->force_recovery = false;
  claims.meta = Json::raw("{\"plan\":\"free\"}");
  claims.expire_at = 0;
  claims.iat = 1700000000;
  claims.nbf = 1700000001;
  claims.jti = "id-1";
  claims.aud = {"chat", "news"};
  claims.iss = "backend";
  claims.more["caps"] = Json::raw(R"([{"channels":["news"],"allow":["pub"]}])");
  EXPECT_EQ(payload(claims),
            R"({"sub":"42","exp":1700000100,"info":{"name":"Ann","n":9007199254740993},"b64info":"eyJ9",)"
            R"("channels":["news","user:#42"],"subs":{"news":{},"user:#42":{"info":"here","b64info":"Iic=",)"
            R"("data":[1,2],"b64data":"WzFd","override":{"presence":{"value":true},)"
            R"("force_recovery":{"value":false}}}},"meta":{"plan":"free"},"expire_at":0,"iat":1700000000,)"
            R"("nbf":1700000001,"jti":"id-1","aud":["chat","news"],"iss":"backend",)"
            R"("caps":[{"channels":["news"],"allow":["pub"]}]})");
}

TEST(ConnectionClaims, MoreMayBeAllThereIs) {
  ConnectionClaims claims;
  claims.more = {{"a", Json::of(1)}, {"user_id", Json::of("42")}};
  EXPECT_EQ(payload(claims), R"({"a":1,"user_id":"42"})");
}

TEST(ConnectionClaims, EscapesText) {
  EXPECT_EQ(nlohmann::json::parse(payload(ConnectionClaims{"\"\\\n\xE2\x82\xAC"})).at("sub"),
            "\"\\\n\xE2\x82\xAC");
}

template <class T, class = void>
constexpr bool has_channel = false;
template <class T>
constexpr bool has_channel<T, std::void_t<decltype(T::channel)>> = true;

TEST(ConnectionClaims, CannotHoldAChannel) {
  static_assert(!has_channel<ConnectionClaims> && has_channel<SubscriptionClaims>);
  ConnectionClaims claims{"42"};
  claims.more["channel"] = Json::of("news");
  EXPECT_EQ(refusal(claims), "cent: token: servers reject a connection token with a channel");
}

TEST(ConnectionClaims, HasIntegerTimesByType) {
  static_assert(std::is_same_v<decltype(ConnectionClaims::exp), std::int64_t>);
  static_assert(std::is_same_v<decltype(ConnectionClaims::iat), std::int64_t>);
  static_assert(std::is_same_v<decltype(ConnectionClaims::nbf), std::int64_t>);
  static_assert(std::is_same_v<decltype(ConnectionClaims::expire_at), std::optional<std::int64_t>>);
  static_assert(std::is_same_v<decltype(SubscriptionClaims::exp), std::int64_t>);
  ConnectionClaims claims{"42", 99'999'999'999};
  EXPECT_EQ(payload(claims), R"({"sub":"42","exp":99999999999})");
}

template <class Claims>
void expect_seconds(Claims claims) {
  const auto set_and_sign = [&](auto member, std::int64_t time) {
    Claims changed = claims;
    changed.*member = time;
    return refusal(changed);
  };
  for (const std::int64_t good : {std::int64_t{0}, std::int64_t{1}, std::int64_t{99'999'999'999}}) {
    EXPECT_EQ(set_and_sign(&Claims::exp, good), "none") << good;
    EXPECT_EQ(set_and_sign(&Claims::expire_at, good), "none") << good;
    EXPECT_EQ(set_and_sign(&Claims::iat, good), "none") << good;
    EXPECT_EQ(set_and_sign(&Claims::nbf, good), "none") << good;
  }
  const std::string range = ", not a time in Unix seconds (0 to 99999999999)";
  for (const std::int64_t bad : {std::int64_t{-1}, std::int64_t{100'000'000'000},
                                 std::int64_t{1'700'000'000'000}, INT64_MAX, INT64_MIN}) {
    const std::string rest =
        " is " + std::to_string(bad) + range + (bad > 0 ? ": is it in milliseconds?" : "");
    EXPECT_EQ(set_and_sign(&Claims::exp, bad), "cent: token: exp" + rest);
    EXPECT_EQ(set_and_sign(&Claims::expire_at, bad), "cent: token: expire_at" + rest);
    EXPECT_EQ(set_and_sign(&Claims::iat, bad), "cent: token: iat" + rest);
    EXPECT_EQ(set_and_sign(&Claims::nbf, bad), "cent: token: nbf" + rest);
  }
}

TEST(Claims, RefuseTimesThatAreNotInSeconds) {
  expect_seconds(ConnectionClaims{"42"});
  expect_seconds(SubscriptionClaims{"42", "news"});
}

TEST(ConnectionClaims, RefusesEmptyChannels) {
  ConnectionClaims claims{"42"};
  claims.channels = {"news", ""};
  EXPECT_EQ(refusal(claims), "cent: token: a channel's name is empty");
  claims.channels.clear();
  claims.subs[""];
  EXPECT_EQ(refusal(claims), "cent: token: a channel's name is empty");
}

TEST(ConnectionClaims, RefusesAChannelThatServersWouldDrop) {
  ConnectionClaims claims{"42"};
  claims.channels = {"news"};
  claims.subs["chat"];
  EXPECT_EQ(refusal(claims),
            "cent: token: servers ignore channels if subs is set: channel news is missing in subs");
  claims.subs["news"];
  EXPECT_EQ(refusal(claims), "none");
}

TEST(ConnectionClaims, RefusesMoreOfWhatHasAMember) {
  ConnectionClaims claims{"42"};
  claims.more["exp"] = Json::of(1);
  EXPECT_EQ(refusal(claims), "cent: token: more contains exp: set the member instead");
  claims.more = {{"caps", Json{}}};
  EXPECT_EQ(refusal(claims), "cent: token: more contains caps without a value");
}

TEST(ConnectionClaims, NamesThePlaceOfBrokenText) {
  EXPECT_EQ(refusal(ConnectionClaims{"ab\xFF"}), "cent: token: sub: invalid UTF-8 (at byte 2)");
  ConnectionClaims claims{"42"};
  claims.subs["news"].b64info = "\xC0\x80";
  EXPECT_EQ(refusal(claims), "cent: token: subs[\"news\"].b64info: invalid UTF-8 (at byte 0)");
}

TEST(SubscriptionClaims, SpellsEveryClaimAsServersReadIt) {
  SubscriptionClaims claims{"42", "news", 1700000100, "client-1", true};
  claims.info = Json::of("here");
  claims.b64info = "Iic=";
  claims.data = Json::raw("{\"a\":1.50}");
  claims.b64data = "WzFd";
  claims.override.emplace().join_leave = true;
  claims.expire_at = 1700000200;
  claims.iat = 1700000000;
  claims.nbf = 1700000001;
  claims.jti = "id-1";
  claims.aud = {"chat"};
  claims.iss = "backend";
  claims.more["allow"] = Json::raw("[\"pub\"]");
  EXPECT_EQ(
      payload(claims),
      R"({"sub":"42","channel":"news","exp":1700000100,"client":"client-1","eto":true,"info":"here",)"
      R"("b64info":"Iic=","data":{"a":1.50},"b64data":"WzFd","override":{"join_leave":{"value":true}},)"
      R"("expire_at":1700000200,"iat":1700000000,"nbf":1700000001,"jti":"id-1","aud":["chat"],"iss":"backend",)"
      R"("allow":["pub"]})");
}

TEST(SubscriptionClaims, RefusesToBeWithoutAChannel) {
  EXPECT_EQ(refusal(SubscriptionClaims{"42"}), "cent: token: channel is required");
  SubscriptionClaims claims{"42", "news"};
  claims.more["channel"] = Json::of("chat");
  EXPECT_EQ(refusal(claims), "cent: token: more contains channel: set the member instead");
}

TEST(ExpiresIn, CountsFromNow) {
  const std::int64_t now = std::time(nullptr);
  EXPECT_GE(expires_in(std::chrono::minutes(10)), now + 600);
  EXPECT_LE(expires_in(std::chrono::minutes(10)), now + 660);
  EXPECT_LE(expires_in(-std::chrono::hours(1)), now - 3500);
  EXPECT_EQ(expires_in(std::chrono::seconds::max()), 99'999'999'999) << "the last one that sign() takes";
  EXPECT_EQ(refusal(ConnectionClaims{"42", expires_in(std::chrono::seconds::max())}), "none");
}

}  // namespace
}  // namespace cent::token
