// Every answer of the recordings through cent's own decoders: dialects, error objects, typed results.
#include <gtest/gtest.h>

#include <cent/command.hpp>
#include <iostream>
#include <optional>
#include <set>
#include <string>
#include <vector>

#include "api/all_methods.hpp"
#include "api/dom_agrees.hpp"
#include "json/text_error.hpp"
#include "protocol/dialects.hpp"
#include "protocol/reply_parts.hpp"
#include "testing/dev_server/src/go_json.hpp"
#include "testing/dev_server/src/incoming.hpp"
#include "wire/recording.hpp"

namespace cent::test {

/// How a recorded request was put.
enum class Route { none, stream, single, batch };

/// The commands of a recorded request as cent would know them: names in their order, one for each answer.
struct RecordedCommands {
  Route route = Route::none;
  std::vector<std::string> methods{};  ///< `unknown` for what the server had no name for.
};

namespace {

namespace dev = testing::dev;
namespace go = testing::go;

constexpr int kNewest = 6;

std::string name_of(const dev::Method* method) {
  return method == nullptr ? "unknown" : std::string(method->name);
}

void read_stream(const std::string& body, std::vector<std::string>& methods) {
  for (std::size_t at = go::skip_space(body, 0); at < body.size();) {
    const std::size_t end = go::checked_value_end(body, at);
    if (end == go::npos) return;
    dev::StreamCommand command;
    dev::read_stream_command(std::string_view(body).substr(at, end - at), kNewest, command);
    methods.push_back(name_of(command.method));
    at = go::skip_space(body, end);
  }
}

void read_batch(const std::string& body, std::vector<std::string>& methods) {
  std::string_view value;
  if (!go::whole_value(body, value)) return;
  go::each_member(value, [&](std::string_view name, std::string_view member) {
    if (name != "commands") return true;
    return go::each_element(member, [&](std::string_view element) {
      dev::BatchItem item;
      dev::read_batch_item(element, kNewest, item);
      methods.push_back(name_of(item.method));
      return true;
    });
  });
}

/// Reads the request with the dev server's reader, so that the client's own judges none of its own work.
RecordedCommands recorded_commands(const RawRequest& request) {
  RecordedCommands commands;
  const std::string path = request.target.substr(0, request.target.find('?'));
  if (path == "/api") {
    commands.route = Route::stream;
    read_stream(request.body, commands.methods);
  } else if (path == "/api/batch") {
    commands.route = Route::batch;
    read_batch(request.body, commands.methods);
  } else if (path.rfind("/api/", 0) == 0 && path.size() > 5) {
    commands.route = Route::single;
    commands.methods.push_back(path.substr(5));
  }
  return commands;
}

using namespace detail;

/// Keeps what a dialect reads.
class Answers final : public AnswerSink {
 public:
  struct One {
    std::optional<std::string> result{};
    std::uint32_t code = 0;
    std::string unreadable{};
  };

  explicit Answers(std::size_t count) : all(count) {}
  void result(std::size_t index, std::string_view text) override {
    ++total;
    all.at(index).result = text;
  }
  void error(std::size_t index, std::uint32_t code, std::string) override {
    ++total;
    all.at(index).code = code;
  }
  void unreadable(std::size_t index, std::string why) override {
    ++total;
    all.at(index).unreadable = std::move(why);
  }

