#include "wire/recording.hpp"

#include <fstream>
#include <iterator>
#include <map>
#include <nlohmann/json.hpp>
#include <sstream>
#include <stdexcept>
#include <string_view>

namespace cent::test {
namespace {

using nlohmann::json;

// Bytes that are no UTF-8 are kept as lone surrogates U+DC80 to U+DCFF, which no strict reader takes. They
// travel through it as private characters of which the recordings have none.
constexpr std::string_view kByteEscape = "\\udc";
constexpr std::string_view kPrivateEscape = "\\ue0";
constexpr std::string_view kPrivateLead = "\xEE";

bool is_high_surrogate(std::string_view escape) {
  return escape.size() == 6 && escape.substr(0, 3) == "\\ud" &&
         std::string_view("89ab").find(escape[3]) != std::string_view::npos;
}

std::string without_lone_surrogates(std::string text) {
  for (std::size_t at = 0; (at = text.find('\\', at)) != std::string::npos;) {
    const std::string_view escape = std::string_view(text).substr(at, 6);
    if (is_high_surrogate(escape)) {
      at += 12;  // a pair
    } else if (escape.substr(0, 4) == kByteEscape) {
      text.replace(at, 4, kPrivateEscape);
      at += 6;
    } else {
      at += 2;
    }
  }
  return text;
}

/// U+E080 to U+E0FF (EE 82 80 to EE 83 BF) back to the bytes that they stand for.
std::string with_bytes(const std::string& text) {
  std::string out;
  for (std::size_t at = 0; at < text.size(); ++at) {
    if (text.compare(at, 1, kPrivateLead) == 0 && at + 2 < text.size()) {
      const auto second = static_cast<unsigned char>(text[at + 1]);
      const auto third = static_cast<unsigned char>(text[at + 2]);
      out.push_back(static_cast<char>((second & 0x3U) << 6U | (third & 0x3FU)));
      at += 2;
    } else {
      out.push_back(text[at]);
    }
  }
  return out;
}

std::string text_of(const json& object, const char* name) {
  return object.contains(name) ? with_bytes(object.at(name).get<std::string>()) : std::string{};
}

RawRequest read_request(const json& from) {
  RawRequest request;
  request.method = from.value("method", "POST");
  request.target = from.at("target");
  request.body = text_of(from, "body");
  if (from.contains("headers")) {
    for (const auto& [name, value] : from.at("headers").items()) request.headers.emplace_back(name, value);
  }
  return request;
}

Seen read_seen(const json& from) {
  Seen seen;
  seen.status = from.value("status", 0);
  seen.body = text_of(from, "body");
  if (from.contains("content_type")) seen.content_type = from.at("content_type").get<std::string>();
  if (from.contains("lines")) seen.lines = from.at("lines").get<std::vector<std::string>>();
  return seen;
}

Step read_step(const json& from) {
  Step step;
  step.seen = read_seen(from.at("seen"));
  if (from.contains("pause")) {
    step.kind = Step::Kind::pause;
  } else if (from.contains("read")) {
    step.kind = Step::Kind::read;
    step.stream = from.at("read");
    step.lines = from.at("count");
  } else {
    step.request = read_request(from.at("request"));
    if (from.contains("open")) {
      step.kind = Step::Kind::open;
      step.stream = from.at("open");
    }
  }
  return step;
}

Recording load(const std::string& path) {
  std::ifstream file(path);
  if (!file) throw std::runtime_error("cannot open " + path);
  const std::string text{std::istreambuf_iterator<char>(file), {}};
  const json from = json::parse(without_lone_surrogates(text));
  Recording recording;
  recording.server = from.at("server");
  recording.generation = from.at("generation");
  for (const json& scenario : from.at("scenarios")) {
    Scenario& to = recording.scenarios.emplace_back();
    to.name = scenario.at("name");
    for (const json& step : scenario.at("steps")) to.steps.push_back(read_step(step));
  }
  return recording;
}

}  // namespace

std::size_t Recording::steps() const {
  std::size_t count = 0;
  for (const Scenario& scenario : scenarios) count += scenario.steps.size();
  return count;
}

const std::vector<Recording>& recordings() {
  static const std::vector<Recording> all = [] {
    const std::string folder = CENT_RECORDINGS;
    std::vector<Recording> loaded;
    for (const char* name : {"v2-2.8.6", "v3-3.2.3", "v5-5.4.9", "v6-6.9.1"}) {
      loaded.push_back(load(folder + "/" + name + ".json"));
    }
    return loaded;
  }();
  return all;
}

const Recording& recording(const std::string& generation) {
  for (const Recording& one : recordings()) {
    if (one.generation == generation) return one;
  }
  throw std::runtime_error("no recording of " + generation);
}

namespace {

/// Why a whole scenario is v5's.
const std::map<std::string, const char*>& as_in_v5() {
  static const std::map<std::string, const char*> all = {
      {"b64data", "publish takes b64data since 4.0.2"},
      {"binary_payload_breaks_history", "the same: the binary payload is really stored"},
      {"token_subscriber", "the frames of subscribers have names since 4.0"},
      {"token_refused", "the same"},
      {"stream_pro_and_rpc", "`connections` came with 4.0, the push methods with 4.1.3"},
  };
  return all;
}

const Scenario& scenario_of(const Recording& recording, const std::string& name) {
  for (const Scenario& one : recording.scenarios) {
    if (one.name == name) return one;
  }
  throw std::runtime_error(recording.generation + " has no scenario " + name);
}

/// Since 4.0.2 a method without a result answers an empty one. Each reply is a line.
std::string with_empty_results(const std::string& body) {
  std::string out;
  std::istringstream lines(body);
  for (std::string line; std::getline(lines, line);) {
    const bool is_reply = !line.empty() && line.back() == '}';
    if (is_reply && line.find("\"result\"") == line.npos && line.find("\"error\"") == line.npos) {
      line.insert(line.size() - 1, line == "{}" ? R"("result":{})" : R"(,"result":{})");
    }
    out.append(out.empty() ? "" : "\n").append(line);
  }
  return body.empty() || body.back() != '\n' ? out : out + "\n";
}

/// The wording changed with 5.0.4.
std::string with_old_wording(std::string body) {
  constexpr std::string_view kNew = R"("message":"not found")";
  for (std::size_t at = 0; (at = body.find(kNew, at)) != std::string::npos;) {
    body.replace(at, kNew.size(), R"("message":"method not found")");
  }
  return body;
}

}  // namespace

Recording derived_v4() {
  Recording derived = recording("v3");
  derived.generation = "v4";
  derived.server = "4.1.5, derived";
  for (Scenario& scenario : derived.scenarios) {
    const bool newer = as_in_v5().count(scenario.name) != 0;
    if (newer) scenario = scenario_of(recording("v5"), scenario.name);
    for (Step& step : scenario.steps) {
      if (step.kind != Step::Kind::exchange || step.request.target.substr(0, 4) != "/api") continue;
      step.seen.body = newer ? with_old_wording(step.seen.body) : with_empty_results(step.seen.body);
    }
  }
  return derived;
}

}  // namespace cent::test
