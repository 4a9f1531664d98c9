#include "http/http_api.hpp"

#include "protocol/header_rules.hpp"

namespace cent::detail {
namespace {

const ClientOptions& checked(const ClientOptions& options) {
  check_api_key(options.api_key);
  check_headers(options.headers);
  return options;
}

}  // namespace

HttpApi::HttpApi(const std::vector<std::string>& addresses, const ClientOptions& options,
                 const DialectList& all)
    : secrets(checked(options).api_key, options.headers),
      trust_503(options.retry.treat_503_as_not_executed),
      dialects(options, all),
      endpoints(addresses, options.exact_path, dialects) {}

}  // namespace cent::detail
