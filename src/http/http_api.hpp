#pragma once
#include <cent/client_options.hpp>
#include <string>
#include <vector>

#include "http/endpoints.hpp"
#include "http/keyring.hpp"
#include "protocol/dialects.hpp"

namespace cent::detail {

/// The HTTP API of one cluster as a client uses it: addresses, dialects, keys, headers. Shared by all
/// attempts of the client. Thread safe.
struct HttpApi {
  /// @throws UsageError if an address, the key or a header is invalid.
  HttpApi(const std::vector<std::string>& addresses, const ClientOptions& options,
          const DialectList& all = all_dialects())
      : trust_503(options.retry.treat_503_as_not_executed),
        request_headers(options.request_headers),
        keys(options, all),
        dialects(keys.current().dialects),
        endpoints(addresses, options, dialects) {}
  HttpApi(const HttpApi&) = delete;
  HttpApi& operator=(const HttpApi&) = delete;

  const bool trust_503;                  ///< RetryPolicy::treat_503_as_not_executed.
  const RequestHeaders request_headers;  ///< ClientOptions::request_headers.
  Keyring keys;
  const Dialects& dialects;  ///< Candidates, the same with each key.
  Endpoints endpoints;
};

}  // namespace cent::detail
