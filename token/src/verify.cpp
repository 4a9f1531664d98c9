#include <cent/errors.hpp>
#include <cent/token.hpp>

#include <algorithm>
#include <cmath>

#include "json/access.hpp"
#include "json/reader.hpp"
#include "json/text_error.hpp"
#include "signer.hpp"

namespace cent::token {
namespace {

// No text of the token is quoted in an error: it may come from anybody, and it may be a good one.
[[noreturn]] void refuse(const std::string& cause) { throw UsageError(cause, "token"); }

/// A token as it is read, and what its signature is about.
struct Opened {
  Inspected shown{};
  std::string_view signed_text{};
  std::string signature{};
  bool has_crit = false;
};

std::string decoded(std::string_view text, const char* part) {
  std::string out;
  if (!decode_base64url_into(out, text)) refuse(std::string("its ") + part + " is not base64url");
  return out;
}

/// Reads an object; `read` takes what it knows of a member and returns false for others.
template <class Read>
Json read_object(const std::string& text, const char* part, const Read& read) {
  try {
    detail::check_json(text, Json::kMaxDepth);
    detail::JsonReader in{text};
    in.begin_object();
    for (std::string_view name; in.next_member(name);) {
      if (!read(in, name)) in.skip_value();
    }
  } catch (const detail::TextError& error) {
    refuse(std::string("its ") + part + " is not a JSON object as tokens have it: " + error.message());
  }
  return detail::JsonAccess::received(text, false);
}

/// A time in Unix seconds, which may have a fraction (RFC 7519, section 2).
std::int64_t read_time(detail::JsonReader& in) {
  constexpr double kMost = 9e15;  // exact up to here
  const double seconds = std::floor(in.read_double());
  if (!(std::abs(seconds) <= kMost)) in.fail("a time out of range");
  return static_cast<std::int64_t>(seconds);
}

Opened open(std::string_view token) {
  const std::size_t first = token.find('.');
  const std::size_t second = first == std::string_view::npos ? first : token.find('.', first + 1);
  if (second == std::string_view::npos || token.find('.', second + 1) != std::string_view::npos)
    refuse("it has not three parts with dots between them");
  Opened opened;
  opened.signed_text = token.substr(0, second);
  opened.signature = decoded(token.substr(second + 1), "signature");
  const std::string header = decoded(token.substr(0, first), "header");
  const std::string payload = decoded(token.substr(first + 1, second - first - 1), "payload");
  Inspected& shown = opened.shown;
  shown.header = read_object(header, "header", [&](detail::JsonReader& in, std::string_view name) {
    opened.has_crit = opened.has_crit || name == "crit";
    if (name != "alg" && name != "kid") return false;
    in.read_string(name == "alg" ? shown.alg : shown.kid);
    return true;
  });
  shown.claims = read_object(payload, "payload", [&](detail::JsonReader& in, std::string_view name) {
    if (name != "exp" && name != "nbf") return false;
    (name == "exp" ? shown.exp : shown.nbf) = read_time(in);
    return true;
  });
  return opened;
}

void check_signature(const Opened& opened, const KeyState& key) {
  const std::string own = to_string(key.algorithm);
  if (opened.shown.alg != own) {
    const bool known = find_algorithm(opened.shown.alg) != nullptr;
    refuse("its header says " + (known ? opened.shown.alg : "another algorithm") + ", the key is for " + own);
  }
  if (opened.has_crit) refuse("its header has crit, which Centrifugo does not know");
  if (!key.signer->verify(opened.signed_text, opened.signature)) refuse("its signature is wrong");
}

void check_times(const Inspected& shown, const VerifyOptions& options) {
  constexpr std::int64_t kFarAway = 99'999'999'999;
  if (options.leeway < std::chrono::seconds{0}) refuse("the leeway is negative");
  const std::int64_t leeway = std::min<std::int64_t>(options.leeway.count(), kFarAway);
  const std::int64_t now = options.at.value_or(expires_in(std::chrono::seconds{0}));
  if (now < 0 || now > kFarAway) refuse("the time to verify at is not in Unix seconds");
  const std::string clock =
      ", the time is " + std::to_string(now) + ", the leeway " + std::to_string(leeway) + " s";
  if (shown.exp && now - leeway >= *shown.exp)
    refuse("it is expired: exp is " + std::to_string(*shown.exp) + clock);
  if (shown.nbf && now + leeway < *shown.nbf)
    refuse("it is not valid yet: nbf is " + std::to_string(*shown.nbf) + clock);
}

const Key& key_of(const Inspected& shown, const std::vector<Key>& keys) {
  const auto fits = [&](const Key& key) { return KeyAccess::state(key).id == shown.kid; };
  const auto found = std::find_if(keys.begin(), keys.end(), fits);
  if (found == keys.end())
    refuse(shown.kid.empty() ? "it has no key ID (kid), and all keys have one" : "no key has its ID (kid)");
  if (std::find_if(found + 1, keys.end(), fits) != keys.end()) refuse("two keys have its ID (kid)");
  return *found;
}

Inspected verify(Opened opened, const Key& key, const VerifyOptions& options) {
  check_signature(opened, KeyAccess::state(key));
  check_times(opened.shown, options);
  return std::move(opened.shown);
}

}  // namespace

Inspected inspect(TextArgument token) { return open(token.named("the token")).shown; }

Inspected verify(TextArgument token, const Key& key, const VerifyOptions& options) {
  return verify(open(token.named("the token")), key, options);
}

Inspected verify(TextArgument token, const std::vector<Key>& keys, const VerifyOptions& options) {
  Opened opened = open(token.named("the token"));
  const Key& key = key_of(opened.shown, keys);
  return verify(std::move(opened), key, options);
}

}  // namespace cent::token
