// Reading of replies: results of every method, a single reply, and those of a batch.
#include <cent/detail/codec.hpp>
#include <cent/detail/command_buffer.hpp>
#include <cent/errors.hpp>
#include <cent/history_view.hpp>
#include <cent/values.hpp>
#include <cstdint>
#include <nlohmann/json.hpp>
#include <optional>
#include <string>
#include <string_view>
#include <type_traits>
#include <vector>

#include "api/all_methods.hpp"
#include "api/dom_agrees.hpp"
#include "fuzz/targets.hpp"
#include "json/text_error.hpp"
#include "json/writer.hpp"
#include "protocol/answer_sink.hpp"
#include "protocol/dialects.hpp"

namespace cent::fuzz {
namespace {

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

/// True if it can be read.
template <class Result>
bool decodes(std::string_view text, Result& result) {
  try {
    detail::decode_result(text, result);
    return true;
  } catch (const RequestException& error) {
    require(error.kind() == FailureKind::unreadable && error.delivery() == Delivery::unknown,
            "an unreadable result says so");
    return false;
  }
}

/// The same text for the general reader: the faster one takes no white space.
std::string behind_a_blank(std::string_view text) { return " " + std::string(text); }

/// A view shows less strictly what a result holds.
void view_agrees(std::string_view text, const HistoryResult& result) {
  const HistoryView view{text};
  require(view.size() == result.publications.size() && view.position().offset == result.offset &&
              view.position().epoch == result.epoch,
          "a view has the result's publications and position");
  for (std::size_t i = 0; i < view.size(); ++i) {
    require(view[i].copy() == result.publications[i], "a copy of a view is the publication");
  }
}

template <class Result>
void read(std::string_view text) {
  Result result{};
  Result in_general{};
  const bool is_good = decodes(text, result);
  require(decodes(behind_a_blank(text), in_general) == is_good && (!is_good || result == in_general),
          "both ways of reading a result agree");
  if (!is_good) return;
  if constexpr (std::is_same_v<Result, HistoryResult>) view_agrees(text, result);
  const nlohmann::json dom = nlohmann::json::parse(text, nullptr, false);
  if (dom.is_discarded()) return;  // broken text in a payload, or a number in it that no double holds
  require(test::agrees(result, dom), "the fields are those that nlohmann finds");
}

}  // namespace

void reply_results(const std::uint8_t* data, std::size_t size) {
  Input input{data, size};
  const std::size_t chosen = input.byte() % test::kRequests;
  std::size_t index = 0;
  test::for_each_request([&](auto tag) {
    if (index++ == chosen) read<typename decltype(tag)::type::Result>(input.rest());
  });
}

namespace {

using nlohmann::json;

/// nlohmann's view of the same reply: a result, an error, or nothing that it can be.
void compare_with_nlohmann(std::string_view body, std::string_view result_name,
                           const Answers::Answer& answer) {
  const json dom = json::parse(body, nullptr, false);
  if (dom.is_discarded()) return;  // broken text in a payload, or a number that no double holds
  if (!answer.result && !answer.code) return;
  require(dom.is_object(), "a reply is an object");
  const auto member = [&](std::string_view name) {
    const auto found = dom.find(name);
    return found == dom.end() ? json() : *found;
  };
  if (answer.result && *answer.result != "{}") {
    const json result = json::parse(*answer.result, nullptr, false);
    require(result == member(result_name), "the result is the member that nlohmann finds");
  }
  if (answer.code) {
    const json error = member("error");
    require(error.is_object() && error.at("code") == *answer.code && error.at("message") == answer.message,
            "the error is the one that nlohmann finds");
  }
}

void read(const detail::Dialect& dialect, detail::Form form, std::string_view body) {
  const detail::Commands commands{"history", "{}", Effect::reads};
  Answers answers{body, 1};
  try {
    dialect.read(body, commands, form, answers);
  } catch (const detail::TextError& error) {
    require(error.offset <= body.size(), "an error's offset lies within the body");
    return;
  }
  require(answers.count() == 1, "the command is answered");
  const std::string blank = behind_a_blank(body);
  Answers in_general{blank, 1};
  dialect.read(blank, commands, form, in_general);
  require(answers == in_general, "both ways of reading a reply agree");
  if (form == detail::Form::usual) compare_with_nlohmann(body, "result", answers.at(0));
}

}  // namespace

void reply_single(const std::uint8_t* data, std::size_t size) {
  const std::string_view body = Input{data, size}.rest();
  read(detail::modern_dialect(), detail::Form::usual, body);
  read(detail::modern_dialect(), detail::Form::batch, body);
  read(detail::legacy_dialect(), detail::Form::usual, body);
}

namespace {

constexpr std::string_view kMethods[] = {"publish", "history", "broadcast", "presence", "info"};

detail::CommandBuffer buffer_of(std::size_t count) {
  detail::CommandBuffer buffer;
  for (std::size_t i = 0; i < count; ++i) buffer.push(kMethods[i % std::size(kMethods)], "{}", Effect::reads);
  return buffer;
}

/// A reply that says the same, made anew; unreadable ones become replies without a result.
std::string spell(const Answers& answers, const detail::CommandBuffer& buffer, bool legacy) {
  std::string out = legacy ? "" : R"({"replies":[)";
  for (std::size_t i = 0; i < buffer.size(); ++i) {
    const Answers::Answer& answer = answers.at(i);
    if (i != 0) out += legacy ? "\n" : ",";
    if (answer.result) {
      const std::string name = legacy ? "result" : std::string(buffer.method(i));
      out += "{\"" + name + "\":" + *answer.result + "}";
    } else if (answer.code) {
      out += R"({"error":{"code":)" + std::to_string(*answer.code) + R"(,"message":)";
      detail::write_string(out, answer.message);
      out += "}}";
    } else {
      out += legacy ? R"({"result":1,"error":1})" : "{}";
    }
  }
  return legacy ? out : out + "]}";
}

void read(const detail::Dialect& dialect, bool legacy, std::string_view body,
          const detail::CommandBuffer& buffer) {
  const detail::Commands commands{buffer};
  Answers answers{body, buffer.size()};
  try {
    dialect.read(body, commands, detail::Form::batch, answers);
  } catch (const detail::TextError& error) {
    require(error.offset <= body.size(), "an error's offset lies within the body");
    return;
  }
  require(answers.count() == buffer.size(), "every command is answered");
  const std::string again = spell(answers, buffer, legacy);
  Answers second{again, buffer.size()};
  dialect.read(again, commands, detail::Form::batch, second);
  require(answers == second, "the same reply, spelled anew, reads the same");
}

}  // namespace

void reply_batch(const std::uint8_t* data, std::size_t size) {
  Input input{data, size};
  const detail::CommandBuffer buffer = buffer_of(input.byte() % 8U);
  read(detail::modern_dialect(), false, input.rest(), buffer);
  read(detail::legacy_dialect(), true, input.rest(), buffer);
}

}  // namespace cent::fuzz
