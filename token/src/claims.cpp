#include <cent/api/common.hpp>
#include <cent/errors.hpp>
#include <cent/token.hpp>

#include <algorithm>

#include "claims_rows.hpp"
#include "signer.hpp"

namespace cent::token {
namespace {

/// In the year 5138. Today's time in milliseconds is far above it.
constexpr std::int64_t kLastSecond = 99'999'999'999;

[[noreturn]] void refuse(const std::string& cause) { throw UsageError(cause, "token"); }

/// Servers limit a time in milliseconds to a year from now. They treat negative times and INT64_MAX as past.
void check_time(const char* name, std::int64_t seconds) {
  if (seconds >= 0 && seconds <= kLastSecond) return;
  refuse(std::string(name) + " is " + std::to_string(seconds) + ", not a time in Unix seconds (0 to " +
         std::to_string(kLastSecond) + ")" + (seconds > 0 ? ": is it in milliseconds?" : ""));
}

template <class Claims>
void check_times(const Claims& claims) {
  check_time("exp", claims.exp);
  check_time("expire_at", claims.expire_at.value_or(0));
  check_time("iat", claims.iat);
  check_time("nbf", claims.nbf);
}

void check(const ConnectionClaims& claims) {
  const auto is_empty = [](const std::string& channel) { return channel.empty(); };
  if (std::any_of(claims.channels.begin(), claims.channels.end(), is_empty) || claims.subs.count({}) != 0)
    refuse("a channel's name is empty");
  if (claims.subs.empty()) return;
  for (const std::string& channel : claims.channels) {
    if (claims.subs.count(channel) == 0)
      refuse("servers ignore channels if subs is set: channel " + channel + " is missing in subs");
  }
}

void check(const SubscriptionClaims& claims) {
  if (claims.channel.empty()) refuse("channel is required");
}

template <class Claims>
bool has_member(std::string_view name) {
  return std::apply([&](const auto&... field) { return (... || (field.name == name)); },
                    detail::Row<Claims>::fields);
}

/// Appends additional claims to the object in `out`.
template <class Claims>
void encode_more(std::string& out, const Claims& claims) {
  for (const auto& [name, value] : claims.more) {
    if (has_member<Claims>(name)) refuse("more contains " + name + ": set the member instead");
    if (name == "channel") refuse("servers reject a connection token with a channel");
    if (!value.has_value()) refuse("more contains " + name + " without a value");
    if (out == "{}") {
      out.pop_back();
    } else {
      out.back() = ',';
    }
    detail::write_string(out, name);
    out.push_back(':');
    detail::encode(out, value, 1);
    out.push_back('}');
  }
}

template <class Claims>
std::string sign_claims(const Claims& claims, const Key& key) {
  check(claims);
  check_times(claims);
  std::string payload;
  try {
    detail::encode(payload, claims, 0);
    encode_more(payload, claims);
  } catch (const detail::TextError& error) {
    refuse(error.message());
  }
  const KeyState& state = KeyAccess::state(key);
  return compact(state.header, payload, *state.signer);
}

}  // namespace

std::string sign(const ConnectionClaims& claims, const Key& key) { return sign_claims(claims, key); }
std::string sign(const SubscriptionClaims& claims, const Key& key) { return sign_claims(claims, key); }

std::int64_t expires_in(std::chrono::seconds from_now) noexcept {
  const std::chrono::seconds now{unix_time(std::chrono::system_clock::now())};
  const std::chrono::seconds last{kLastSecond};
  return from_now > last - now ? kLastSecond : (now + from_now).count();
}

}  // namespace cent::token
