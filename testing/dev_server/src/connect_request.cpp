#include <cstdint>
#include <utility>

#include "connect.hpp"
#include "go_json.hpp"

// Members without an effect are read only to check their types: a wrong type rejects the request.
namespace cent::testing::dev {

namespace {

template <class T>
bool is_a(std::string_view value) {
  T ignored{};
  return go::read(value, ignored);
}

/// The filter of a subscription: an object that may contain others.
bool is_filter(std::string_view value) {
  return go::each_member(value, [](std::string_view name, std::string_view member) {
    if (name == "op" || name == "key" || name == "cmp" || name == "val") return is_a<std::string>(member);
    if (name == "vals") return is_a<std::vector<std::string>>(member);
    if (name == "nodes") return go::each_element(member, is_filter);
    return true;
  });
}

bool is_newer_member(std::string_view name, std::string_view member, int generation) {
  if (generation >= 4 && name == "join_leave") return is_a<bool>(member);
  if (generation >= 5 && name == "delta") return is_a<std::string>(member);
  if (generation < 6) return true;
  if (name == "tf") return is_filter(member);
  if (name == "flag") return is_a<std::int64_t>(member);
  if (name == "type" || name == "phase" || name == "limit") return is_a<std::int32_t>(member);
  if (name == "cursor") return is_a<std::string>(member);
  if (name == "asc") return is_a<bool>(member);
  return true;
}

bool read_subscription(std::string_view value, int generation, std::optional<Position>& since) {
  bool recover = false;
  Position position;
  const bool fine = go::each_member(value, [&](std::string_view name, std::string_view member) {
    if (name == "recover") return go::read(member, recover);
    if (name == "offset") return go::read(member, position.offset);
    if (name == "epoch") return go::read(member, position.epoch);
    if (name == "channel" || name == "token") return is_a<std::string>(member);
    if (name == "positioned" || name == "recoverable") return is_a<bool>(member);
    return is_newer_member(name, member, generation);
  });
  if (recover) since = std::move(position);
  return fine;
}

/// The value in a text. v6 ignores the text after it.
bool find_value(std::string_view text, int generation, std::string_view& value) {
  if (generation < 6) return go::whole_value(text, value);
  const std::size_t begin = go::skip_space(text, 0);
  const std::size_t end = go::checked_value_end(text, begin);
  if (end == go::npos) return false;
  value = text.substr(begin, end - begin);
  return true;
}

}  // namespace

std::optional<ConnectRequest> read_connect_request(std::string_view text, int generation) {
  ConnectRequest request;
  std::string_view value;
  if (!find_value(text, generation, value)) return std::nullopt;
  const bool fine = go::each_member(value, [&](std::string_view name, std::string_view member) {
    if (name == "token") return go::read(member, request.token);
    if (name == "name" || name == "version") return is_a<std::string>(member);
    if (generation >= 6 && name == "headers") return is_a<std::map<std::string, std::string>>(member);
    if (generation >= 6 && name == "flag") return is_a<std::int64_t>(member);
    if (name != "subs") return true;
    return go::each_entry(member, [&](std::string channel, std::string_view one) {
      std::optional<Position> since;
      const bool right = read_subscription(one, generation, since);
      request.channels[std::move(channel)] = std::move(since);
      return right;
    });
  });
  return fine ? std::optional(std::move(request)) : std::nullopt;
}

}  // namespace cent::testing::dev
