#include "delivery/partial_broadcasts.hpp"

#include <cent/errors.hpp>

#include "json/reader.hpp"
#include "json/text_error.hpp"
#include "protocol/reply_parts.hpp"

namespace cent::detail {
namespace {

/// An array member's elements as they stand, and where its value is.
struct ArrayMember {
  std::vector<std::string_view> elements{};
  std::size_t begin = 0;
  std::size_t end = 0;  ///< 0: there is no such member.
};

/// Of several members of that name the last, which is the one that counts.
ArrayMember find_array(std::string_view object, std::string_view wanted) {
  ArrayMember found;
  JsonReader in{object};
  in.begin_object();
  for (std::string_view name; in.next_member(name);) {
    bool clean = true;
    if (name != wanted || in.peek() != JsonReader::Kind::array) {
      in.read_raw(clean);
      continue;
    }
    found.elements.clear();
    found.begin = in.offset();
    in.begin_array();
    while (in.next_element()) found.elements.push_back(in.read_raw(clean));
    found.end = in.offset();
  }
  return found;
}

bool may_pass(std::string_view response) {
  JsonReader in{response};
  in.begin_object();
  bool internal = false;
  for (std::string_view name; in.next_member(name);) {
    if (name == "error" && in.peek() == JsonReader::Kind::object) {
      internal = read_server_error(in).code == ErrorCode::kInternal;
    } else {
      bool clean = true;
      in.read_raw(clean);
    }
  }
  return internal;
}

bool holds_error(JsonReader& in) {
  bool holds = false;
  in.begin_object();
  for (std::string_view name; in.next_member(name);) {
    holds = holds || (name == "error" && in.peek() == JsonReader::Kind::object);
    in.skip_value();
  }
  return holds;
}

/// Most results hold no error at all, and looking for them must cost those nothing.
bool may_hold_error(std::string_view result) noexcept {
  return result.find("\"error\"") != std::string_view::npos;
}

}  // namespace

std::size_t failed_channels(std::string_view result) noexcept {
  if (!may_hold_error(result)) return 0;
  std::size_t count = 0;
  try {
    JsonReader in{result};
    in.begin_object();
    for (std::string_view name; in.next_member(name);) {
      if (name != "responses" || in.peek() != JsonReader::Kind::array) {
        in.skip_value();
        continue;
      }
      count = 0;  // of several members of that name the last one counts
      in.begin_array();
      while (in.next_element()) count += holds_error(in) ? 1 : 0;
    }
  } catch (...) {  // TextError, and no memory for one
    return 0;
  }
  return count;
}

bool PartialBroadcasts::take(std::size_t place, std::string_view params, std::string_view result) {
  if (!holds(place) && !may_hold_error(result)) return false;
  try {
    const ArrayMember responses = find_array(result, "responses");
    if (responses.elements.size() != find_array(params, "channels").elements.size()) return false;
    auto known = parts_.find(place);
    if (known == parts_.end()) {
      Part whole;
      whole.responses = responses.elements;
      for (std::size_t i = 0; i < responses.elements.size(); ++i) whole.open.push_back({i, i});
      known = parts_.emplace(place, std::move(whole)).first;
    }
    Part& part = known->second;
    std::vector<Open> still_open;
    for (std::size_t i = 0; i < responses.elements.size(); ++i) {
      part.responses[part.open[i].at] = responses.elements[i];
      if (may_pass(responses.elements[i])) still_open.push_back({part.open[i].at, i});
    }
    part.open = std::move(still_open);
    return !part.open.empty();
  } catch (const TextError&) {
    return false;  // whoever reads it into its type will say what is wrong
  }
}

std::string PartialBroadcasts::open_params(std::size_t place, std::string_view params) {
  const ArrayMember channels = find_array(params, "channels");
  std::string text{params.substr(0, channels.begin)};
  char before = '[';
  std::size_t next = 0;
  for (Open& open : parts_.at(place).open) {
    text.append(1, before).append(channels.elements[open.sent_at]);
    open.sent_at = next++;
    before = ',';
  }
  text.append(1, ']').append(params.substr(channels.end));
  return text;
}

std::string PartialBroadcasts::merged(std::size_t place) const {
  std::string text = "{\"responses\":";
  char before = '[';
  for (const std::string_view response : parts_.at(place).responses) {
    text.append(1, before).append(response);
    before = ',';
  }
  return text.append("]}");
}

}  // namespace cent::detail
