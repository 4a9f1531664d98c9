#include <cent/errors.hpp>
#include <cent/json.hpp>
#include <nlohmann/json.hpp>

#include "fuzz/dom.hpp"
#include "fuzz/property.hpp"
#include "fuzz/targets.hpp"
#include "json/reader.hpp"
#include "json/text_error.hpp"

namespace cent::fuzz {
namespace {

using nlohmann::json;

constexpr int kNumberOutOfRange = 406;  // nlohmann's id

struct TheirVerdict {
  bool good = false;
  int error = 0;
  json value;
};

TheirVerdict ask_nlohmann(std::string_view text) {
  TheirVerdict verdict;
  try {
    verdict.value = json::parse(text);
    verdict.good = true;
  } catch (const json::exception& error) {
    verdict.error = error.id;
  }
  return verdict;
}

/// cent refuses what nlohmann takes only for these reasons.
bool refused_on_purpose(std::string_view text, const detail::TextError& error) {
  if (error.reason == "nested too deeply") return true;        // a limit that nlohmann does not have
  if (text.find('\0') != std::string_view::npos) return true;  // the end of the text for nlohmann
  return text.substr(0, 3) == "\xef\xbb\xbf";                  // skipped by nlohmann; servers answer 400
}

void require_same_values(std::string_view text, const json& theirs) {
  detail::JsonReader in{text};
  const json ours = read_dom(in);
  in.finish();
  require(same_dom(ours, theirs), "the values that nlohmann reads");

  const Json kept = Json::raw(std::string(text));
  require(kept.text() == without_line_breaks(text), "text is kept as it is, line breaks aside");
  require(same_dom(kept.as<json>(), theirs), "as<json>() gives what nlohmann parses");
  const Json again = theirs;
  detail::JsonReader reread{again.text()};
  require(same_dom(read_dom(reread), theirs), "what nlohmann writes reads back as the same values");
}

}  // namespace

void json_differential(const std::uint8_t* data, std::size_t size) {
  const std::string_view text = Input{data, size}.rest();
  const TheirVerdict theirs = ask_nlohmann(text);
  try {
    detail::check_json(text, Json::kMaxDepth);
  } catch (const detail::TextError& error) {
    require(error.offset <= text.size(), "an error's offset lies within the text");
    require(!theirs.good || refused_on_purpose(text, error), "takes what nlohmann takes");
    return;
  }
  // A number's spelling travels untouched, so one that no double holds is no fault.
  require(theirs.good || theirs.error == kNumberOutOfRange, "refuses what nlohmann refuses");
  if (theirs.good) require_same_values(text, theirs.value);
}

}  // namespace cent::fuzz
