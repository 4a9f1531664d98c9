#pragma once

#include <cstdint>
#include <map>
#include <string>
#include <string_view>

#include "params.hpp"
#include "settings.hpp"

namespace cent::testing::dev {

/// The content of a connection token.
struct Token {
  std::string user;
  std::string info;                             ///< embedded JSON
  std::map<std::string, Params> subscriptions;  ///< by channel, in the form of `subscribe`'s parameters
  std::int64_t expire_at = 0;                   ///< Unix seconds, 0: never
};

enum class TokenError {
  none,
  invalid,
  expired,
  unusable  ///< names an unknown channel, or its `b64info` is broken
};

/// Checks signature (HS256, HS384, HS512), types, times and channels of a connection token. Without a secret
/// every token is invalid.
TokenError read_token(std::string_view text, const Settings& settings, std::int64_t now, Token& out);

}  // namespace cent::testing::dev
