#include "wire/player.hpp"

#include <map>
#include <optional>
#include <stdexcept>

#include "wire/judge.hpp"

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

}  // namespace

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

}  // namespace cent::test
