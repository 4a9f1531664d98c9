#pragma once
#include <cent/errors.hpp>

namespace cent::test {

inline RequestException refused_connection() {
  ErrorFacts facts;
  facts.cause = "connection refused by 10.0.0.5:8000";
  facts.method = "publish";
  facts.kind = FailureKind::connect;
  facts.delivery = Delivery::not_sent;
  return RequestException{facts};
}

inline ResponseError unknown_channel() {
  ErrorFacts facts;
  facts.cause = "unknown channel";
  facts.method = "publish";
  facts.code = ErrorCode::kUnknownChannel;
  facts.delivery = Delivery::refused;
  return ResponseError{facts};
}

}  // namespace cent::test
