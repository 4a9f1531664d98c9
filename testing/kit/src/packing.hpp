#pragma once
#include <cent/testing/fake_transport.hpp>
#include <string>
#include <string_view>
#include <vector>

namespace cent::testing::kit {

/// How the commands of a request were packed. Replies must be packed likewise.
enum class Packing { single, batch, stream };

struct Unpacked {
  Packing packing = Packing::single;
  std::vector<SeenCommand> commands{};
};

/// Parses a request of cent, in either protocol. @throws RequestException if it is not one.
Unpacked unpack(std::string_view url, std::string_view body);

/// The answer to one command: a result object or an error.
struct Reply {
  std::string result{};
  std::uint32_t code = 0;  ///< 0: success
  std::string message{};
};

/// The body of the response. `replies` are in the order of the commands.
std::string pack(const Unpacked& request, const std::vector<Reply>& replies);

/// Returns the headers with `***` in place of the API key, and sets `key`.
HttpHeaders redacted(const HttpHeaders& headers, std::string& key);
/// The text with every occurrence of the key replaced by `***`.
std::string redacted(std::string text, std::string_view key);

}  // namespace cent::testing::kit
