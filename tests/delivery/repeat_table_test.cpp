#include <gtest/gtest.h>

#include <fstream>
#include <map>
#include <set>
#include <sstream>
#include <stdexcept>
#include <string>
#include <type_traits>
#include <utility>
#include <vector>

#include "api/all_methods.hpp"
#include "delivery/scripted_run.hpp"

namespace cent::test {
namespace {

/// One cell of repeat_table.txt.
struct RepeatCase {
  std::string policy{};
  std::string server{};   ///< Version that `info` answers; `silent`: it does not answer.
  std::string faults{};   ///< `once`, `always`, `after an unknown outcome always`.
  std::string command{};  ///< `publish+key`.
  std::string fault{};    ///< `status 503`.
  int attempts = 0;
  std::string outcome{};
  [[nodiscard]] std::string name() const {
    return command + " under " + fault + " (" + policy + ", server " + server + ", " + faults + ")";
  }
};

std::string trimmed(const std::string& text) {
  const std::size_t begin = text.find_first_not_of(' ');
  return begin == std::string::npos ? "" : text.substr(begin, text.find_last_not_of(' ') - begin + 1);
}

std::vector<std::string> split(const std::string& text, char between) {
  std::vector<std::string> parts;
  std::istringstream in{text};
  for (std::string part; std::getline(in, part, between);) parts.push_back(trimmed(part));
  return parts;
}

/// @throws std::runtime_error at a line that cannot be read.
std::vector<RepeatCase> read_repeat_table(const std::string& path) {
  std::ifstream in{path};
  if (!in) throw std::runtime_error("no " + path);
  std::vector<std::vector<std::string>> kinds;
  std::vector<RepeatCase> cases;
  RepeatCase one;
  for (std::string line; std::getline(in, line);) {
    if (trimmed(line).empty() || line.front() == '#') continue;
    if (line.compare(0, 7, "faults ") == 0) {
      kinds.push_back(split(line.substr(line.find(':') + 1), ','));
    } else if (line.compare(0, 5, "when ") == 0) {
      const auto parts = split(line.substr(5), ',');
      if (parts.size() != 3) throw std::runtime_error(line);
      one.policy = parts[0];
      one.server = parts[1].substr(parts[1].find(' ') + 1);
      one.faults = parts[2];
    } else {
      const auto cells = split(line, '|');
      if (cells.size() != kinds.size() + 1) throw std::runtime_error(line);
      one.command = cells[0];
      for (std::size_t kind = 0; kind < kinds.size(); ++kind) {
        one.attempts = std::stoi(cells[kind + 1]);
        one.outcome = cells[kind + 1].substr(cells[kind + 1].find(' ') + 1);
        for (const std::string& fault : kinds[kind]) {
          one.fault = fault;
          cases.push_back(one);
        }
      }
    }
  }
  return cases;
}

using std::chrono::milliseconds;

template <class T, class = void>
struct HasKey : std::false_type {};
template <class T>
struct HasKey<T, std::void_t<decltype(T::idempotency_key)>> : std::true_type {};
template <class T, class = void>
struct HasVersion : std::false_type {};
template <class T>
struct HasVersion<T, std::void_t<decltype(T::version)>> : std::true_type {};

/// The effect of `publish+key` and the like, as the requests themselves say.
Effect effect_of(const std::string& command) {
  const std::string method = command.substr(0, command.find('+'));
  const std::string with = command.substr(method.size());
  Effect effect{};
  bool known = false;
  for_each_request([&](auto tag) {
    using Request = typename decltype(tag)::type;
    if (Request::kMethod != method) return;
    Request request{};
    if constexpr (HasKey<Request>::value) {
      if (with == "+key") request.idempotency_key = "k";
    }
    if constexpr (HasVersion<Request>::value) {
      if (with == "+version") request.version = 1;
    }
    if constexpr (std::is_same_v<Request, DeviceRegisterRequest>) {
      if (with == "+id") request.id = "d";
    }
    effect = detail::Row<Request>::effect(request);
    known = true;
  });
  EXPECT_TRUE(known) << command;
  return effect;
}

class FixedRule final : public RetryRule {
 public:
  explicit FixedRule(bool repeats) : repeats_(repeats) {}
  [[nodiscard]] RetryAnswer decide(const RetryQuestion&) const noexcept override {
    return {repeats_, milliseconds{1}, "the rule says so"};
  }

