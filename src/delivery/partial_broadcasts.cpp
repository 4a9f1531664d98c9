#include "delivery/partial_broadcasts.hpp"

#include <algorithm>
#include <cstddef>
#include <utility>

#include "delivery/classify.hpp"
#include "json/reader.hpp"
#include "json/text_error.hpp"
#include "protocol/reply_parts.hpp"

namespace cent::detail {
namespace {

/// The elements of an array member as raw text, and the position of the array.
struct ArrayMember {
  std::vector<std::string_view> elements{};
  std::size_t begin = 0;
  std::size_t end = 0;  ///< 0 if there is no such member.
};

/// Finds the last member of that name, which is the one that counts.
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

/// Most results contain no error. For those the check must cost nothing.
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
      count = 0;  // the last of several equal members counts
      in.begin_array();
      while (in.next_element()) count += holds_error(in) ? 1 : 0;
    }
  } catch (...) {  // TextError, or out of memory for one
    return 0;
  }
  return count;
}

PartialBroadcasts::Part& PartialBroadcasts::begin(std::size_t place, std::string_view params) {
  Part part;
  part.params = params;
  Part& kept = parts_.emplace(place, std::move(part)).first->second;
  const ArrayMember channels = find_array(kept.params, "channels");  // points into the kept copy
  kept.begin = channels.begin;
  kept.end = channels.end;
  kept.channels = channels.elements;
  kept.responses.resize(kept.channels.size());
  kept.open.resize(kept.channels.size());
  for (std::size_t i = 0; i < kept.open.size(); ++i) kept.open[i] = i;
  kept.sent = kept.unanswered = kept.open.size();
  return kept;
}

bool PartialBroadcasts::split(std::size_t place, std::string_view params) {
  constexpr std::size_t kLeastChannel = 4;  // `"a",`
  if (params.size() <= std::min(bounds_.bytes, bounds_.channels * kLeastChannel)) return false;
  try {
    const std::size_t channels = find_array(params, "channels").elements.size();
    const bool too_large = channels > bounds_.channels || params.size() > bounds_.bytes;
    if (!too_large || channels < 2) return false;
    begin(place, params).split = true;
    return true;
  } catch (const TextError&) {  // the server reports the fault
    return false;
  }
}

PartialBroadcasts::Taken PartialBroadcasts::take(std::size_t place, std::string_view params,
                                                 std::string_view result, bool may_repeat) {
  const bool held = holds(place);
  if (!held && !(may_repeat && may_hold_error(result))) return Taken::ignored;
  const Taken misfit = held ? Taken::odd : Taken::ignored;  // decoding the result reports the fault
  try {
    const ArrayMember answers = find_array(result, "responses");
    const std::vector<std::string_view>& responses = answers.elements;
    const bool silent = held && answers.end == 0;
    const std::size_t sent = held ? parts_.at(place).sent : find_array(params, "channels").elements.size();
    if (!silent && responses.size() != sent) return misfit;
    std::vector<std::size_t> may_pass_at;  // before anything changes: reading them may throw
    for (std::size_t i = 0; may_repeat && !silent && i < sent; ++i) {
      if (may_pass(responses[i])) may_pass_at.push_back(i);
    }
    Part& part = held ? parts_.at(place) : begin(place, params);
    part.silent = silent;
    for (std::size_t i = 0; i < sent; ++i) {
      std::string_view& response = part.responses[part.open[i]];
      if (response.empty()) --part.unanswered;
      response = silent ? std::string_view{"{}"} : responses[i];
    }
    std::vector<std::size_t> open;
    open.reserve(part.open.size());
    for (const std::size_t i : may_pass_at) open.push_back(part.open[i]);
    open.insert(open.end(), part.open.begin() + static_cast<std::ptrdiff_t>(sent), part.open.end());
    part.open = std::move(open);
    return !may_pass_at.empty() ? Taken::failed : Taken::answered;
  } catch (const TextError&) {
    return misfit;
  }
}

std::string PartialBroadcasts::progress(std::size_t place) const {
  const auto found = parts_.find(place);
  if (found == parts_.end()) return {};
  const Part& part = found->second;
  const std::size_t all = part.channels.size();
  if (part.unanswered == all) return {};
  return std::to_string(all - part.unanswered) + " of " + std::to_string(all);
}

ErrorFacts PartialBroadcasts::failed_channels_error() {
  return facts_of_server_error(ErrorCode::kInternal, "some channels failed", 0, {});
}

ErrorFacts PartialBroadcasts::odd_error() {
  return facts_of_unreadable({}, {}, "the number of responses is not that of the channels", {});
}

bool PartialBroadcasts::give_up_failed(std::size_t place) {
  Part& part = parts_.at(place);
  const auto has_response = [&](std::size_t channel) { return !part.responses[channel].empty(); };
  part.open.erase(std::remove_if(part.open.begin(), part.open.end(), has_response), part.open.end());
  return !part.open.empty();
}

std::string PartialBroadcasts::open_params(std::size_t place) {
  Part& part = parts_.at(place);
  const std::size_t most = part.split ? bounds_.channels : part.open.size();
  std::string text{part.params, 0, part.begin};
  const std::string_view rest = std::string_view{part.params}.substr(part.end);
  char before = '[';
  for (part.sent = 0; part.sent < std::min(part.open.size(), most); ++part.sent) {
    const std::string_view channel = part.channels[part.open[part.sent]];
    const std::size_t size = text.size() + channel.size() + rest.size() + 2;  // a comma and the bracket
    if (part.split && part.sent > 0 && size > bounds_.bytes) break;
    text.append(1, before).append(channel);
    before = ',';
  }
  return text.append(1, ']').append(rest);
}

std::string PartialBroadcasts::merged(std::size_t place) const {
  const Part& part = parts_.at(place);
  if (part.silent) return "{}";
  std::string text = "{\"responses\":";
  char before = '[';
  for (const std::string_view response : part.responses) {
    text.append(1, before).append(response);
    before = ',';
  }
  return text.append("]}");
}

}  // namespace cent::detail
