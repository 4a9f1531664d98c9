#pragma once
#include <cent/testing/fake_transport.hpp>
#include <string>
#include <string_view>
#include <vector>

namespace cent::testing::kit {

/// How the commands of a request were packed, and so how their replies must be.
enum class Packing { single, batch, stream };

struct Unpacked {
  Packing packing = Packing::single;
  std::vector<SeenCommand> commands{};
};

/// Takes a request of cent apart, of either protocol. @throws RequestException if it is none.
Unpacked unpack(std::string_view url, std::string_view body);

/// What one command gets: a result object, or an error.
struct Reply {
  std::string result{};
  std::uint32_t code = 0;  ///< 0: success
  std::string message{};
};

/// The body of the response; `replies` in the order of the commands.
std::string pack(const Unpacked& request, const std::vector<Reply>& replies);

/// The headers with `***` in place of the API key; the key itself goes to `key`.
HttpHeaders redacted(const HttpHeaders& headers, std::string& key);
/// The text with `***` in place of the key wherever it stands.
std::string redacted(std::string text, std::string_view key);

}  // namespace cent::testing::kit
