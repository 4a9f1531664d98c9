#include <gtest/gtest.h>

#include <cent/testing/dev_server.hpp>
#include <iostream>
#include <map>
#include <optional>
#include <string>

#include "support/eventually.hpp"
#include "wire/judge.hpp"
#include "wire/recording.hpp"

namespace cent::test {
namespace {

std::vector<std::string> read_lines(RawStream& stream, std::size_t count) {
  std::vector<std::string> lines;
  while (lines.size() < count) {
    const std::optional<std::string> line = stream.next();
    if (!line) break;
    lines.push_back(normalise(*line));
  }
  return lines;
}

Seen play_exchange(std::uint16_t port, const RawRequest& request) {
  const RawResponse response = exchange(port, request);
  Seen seen;
  seen.status = response.status;
  seen.content_type = response.header("content-type");
  seen.body = normalise(response.body);
  return seen;
}

/// Plays the steps of a scenario to a server, in order, and returns its answers, one entry a step. Pauses are
/// skipped: the dev server has done its work when it answers.
std::vector<Seen> play(std::uint16_t port, const Scenario& scenario) {
  std::vector<Seen> seen;
  std::map<std::string, RawStream> streams;
  for (const Step& step : scenario.steps) {
    Seen& entry = seen.emplace_back();
    switch (step.kind) {
      case Step::Kind::exchange:
        entry = play_exchange(port, step.request);
        break;
      case Step::Kind::open: {
        RawStream stream(port, step.request);
        entry.status = stream.head().status;
        entry.lines = read_lines(stream, 1);
        streams.emplace(step.stream, std::move(stream));
        break;
      }
      case Step::Kind::read:
        entry.lines = read_lines(streams.at(step.stream), step.lines);
        break;
      case Step::Kind::pause:
        break;
    }
  }
  return seen;
}

using testing::DevServer;
using testing::DevServerOptions;
using testing::Generation;

/// Steps whose text may differ from the real server's though the values are equal, by `generation scenario
/// step`, each with its reason. None is left; what comes up without a reason here is a failure.
const std::map<std::string, const char*>& reasons_for_other_text() {
  static const std::map<std::string, const char*> all = {};
  return all;
}

Generation generation_of(const std::string& name) { return static_cast<Generation>(name.at(1) - '2'); }

void replay(const Recording& recording, std::size_t expected_steps) {
  DevServerOptions options;
  options.generation = generation_of(recording.generation);
  DevServer server(options);
  std::map<Verdict, std::size_t> count;
  for (const Scenario& scenario : recording.scenarios) {
    SCOPED_TRACE(scenario.name);
    const std::vector<Seen> seen = play(server.port(), scenario);
    ASSERT_EQ(seen.size(), scenario.steps.size());
    for (std::size_t i = 0; i < seen.size(); ++i) {
      const Step& step = scenario.steps[i];
      const Verdict verdict = judge(step.seen, seen[i]);
      ++count[verdict];
      if (verdict == Verdict::same) continue;
      const std::string name = recording.generation + " " + scenario.name + " " + std::to_string(i + 1);
      const auto reason = reasons_for_other_text().find(name);
      const bool explained = verdict == Verdict::text && reason != reasons_for_other_text().end();
      if (explained) std::cout << name << ", other text: " << reason->second << '\n';
      EXPECT_TRUE(explained) << name << "\n  request: " << step.request.target << " " << step.request.body
                             << "\n  real: " << to_text(step.seen) << "\n  here: " << to_text(seen[i]);
    }
    // A closed stream is noticed a moment later.
    ASSERT_TRUE(eventually([&] { return server.stats().streams_open == 0; }));
  }
  std::cout << recording.generation << " as " << recording.server << ": " << recording.steps() << " steps, "
            << count[Verdict::same] << " the same, " << count[Verdict::text] << " other text, "
            << count[Verdict::differs] << " differ\n";
  EXPECT_EQ(recording.steps(), expected_steps);
}

TEST(Replay, V2AnswersAsTheRealServerDid) { replay(recording("v2"), 120); }
TEST(Replay, V3AnswersAsTheRealServerDid) { replay(recording("v3"), 163); }
TEST(Replay, V4AnswersAsIsKnownOfIt) { replay(derived_v4(), 163); }
TEST(Replay, V5AnswersAsTheRealServerDid) { replay(recording("v5"), 240); }
TEST(Replay, V6AnswersAsTheRealServerDid) { replay(recording("v6"), 277); }

}  // namespace
}  // namespace cent::test
