#include "support/reply_maker.hpp"

#include <algorithm>
#include <charconv>

namespace cent::bench {
namespace {

/// The first bytes of a stream, which contain the method of its first command.
constexpr std::size_t kHead = 32;
constexpr std::string_view kFixed = R"({"result":{"offset":1,"epoch":"abcd"}})";

std::size_t count_of(std::string_view text, std::string_view wanted) {
  std::size_t count = 0;
  for (std::size_t at = 0; (at = text.find(wanted, at)) != std::string_view::npos; at += wanted.size())
    ++count;
  return count;
}

/// The text after a name, its colon, and a space if the client writes one. Empty if the name is missing.
std::string_view after(std::string_view request, std::string_view name) {
  std::size_t at = request.find(name);
  if (at == std::string_view::npos) return {};
  at += name.size();
  if (at < request.size() && request[at] == ' ') ++at;
  return request.substr(at);
}

/// Channels of `"channels":["a","b"]`. The benchmarks' names contain no quotes or brackets.
std::size_t channels_of(std::string_view request) {
  const std::string_view rest = after(request, "\"channels\":");
  const std::string_view list = rest.substr(0, rest.find(']'));
  return static_cast<std::size_t>(std::count(list.begin(), list.end(), '"')) / 2;
}

std::size_t limit_of(std::string_view request) {
  const std::string_view rest = after(request, "\"limit\":");
  std::size_t limit = 0;
  std::from_chars(rest.data(), rest.data() + rest.size(), limit);
  return limit;
}

}  // namespace

std::string_view ReplyMaker::repeated(std::string_view head, std::string_view item, std::string_view tail,
                                      std::size_t count, std::string_view between) {
  storage_.assign(head);
  storage_.reserve(head.size() + count * (item.size() + between.size()) + tail.size());
  for (std::size_t i = 0; i < count; ++i) {
    if (i != 0) storage_.append(between);
    storage_.append(item);
  }
  return storage_.append(tail);
}

std::string_view ReplyMaker::history(std::size_t limit) {
  return repeated(
      R"({"result":{"publications":[)",
      R"({"data":{"id":1234567,"user":"user-42","text":"the quick brown fox jumps over the lazy dog, twice",)"
      R"("price":101.25,"tags":["a","b","c"],"nested":{"ok":true,"none":null}},"info":{"user":"u-7","client":)"
      R"("c-1"},"offset":12345})",
      R"(],"offset":12345,"epoch":"abcd"}})", limit);
}

std::string_view ReplyMaker::body(std::string_view path, std::string_view request) {
  if (fixed_) return kFixed;
  // Searching the method's name is enough: the benchmarks' payloads contain none of them.
  if (path == "/api/batch") {
    const std::size_t publishes = count_of(request, "\"publish\":");
    return repeated(R"({"replies":[)", R"({"publish":{}})", "]}", publishes);
  }
  const bool stream = path == "/api";
  if (path == "/api/history" || (stream && request.find("\"history\"") < kHead))
    return history(limit_of(request));
  if (path == "/api/broadcast" || (stream && request.find("\"broadcast\"") < kHead)) {
    return repeated(R"({"result":{"responses":[)", R"({"result":{}})", "]}}", channels_of(request));
  }
  if (stream) return repeated("", "{\"result\":{}}\n", "", count_of(request, "\"method\":"), "");
  return kFixed;
}

}  // namespace cent::bench
