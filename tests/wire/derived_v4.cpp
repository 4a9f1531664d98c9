#include "wire/derived_v4.hpp"

#include <map>
#include <sstream>
#include <stdexcept>
#include <string_view>

namespace cent::test {
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
