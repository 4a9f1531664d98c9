// Parts of a request: an address, a key and headers, commands.
#include <cent/command.hpp>
#include <cent/detail/command_buffer.hpp>
#include <cent/errors.hpp>
#include <nlohmann/json.hpp>
#include <vector>

#include "fuzz/targets.hpp"
#include "protocol/address.hpp"
#include "protocol/dialects.hpp"
#include "protocol/header_rules.hpp"

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

namespace {

constexpr std::size_t kLongestRefusal = 100;  // longer ones repeat what they refuse

/// Nothing in it can begin another header line or end up as another value.
bool is_one_value(std::string_view value) {
  for (const char c : value) {
    if ((c < 0x20 && c != '\t') || c == 0x7f) return false;
  }
  return value.empty() ||
         (value.front() != ' ' && value.back() != ' ' && value.front() != '\t' && value.back() != '\t');
}

bool takes_key(std::string_view key) {
  try {
    detail::check_api_key(key);
    return true;
  } catch (const UsageError& error) {
    require(std::string_view{error.what()}.size() < kLongestRefusal, "a refusal does not show the key");
    return false;
  }
}

bool takes_header(const HttpHeaders& headers) {
  try {
    detail::check_headers(headers);
    return true;
  } catch (const UsageError& error) {
    require(std::string_view{error.what()}.size() < kLongestRefusal + headers.front().name.size(),
            "a refusal shows the name at most, not the value");
    return false;
  }
}

}  // namespace

void headers(const std::uint8_t* data, std::size_t size) {
  Input input{data, size};
  const std::string_view key = input.take_piece();
  const bool key_taken = takes_key(key);
  if (key_taken) require(is_one_value(key), "a key is one value");

  const std::string name{input.take_piece()};
  const std::string value{input.rest()};
  const HttpHeaders extra{{name, value}};
  const bool has_key = !key.empty();
  if (!takes_header(extra)) return;
  require(!name.empty() && name.find_first_of(std::string_view{" \t\r\n\0:", 6}) == std::string::npos,
          "a name is one token");
  require(is_one_value(value), "a value is one value");
  if (!key_taken) return;
  ClientOptions options;
  options.api_key = key;
  options.headers = extra;
  for (const detail::Dialect* const dialect : detail::all_dialects()) {
    const HttpHeaders all = dialect->headers(options);
    require(all.size() == (has_key ? 3U : 2U), "the type, the key, and the header of the caller");
    require(all.back().name == name && all.back().value == value, "the caller's header goes along as it is");
  }
}

namespace {

struct Kept {
  std::string method;
  std::string params;
};

/// True if the buffer took it; if not, it is as before.
bool push(detail::CommandBuffer& buffer, std::string_view method, std::string_view params) {
  const std::string before{buffer.body()};
  try {
    buffer.push(Command{std::string(method), params.empty() ? Json() : Json::raw(std::string(params))});
    return true;
  } catch (const UsageError&) {
    require(buffer.body() == before, "a refused command leaves the buffer as it was");
    return false;
  }
}

void check(const detail::CommandBuffer& buffer, const std::vector<Kept>& kept) {
  require(buffer.size() == kept.size(), "what was taken is there");
  std::string body = R"({"commands":[)";
  std::string stream;
  for (std::size_t i = 0; i < kept.size(); ++i) {
    require(buffer.method(i) == kept[i].method, "a method is what was given");
    require(buffer.params(i) == kept[i].params, "params are what was given");
    body += (i == 0 ? "{\"" : ",{\"") + kept[i].method + "\":" + kept[i].params + "}";
    stream +=
        (i == 0 ? "" : "\n") + (R"({"method":")" + kept[i].method) + R"(","params":)" + kept[i].params + "}";
  }
  body += buffer.parallel() && !kept.empty() ? R"(],"parallel":true})" : "]}";
  require(buffer.body() == body, "the body is the commands in order");
  detail::WireRequest request;
  detail::legacy_dialect().write(detail::Commands{buffer}, detail::Form::usual, request);
  require(request.body == stream, "the stream is the commands in order");
  const auto dom = nlohmann::json::parse(buffer.body(), nullptr, false);
  if (!dom.is_discarded()) require(dom.at("commands").size() == kept.size(), "no command hides in another");
}

}  // namespace

void commands(const std::uint8_t* data, std::size_t size) {
  Input input{data, size};
  detail::CommandBuffer buffer;
  std::vector<Kept> kept;
  while (!input.empty()) {
    switch (input.byte() % 8U) {
      case 0:
        buffer.clear();
        kept.clear();
        break;
      case 1:
        buffer.set_parallel(!buffer.parallel());
        break;
      default: {
        const std::string_view method = input.take_piece();
        const std::string_view params = input.take_piece();
        if (push(buffer, method, params)) {
          kept.push_back({std::string(method), params.empty() ? "{}" : without_line_breaks(params)});
        }
      }
    }
    check(buffer, kept);
  }
}

}  // namespace cent::fuzz
