#include "wire/judge.hpp"

#include <algorithm>
#include <nlohmann/json.hpp>
#include <regex>
#include <sstream>
#include <utility>

namespace cent::test {
namespace {

using nlohmann::json;

using Replacement = std::pair<std::regex, const char*>;

const std::vector<Replacement>& volatile_parts() {
  static const std::vector<Replacement> all = [] {
    std::vector<Replacement> made;
    const auto replace = [&](const char* pattern, const char* by) {
      made.emplace_back(std::regex(pattern, std::regex::ECMAScript | std::regex::optimize), by);
    };
    replace(R"re("(epoch|uid|name|client|session)":"[^"]*")re", R"("$1":"<$1>")");
    replace(R"re("version":"[^"]*")re", R"("version":"<version>")");
    replace(R"re("uptime":\d+,?)re", "");
    replace(R"re(,?"metrics":\{"interval":[^{}]*(?:"items":\{[^{}]*\})?\})re", "");
    replace(R"re(,?"metrics":null)re", "");
    replace(R"re(,?"process":\{[^{}]*\})re", "");
    replace(R"re("presence":\{"[^"]{20,}")re", R"("presence":{"<client>")");
    replace(R"re("time":\d{13})re", R"("time":"<time>")");
    replace(R"re(,\})re", "}");
    return made;
  }();
  return all;
}

/// Numbers outside of strings become strings of their spelling, which the reader would not keep.
std::string with_spelled_numbers(std::string_view text) {
  constexpr std::string_view kNumber = "+-.0123456789eE";
  std::string out;
  bool in_string = false;
  for (std::size_t at = 0; at < text.size(); ++at) {
    const char c = text[at];
    if (c == '"') in_string = !in_string;
    if (!in_string && (c == '-' || (c >= '0' && c <= '9'))) {
      const std::size_t end = std::min(text.find_first_not_of(kNumber, at), text.size());
      out.append("\"number ").append(text.substr(at, end - at)).append("\"");
      at = end - 1;
      continue;
    }
    out.push_back(c);
    if (c == '\\' && at + 1 < text.size()) out.push_back(text[++at]);
  }
  return out;
}

/// Writes the values of a reader, members sorted by name; doubled ones stay.
class Canonical final : public nlohmann::json_sax<json> {
 public:
  bool null() override { return put("null"); }
  bool boolean(bool value) override { return put(value ? "true" : "false"); }
  bool number_integer(json::number_integer_t) override { return false; }
  bool number_unsigned(json::number_unsigned_t) override { return false; }
  bool number_float(json::number_float_t, const std::string&) override { return false; }
  bool string(std::string& value) override { return put(json(value).dump()); }
  bool binary(json::binary_t&) override { return false; }
  bool start_object(std::size_t) override { return start(); }
  bool start_array(std::size_t) override { return start(); }
  bool key(std::string& name) override {
    open_.back().parts.push_back(json(name).dump() + ":");
    open_.back().after_key = true;
    return true;
  }
  bool end_object() override { return end('{', '}', true); }
  bool end_array() override { return end('[', ']', false); }
  bool parse_error(std::size_t, const std::string&, const json::exception&) override { return false; }

  [[nodiscard]] const std::string& text() const { return done_; }

 private:
  /// An array or object that has not ended yet.
  struct Level {
    std::vector<std::string> parts{};
    bool after_key = false;
  };

  bool start() {
    open_.emplace_back();
    return true;
  }
  bool end(char first, char last, bool sorted) {
    std::vector<std::string> parts = std::move(open_.back().parts);
    open_.pop_back();
    if (sorted) std::sort(parts.begin(), parts.end());
    std::string all(1, first);
    for (const std::string& part : parts) all.append(part).push_back(',');
    all.push_back(last);
    return put(all);
  }
  bool put(const std::string& value) {
    if (open_.empty()) {
      done_ = value;
    } else if (Level& level = open_.back(); level.after_key) {
      level.parts.back().append(value);
      level.after_key = false;
    } else {
      level.parts.push_back(value);
    }
    return true;
  }

  std::vector<Level> open_{};
  std::string done_{};
};

bool same_values(const std::string& expected, const std::string& seen) {
  const auto values = json_values(expected);
  return values && values == json_values(seen);
}

}  // namespace

std::string normalise(const std::string& text) {
  std::string result = text;
  for (const auto& [pattern, by] : volatile_parts()) result = std::regex_replace(result, pattern, by);
  return result;
}

std::optional<std::vector<std::string>> json_values(std::string_view text) {
  std::istringstream in(with_spelled_numbers(text));
  std::vector<std::string> values;
  while (in >> std::ws, in.peek() != std::istringstream::traits_type::eof()) {
    Canonical reader;
    if (!json::sax_parse(in, &reader, json::input_format_t::json, false)) return std::nullopt;
    values.push_back(reader.text());
  }
  return values;
}

Verdict judge(const Seen& expected, const Seen& seen) {
  if (expected.status != seen.status || expected.content_type != seen.content_type ||
      expected.lines.size() != seen.lines.size()) {
    return Verdict::differs;
  }
  Verdict verdict = Verdict::same;
  const auto compare = [&](const std::string& want, const std::string& got) {
    if (want == got) return;
    if (!same_values(want, got)) verdict = Verdict::differs;
    if (verdict == Verdict::same) verdict = Verdict::text;
  };
  compare(expected.body, seen.body);
  for (std::size_t i = 0; i < seen.lines.size(); ++i) compare(expected.lines[i], seen.lines[i]);
  return verdict;
}

std::string to_text(const Seen& seen) {
  std::ostringstream out;
  out << seen.status << " [" << seen.content_type.value_or("no type") << "] " << seen.body;
  for (const std::string& line : seen.lines) out << "\n      " << line;
  return out.str();
}

}  // namespace cent::test
