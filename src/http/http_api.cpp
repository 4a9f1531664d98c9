#include "http/http_api.hpp"

#include <cent/errors.hpp>

#include "protocol/header_rules.hpp"

namespace cent::detail {

HttpApi::HttpApi(const std::vector<std::string>& addresses, const ClientOptions& options,
                 const DialectList& all)
    : trust_503(options.retry.treat_503_as_not_executed),
      request_headers(options.request_headers),
      keys(options, all),
      dialects(keys.current().dialects),
      endpoints(addresses, options.exact_path, dialects),
      key_in_header_(!options.api_key.empty() && !options.legacy_key_in_query) {}

void HttpApi::check_extra(const HttpHeaders& headers) const {
  check_headers(headers);
  if (!key_in_header_ || !has_authorization(headers)) return;
  for (const Dialects::Entry& entry : dialects.entries()) {
    if (entry.dialect->protocol() != Protocol::modern) {
      throw UsageError("header Authorization cannot be set for one call or request, since " +
                       std::string(entry.dialect->name()) +
                       " sends the API key in it: choose Protocol::modern");
    }
  }
}

}  // namespace cent::detail
