#include "protocol/address.hpp"

#include <cent/errors.hpp>

#include "fuzz/targets.hpp"

namespace cent::fuzz {

void address(const std::uint8_t* data, std::size_t size) {
  const std::string_view text = Input{data, size}.rest();
  std::string base;
  try {
    base = detail::api_base(text);
  } catch (const UsageError& error) {
    require(std::string_view{error.what()}.size() < 120, "a refusal does not repeat the address");
    return;
  }
  for (const char c : base) require(c > 0x20 && c < 0x7f, "an address is printable ASCII");
  const bool http = base.compare(0, 7, "http://") == 0;
  require(http || base.compare(0, 8, "https://") == 0, "the scheme is http or https");
  const std::string rest = base.substr(http ? 7 : 8);
  require(rest.find("//") == std::string::npos, "no empty path segment");
  require(rest.find_first_of("?#\\") == std::string::npos, "no query or fragment");
  require(rest.substr(0, rest.find('/')).find('@') == std::string::npos, "no user");
  require(rest.size() > 4 && rest.compare(rest.size() - 4, 4, "/api") == 0, "the path ends with /api");
  require(rest.front() != '/' && rest.front() != ':', "there is a host");
  require(detail::api_base(base) == base, "a base address is its own base");
  require(detail::api_base(base + "/") == base, "a slash at the end means the same");
}

}  // namespace cent::fuzz
