#pragma once
#include <cent/transport.hpp>
#include <memory>
#include <string>

#include "delivery/attempt.hpp"
#include "delivery/secrets.hpp"

namespace cent::detail {

struct HttpApi;

/// The headers of one attempt beside those of all: of the call, and of ClientOptions::request_headers.
class ExtraHeaders {
 public:
  /// Calls request_headers. If that fails, fault() says why.
  ExtraHeaders(const HttpApi& api, const Secrets& secrets, const Commands& commands,
               const AttemptLimits& limits);

  /// Why the request cannot be sent; empty if it can.
  [[nodiscard]] const std::string& fault() const noexcept { return fault_; }
  /// Those of `usual` without the ones that are replaced, and these.
  [[nodiscard]] std::shared_ptr<const HttpHeaders> added_to(const HttpHeaders& usual) const;
  /// The texts to redact, those of `secrets` included.
  [[nodiscard]] const Secrets& secrets() const noexcept { return secrets_; }

 private:
  HttpHeaders headers_;
  std::string fault_;
  Secrets secrets_;
};

}  // namespace cent::detail
