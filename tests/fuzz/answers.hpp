#pragma once
#include <cstdint>
#include <optional>
#include <string>
#include <string_view>
#include <vector>

#include "fuzz/targets.hpp"
#include "protocol/answer_sink.hpp"

namespace cent::fuzz {

/// Writes down what a dialect made of a reply, and checks that no command is answered twice.
class Answers final : public detail::AnswerSink {
 public:
  struct Answer {
    std::optional<std::string> result{};
    std::optional<std::uint32_t> code{};
    std::string message{};  ///< Of an error, or why it is unreadable.
  };

  Answers(std::string_view body, std::size_t commands) : body_(body), answers_(commands) {}

  void result(std::size_t index, std::string_view text) override {
    slot(index).result = std::string(text);
    const bool inside =
        text.data() >= body_.data() && text.data() + text.size() <= body_.data() + body_.size();
    require(inside || text == "{}", "a result is a piece of the body");
  }
  void error(std::size_t index, std::uint32_t code, std::string message) override {
    Answer& answer = slot(index);
    answer.code = code;
    answer.message = std::move(message);
  }
  void unreadable(std::size_t index, std::string why) override {
    slot(index).message = std::move(why);
    require(!answers_[index]->message.empty(), "an unreadable reply has a reason");
  }

  [[nodiscard]] std::size_t count() const noexcept { return count_; }
  [[nodiscard]] const Answer& at(std::size_t index) const { return answers_.at(index).value(); }

  friend bool operator==(const Answers& a, const Answers& b) {
    if (a.answers_.size() != b.answers_.size() || a.count_ != b.count_) return false;
    for (std::size_t i = 0; i < a.answers_.size(); ++i) {
      if (a.answers_[i].has_value() != b.answers_[i].has_value()) return false;
      if (!a.answers_[i]) continue;
      if (a.answers_[i]->result != b.answers_[i]->result || a.answers_[i]->code != b.answers_[i]->code) {
        return false;
      }
    }
    return true;
  }

 private:
  Answer& slot(std::size_t index) {
    require(index < answers_.size(), "only commands that were sent are answered");
    require(!answers_[index].has_value(), "no command is answered twice");
    ++count_;
    return answers_[index].emplace();
  }

  std::string_view body_;
  std::vector<std::optional<Answer>> answers_;
  std::size_t count_ = 0;
};

}  // namespace cent::fuzz
