#pragma once
#include <cstddef>
#include <string>
#include <string_view>

#include "support/cluster.hpp"
#include "support/fault.hpp"

namespace cent::test {

/// The head of a request, as far as this server needs it.
struct RequestHead {
  std::string path{};
  std::string api_key{};        ///< Value of `X-API-Key`.
  std::string authorization{};  ///< Value of `Authorization`.
  std::size_t content_length = 0;
};

/// `head` ends with the empty line. A request to a proxy, `POST http://host/path`, is a path here, too.
RequestHead parse_head(std::string_view head);

/// The answers to the commands of a request.
struct Replies {
  int status = 200;
  std::string body{};
  std::size_t executed = 0;  ///< Commands that were carried out.
};

/// Carries out the first `most` commands of a request and writes the replies as this version does, `more` of
/// them too many (too few if negative).
Replies answer(const RequestHead& head, std::string_view body, Cluster& cluster, const ServerVersion& version,
               std::size_t most, int more);

/// The answer as it goes out: the replies, unless the fault says otherwise.
std::string response_text(const Fault& fault, const Replies& replies);

}  // namespace cent::test
