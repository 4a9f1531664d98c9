#include "http/http_api.hpp"

namespace cent::detail {

HttpApi::HttpApi(const std::vector<std::string>& addresses, const ClientOptions& options,
                 const DialectList& all)
    : trust_503(options.retry.treat_503_as_not_executed),
      request_headers(options.request_headers),
      keys(options, all),
      dialects(keys.current().dialects),
      endpoints(addresses, options.exact_path, dialects) {}

}  // namespace cent::detail
