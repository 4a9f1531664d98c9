#include "expectations.hpp"

#include "json/text_error.hpp"

namespace cent::testing::kit {
namespace {

/// Clients generate idempotency keys, so a key is compared only if one is expected.
Value comparable(const Value& came, const Value& expected) {
  Value value = came;
  if (expected.members.count("idempotency_key") == 0) value.members.erase("idempotency_key");
  return value;
}

bool matches(const Line& line, const SeenCommand& command, const Value& params) {
  if (line.method != command.method) return false;
  if (line.accepts) return line.accepts(command.params);
  return !line.params || comparable(params, *line.params) == *line.params;
}

std::string shortened(std::string text) {
  constexpr std::size_t kMost = 1000;
  if (text.size() > kMost) text.replace(kMost, std::string::npos, "…");
  return text;
}

std::string to_text(const Line& line) {
  std::string text = line.method;
  if (line.params) {
    text += " " + shortened(to_text(*line.params));
  } else {
    text += line.accepts ? " with params that a function accepts" : " with any params";
  }
  if (line.wanted != 1)
    text += " (came " + std::to_string(line.met) + " of " + std::to_string(line.wanted) + " times)";
  return text;
}

}  // namespace

std::size_t Expectations::add(Line line) {
  lines_.push_back(std::move(line));
  return lines_.size() - 1;
}

const Line* Expectations::meet(const SeenCommand& command, std::string& why) {
  const Value params = parse_value(command.params.text());
  for (Line& line : lines_) {
    if (!line.open()) continue;
    if (matches(line, command, params)) {
      ++line.met;
      return &line;
    }
    if (order_ == Order::strict) break;
  }
  for (Line& line : lines_) {
    if (line.always && matches(line, command, params)) {
      ++line.met;
      return &line;
    }
  }
  why = complaint(command, params);
  return nullptr;
}

std::string Expectations::complaint(const SeenCommand& command, const std::optional<Value>& params) const {
  constexpr int kMost = 5;
  std::string text = "FakeTransport did not expect this command\n  came:     " + command.method + " " +
                     shortened(kit::to_text(*params));
  int listed = 0;
  for (const Line& line : lines_) {
    if (!line.open()) continue;
    if (listed == kMost) {
      text += "\n  and others";
      break;
    }
    text += (listed++ == 0 ? "\n  expected: " : "\n  or:       ") + to_text(line);
    if (line.params && line.method == command.method) {
      const std::string where = difference(comparable(*params, *line.params), *line.params);
      if (!where.empty()) text += "\n  differs:  " + where;
    }
    if (order_ == Order::strict) break;
  }
  return listed == 0 ? text + "\n  expected: nothing more" : text;
}

std::vector<std::string> Expectations::unmet() const {
  std::vector<std::string> texts;
  for (const Line& line : lines_) {
    if (line.open()) texts.push_back(to_text(line));
  }
  return texts;
}

}  // namespace cent::testing::kit
