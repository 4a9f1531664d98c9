#pragma once
#include <cent/token.hpp>

#include "api/subscriptions_rows.hpp"
#include "json/encode.hpp"
#include "json/row.hpp"

#include "api/row_macros.hpp"

namespace cent::detail {

template <>
struct Row<token::ChannelOptions> {
  using T = token::ChannelOptions;
  static constexpr std::tuple fields{F(info), F(b64info), F(data), F(b64data), F(override)};
};
template <>
struct Row<token::ConnectionClaims> {
  using T = token::ConnectionClaims;
  static constexpr std::tuple fields{F(sub),  F(exp),  F(info),      F(b64info), F(channels),
                                     F(subs), F(meta), F(expire_at), F(iat),     F(nbf),
                                     F(jti),  F(aud),  F(iss),       L(more)};
};
template <>
struct Row<token::SubscriptionClaims> {
  using T = token::SubscriptionClaims;
  static constexpr std::tuple fields{F(sub),     F(channel), F(exp),     F(client),   F(eto),       F(info),
                                     F(b64info), F(data),    F(b64data), F(override), F(expire_at), F(iat),
                                     F(nbf),     F(jti),     F(aud),     F(iss),      L(more)};
};

}  // namespace cent::detail

#include "api/row_macros.hpp"