 private:
  bool repeats_;
};

ClientOptions options_of(const std::string& policy) {
  ClientOptions options;
  options.protocol = Protocol::modern;
  if (policy == "one attempt") options.retry.max_attempts = 1;
  if (policy == "ten attempts") options.retry.max_attempts = 10;
  if (policy == "repeat publications") options.retry.repeat_publications = true;
  if (policy == "an empty budget") options.retry.budget = 1;
  if (policy == "a rule that always repeats") options.retry.rule = std::make_shared<FixedRule>(true);
  if (policy == "a rule that never repeats") options.retry.rule = std::make_shared<FixedRule>(false);
  return options;
}

std::string success_of(const std::string& path, const std::string& method) {
  if (path == "/batch") return R"({"replies":[{")" + method + R"(":{}}]})";
  return R"({"result":{}})";
}

std::string error_reply(const std::string& path, const std::string& code) {
  const std::string error = R"({"error":{"code":)" + code + R"(,"message":"m"}})";
  return path == "/batch" ? R"({"replies":[)" + error + "]}" : error;
}

Event event_of(const std::string& fault, const std::string& path) {
  if (fault == "resolve") return lost(FailureKind::resolve, Delivery::not_sent);
  if (fault == "connect") return lost(FailureKind::connect, Delivery::not_sent);
  if (fault == "tls") return lost(FailureKind::tls, Delivery::not_sent);
  if (fault == "cut unsent") return lost(FailureKind::cut, Delivery::not_sent);
  if (fault == "timeout unsent") return lost(FailureKind::timeout, Delivery::not_sent);
  if (fault == "cut") return lost(FailureKind::cut, Delivery::unknown);
  if (fault == "timeout") return lost(FailureKind::timeout, Delivery::unknown);
  if (fault == "other") return lost(FailureKind::other, Delivery::unknown);
  if (fault == "no reply") return response(200, "");
  if (fault == "not json") return response(200, "<html>");
  if (fault == "two results") return response(200, success_of(path, "x") + success_of(path, "x"));
  const std::string number = fault.substr(fault.find(' ') + 1);
  if (fault.compare(0, 7, "status ") == 0) return response(std::stoi(number), "text");
  if (fault.compare(0, 6, "error ") == 0) return response(200, error_reply(path, number));
  ADD_FAILURE() << "no such fault: " << fault;
  return response(200);
}

TEST(RepeatTable, HoldsForEachCommandFaultAndPolicy) {
  const auto cases = read_repeat_table(CENT_REPEAT_TABLE);
  for (const RepeatCase& one : cases) {
    const std::string method = one.command.substr(0, one.command.find('+'));
    ScriptedRun run{options_of(one.policy)};
    run.timeout = std::chrono::minutes{10};
    if (one.policy == "no time") {
      run.timeout = milliseconds{20};
      run.took = milliseconds{19};
    }
    int earlier = -1;  // attempts that came before, distinguished by the waits between them
    milliseconds last{-1};
    run.run(
        Single{method, "{}"}, effect_of(one.command),
        [&](const Sent& request) -> Event {
          if (request.path == "/info" && method != "info") {
            return one.server == "silent" ? Event{lost(FailureKind::timeout, Delivery::unknown)}
                                          : Event{info_of(one.server)};
          }
          if (request.at != last) ++earlier;
          last = request.at;
          if (earlier == 0 && one.faults == "after an unknown outcome always") {
            return lost(FailureKind::cut, Delivery::unknown);
          }
          if (earlier > 0 && one.faults == "once") return response(200, success_of(request.path, method));
          return event_of(one.fault, request.path);
        },
        one.policy == "never" ? Retry::never : Retry::by_policy);
    EXPECT_EQ(run.replies().attempts, one.attempts) << one.name();
    EXPECT_EQ(run.outcome(), one.outcome) << one.name();
  }
  EXPECT_GT(cases.size(), 1500U);
}

TEST(RepeatTable, NamesEveryMethod) {
  std::set<std::string> named;
  for (const RepeatCase& one : read_repeat_table(CENT_REPEAT_TABLE)) {
    named.insert(one.command.substr(0, one.command.find('+')));
  }
  for_each_request([&](auto tag) {
    using Request = typename decltype(tag)::type;
    EXPECT_EQ(named.count(std::string(Request::kMethod)), 1U) << Request::kMethod;
  });
}

}  // namespace
}  // namespace cent::test
