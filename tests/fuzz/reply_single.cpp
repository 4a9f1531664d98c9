#include <nlohmann/json.hpp>

#include "fuzz/answers.hpp"
#include "fuzz/targets.hpp"
#include "json/text_error.hpp"
#include "protocol/dialects.hpp"

namespace cent::fuzz {
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
  if (form == detail::Form::usual) compare_with_nlohmann(body, "result", answers.at(0));
}

}  // namespace

void reply_single(const std::uint8_t* data, std::size_t size) {
  const std::string_view body = Input{data, size}.rest();
  read(detail::modern_dialect(), detail::Form::usual, body);
  read(detail::modern_dialect(), detail::Form::batch, body);
  read(detail::legacy_dialect(), detail::Form::usual, body);
}

}  // namespace cent::fuzz