  std::vector<One> all;
  std::size_t total = 0;
};

/// The recording says `<time>` where a number stood.
std::string with_times(std::string body) {
  constexpr std::string_view kMark = R"("<time>")";
  for (std::size_t at = 0; (at = body.find(kMark, at)) != std::string::npos;) {
    body.replace(at, kMark.size(), "1700000000000");
  }
  return body;
}

Answers read(const RecordedCommands& commands, std::string_view body) {
  CommandBuffer many;
  for (const std::string& method : commands.methods) many.push(method, "{}", Effect::reads);
  const Commands sent = commands.route == Route::single
                            ? Commands{commands.methods.front(), "{}", Effect::reads}
                            : Commands{many};
  Answers answers(commands.methods.size());
  const Dialect& dialect = commands.route == Route::stream ? legacy_dialect() : modern_dialect();
  dialect.read(body, sent, commands.route == Route::batch ? Form::batch : Form::usual, answers);
  return answers;
}

/// Reads a result into its method's type and compares it with another reader's view of the text.
/// False: no method is called so.
bool decode(const std::string& method, const std::string& text) {
  bool known = false;
  for_each_request([&](auto tag) {
    using Request = typename decltype(tag)::type;
    if (Request::kMethod != method) return;
    known = true;
    const auto result = parse_result<typename Request::Result>(text);
    const auto dom = nlohmann::json::parse(text, nullptr, false);
    if (!dom.is_discarded()) {
      EXPECT_TRUE(agrees(result, dom)) << method << " " << text;
    }
  });
  return known;
}

struct Totals {
  std::size_t results = 0;
  std::size_t errors = 0;
  std::size_t error_objects = 0;  ///< Under a status of their own.
  std::size_t refusals = 0;       ///< In text, or without any.
  std::set<std::string> methods{};
};

void read_answer(const RecordedCommands& commands, const Seen& seen, Totals& totals) {
  if (seen.status != 200) {
    ServerError error;
    const bool is_object = parse_server_error(seen.body, error);
    EXPECT_EQ(is_object, seen.content_type == "application/json");
    ++(is_object ? totals.error_objects : totals.refusals);
    return;
  }
  const Answers answers = read(commands, with_times(seen.body));
  EXPECT_EQ(answers.total, commands.methods.size());
  for (std::size_t i = 0; i < answers.all.size(); ++i) {
    const Answers::One& one = answers.all[i];
    EXPECT_EQ(one.unreadable, "");
    if (!one.result) {
      EXPECT_NE(one.code, 0U);
      ++totals.errors;
      continue;
    }
    ++totals.results;
    EXPECT_TRUE(decode(commands.methods[i], *one.result)) << commands.methods[i];
    totals.methods.insert(commands.methods[i]);
  }
}

void read_all(const Recording& recording, std::size_t methods) {
  Totals totals;
  for (const Scenario& scenario : recording.scenarios) {
    for (std::size_t i = 0; i < scenario.steps.size(); ++i) {
      const Step& step = scenario.steps[i];
      if (step.kind != Step::Kind::exchange) continue;
      const RecordedCommands commands = recorded_commands(step.request);
      if (commands.route == Route::none) continue;
      SCOPED_TRACE(scenario.name + " " + std::to_string(i + 1) + ": " + step.seen.body);
      ASSERT_NO_THROW(read_answer(commands, step.seen, totals));
    }
  }
  std::cout << recording.generation << ": " << totals.results << " results of " << totals.methods.size()
            << " methods, " << totals.errors << " errors, " << totals.error_objects << " error objects, "
            << totals.refusals << " refusals\n";
  EXPECT_EQ(totals.methods.size(), methods);
  EXPECT_GT(totals.errors, 0U);
  EXPECT_GT(totals.refusals, 0U);
  EXPECT_EQ(totals.error_objects > 0, recording.generation >= "v5");
}

TEST(Decoders, ReadEveryAnswerOfV2) { read_all(recording("v2"), 8); }
TEST(Decoders, ReadEveryAnswerOfV3) { read_all(recording("v3"), 11); }
TEST(Decoders, ReadEveryAnswerOfV4) { read_all(derived_v4(), 11); }
TEST(Decoders, ReadEveryAnswerOfV5) { read_all(recording("v5"), 12); }
TEST(Decoders, ReadEveryAnswerOfV6) { read_all(recording("v6"), 19); }

/// A recorded answer that holds bytes which are no text.
const Step& broken_history(const Recording& recording) {
  for (const Scenario& scenario : recording.scenarios) {
    for (const Step& step : scenario.steps) {
      if (step.seen.body.find("\"\xFF\"") != std::string::npos) return step;
    }
  }
  throw std::runtime_error("no broken payload in " + recording.generation);
}

TEST(Decoders, ABrokenPayloadSpoilsOnlyItself) {
  for (const Recording& recording : recordings()) {
    SCOPED_TRACE(recording.generation);
    const std::string broken = broken_history(recording).seen.body;
    const std::string good = R"({"result":{"publications":[{"data":"good"}]}})";
    const RecordedCommands commands{Route::stream, {"history", "history", "history"}};
    const Answers answers = read(commands, good + "\n" + broken + "\n" + good);
    std::vector<HistoryResult> read;
    for (const Answers::One& one : answers.all)
      read.push_back(parse_result<HistoryResult>(one.result.value()));
    EXPECT_EQ(read.at(0).publications.at(0).data.as<nlohmann::json>(), "good");
    EXPECT_THROW((void)read.at(1).publications.at(0).data.as<nlohmann::json>(), UsageError);
    EXPECT_EQ(read.at(1).publications.at(0).data.text(), "\"\xFF\"");
    EXPECT_EQ(read.at(2).publications.at(0).data.as<nlohmann::json>(), "good");
  }
}

TEST(Decoders, ACutAnswerIsNoAnswer) {
  for (const Recording& recording : recordings()) {
    const Step& step = broken_history(recording);
    const RecordedCommands commands = recorded_commands(step.request);
    const std::string body = step.seen.body.substr(0, step.seen.body.find_last_not_of('\n') + 1);
    for (std::size_t size = 0; size < body.size(); ++size) {
      EXPECT_THROW(read(commands, body.substr(0, size)), TextError) << size;
    }
    EXPECT_EQ(read(commands, body).total, commands.methods.size());
  }
}

}  // namespace
}  // namespace cent::test
