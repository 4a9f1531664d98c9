#include "protocol/channel_of.hpp"

#include <algorithm>
#include <cstddef>
#include <cstring>
#include <string>

#include "json/plain_bytes.hpp"
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
  if (!skip(params, "{\"channel\":\"")) {
    if (!skip(params, "{\"idempotency_key\":\"")) return {};
    params.remove_prefix(std::min(params.find('"'), params.size()));
    if (!skip(params, "\",\"channel\":\"")) return {};
  }
  const char* const begin = params.data();
  const char* const end = begin + params.size();
  const char* const at = skip_plain(begin, end);
  if (at == end || *at != '"') return {};
  return {begin, static_cast<std::size_t>(at - begin)};
}

/// Not inlined, so that the usual case needs no stack.
[[gnu::noinline]] std::string_view other_channel(std::string_view params, std::string& storage) noexcept {
  storage = channel_of(params);
  return storage;
}

}  // namespace

std::string_view channel_of(std::string_view params, std::string& storage) noexcept {
  const std::string_view channel = plain_channel(params);
  return channel.empty() ? other_channel(params, storage) : channel;
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

Route route_of_params(std::string_view params) {
  Route by_channel;
  Route by_user;
  std::string name;
  JsonReader in{params};
  in.begin_object();
  for (std::string_view member; in.next_member(member);) {
    const JsonReader::Kind kind = in.peek();
    if (member == "channel" && kind == JsonReader::Kind::string) {
      in.read_string(name);
      by_channel.add(name);
    } else if (member == "channels" && kind == JsonReader::Kind::array) {
      in.begin_array();
      while (in.next_element()) {
        if (in.peek() != JsonReader::Kind::string) {
          in.skip_value();
          continue;
        }
        in.read_string(name);
        by_channel.add(name);
      }
    } else if (member == "user" && kind == JsonReader::Kind::string) {
      in.read_string(name);
      if (!name.empty()) by_user.add(name);
    } else {
      in.skip_value();
    }
  }
  return by_channel.anywhere ? by_user : by_channel;
}

}  // namespace cent::detail
