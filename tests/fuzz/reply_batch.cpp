#include <cent/detail/command_buffer.hpp>

#include "fuzz/answers.hpp"
#include "fuzz/targets.hpp"
#include "json/text_error.hpp"
#include "json/writer.hpp"
#include "protocol/dialects.hpp"

namespace cent::fuzz {
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
