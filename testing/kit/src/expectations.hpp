#pragma once
#include <cent/testing/fake_transport.hpp>
#include <functional>
#include <optional>
#include <string>
#include <vector>

#include "packing.hpp"
#include "value.hpp"

namespace cent::testing::kit {

/// The answer to a whole request: no response, or an HTTP status.
struct Fate {
  std::optional<ErrorFacts> failure{};
  HttpResponse response{};
};

/// One expectation.
struct Line {
  std::string method{};
  std::optional<Value> params{};
  std::function<bool(const Json&)> accepts{};
  bool always = false;  ///< Any number of times, including zero.
  std::size_t wanted = 1;
  std::size_t met = 0;
  Reply reply{"{}", 0, {}};
  std::optional<Fate> fate{};

  [[nodiscard]] bool open() const { return !always && met < wanted; }
};

/// The expectations of a FakeTransport and how often each was met. No thread, no transport.
class Expectations {
 public:
  explicit Expectations(Order order) : order_(order) {}

  std::size_t add(Line line);
  Line& line(std::size_t index) { return lines_[index]; }

  /// The expectation that this command meets. Null if there is none, and `why` then shows what came and what
  /// was expected.
  const Line* meet(const SeenCommand& command, std::string& why);

  [[nodiscard]] std::vector<std::string> unmet() const;

 private:
  [[nodiscard]] std::string complaint(const SeenCommand& command, const std::optional<Value>& params) const;

  Order order_;
  std::vector<Line> lines_;
};

}  // namespace cent::testing::kit
