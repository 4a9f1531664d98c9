#pragma once
#include <string>
#include <utility>
#include <vector>

#include "delivery/attempt.hpp"
#include "delivery/secrets.hpp"

namespace cent::test {

/// The door below retry without HTTP behind it: an attempt ends when the test says so.
class FakeAttempts final : public detail::Attempts {
 public:
  explicit FakeAttempts(detail::Clock& clock) : clock_(clock) {}

  void start(const detail::Commands& attempted, const detail::AttemptLimits& given,
             detail::AttemptListener& listener, detail::Clock::Time) override {
    commands.clear();
    for (std::size_t i = 0; i < attempted.size(); ++i) {
      commands.push_back(std::string(attempted.method(i)).append(" ").append(attempted.params(i)));
    }
    limits = given;
    listener_ = &listener;
    ++started;
  }

  /// Ends the attempt with these answers: a result, or the code of an error. With a failure they do not
  /// count.
  void answer(const std::vector<std::string>& answers, std::optional<ErrorFacts> failure = {}) {
    for (std::size_t i = 0; i < answers.size(); ++i) {
      const std::string& body = listener_->responded(200, answers[i], secrets_);
      if (body.front() == '{') {
        listener_->result(i, body);
      } else {
        listener_->error(i, static_cast<std::uint32_t>(std::stoul(body)), "m" + std::to_string(i));
      }
    }
    end(std::move(failure));
  }
  /// Ends the attempt without an answer.
  void fail(ErrorFacts facts) { end(std::move(facts)); }

  std::vector<std::string> commands;  ///< Of the last attempt: `publish {"channel":"a"}`.
  detail::AttemptLimits limits{};
  int started = 0;
  bool is_other_ready = false;

 private:
  void end(std::optional<ErrorFacts> failure) {
    std::exchange(listener_, nullptr)->ended({std::move(failure), is_other_ready}, clock_.now());
  }

  const detail::Secrets secrets_;
  detail::Clock& clock_;
  detail::AttemptListener* listener_ = nullptr;
};

}  // namespace cent::test
