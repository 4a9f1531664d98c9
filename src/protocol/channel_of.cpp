#include "protocol/channel_of.hpp"

#include <algorithm>
#include <cstddef>
#include <cstring>

#include "json/reader.hpp"

namespace cent::detail {
namespace {

/// Removes a prefix. Returns false if there is none. Its size is known when this is compiled, so the
/// comparison costs a few instructions.
template <std::size_t Size>
bool skip(std::string_view& text, const char (&prefix)[Size]) noexcept {
  constexpr std::size_t kSize = Size - 1;
  if (text.size() < kSize || std::memcmp(text.data(), prefix, kSize) != 0) return false;
  text.remove_prefix(kSize);
  return true;
}

/// The first member, or the first behind a key that cent generated. Empty if it needs a closer look.
std::string_view plain_channel(std::string_view params) noexcept {
  if (skip(params, "{\"idempotency_key\":\"")) {
    params.remove_prefix(std::min(params.find('"'), params.size()));
    if (!skip(params, "\",\"channel\":\"")) return {};
  } else if (!skip(params, "{\"channel\":\"")) {
    return {};
  }
  const std::string_view channel = params.substr(0, params.find('"'));
  return channel.find('\\') == std::string_view::npos ? channel : std::string_view{};
}

}  // namespace

std::string_view channel_of(std::string_view params, std::string& storage) noexcept {
  if (const std::string_view channel = plain_channel(params); !channel.empty()) return channel;
  storage = channel_of(params);
  return storage;
}

std::string channel_of(std::string_view params) noexcept {
  std::string channel;
  try {
    JsonReader in{params};
    in.begin_object();
    for (std::string_view name; in.next_member(name);) {
      if (name == "channel" && in.peek() == JsonReader::Kind::string) {
        in.read_string(channel);
        return channel;
      }
      in.skip_value();
    }
  } catch (...) {  // TextError, or out of memory
    channel.clear();
  }
  return channel;
}

}  // namespace cent::detail
