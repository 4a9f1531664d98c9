#include <cent/command.hpp>
#include <cent/detail/command_buffer.hpp>
#include <cent/errors.hpp>
#include <nlohmann/json.hpp>
#include <vector>

#include "fuzz/targets.hpp"
#include "protocol/dialects.hpp"

namespace cent::fuzz {
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
