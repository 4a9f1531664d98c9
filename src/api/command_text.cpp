// Commands as text, and the effects of methods.
#include <cent/values.hpp>
#include <utility>

#include "api/all_rows.hpp"
#include "json/access.hpp"
#include "json/reader.hpp"
#include "json/text_error.hpp"
#include "json/writer.hpp"
#include "protocol/method_name.hpp"

namespace cent {
namespace {

constexpr Effect kEffects[] = {Effect::reads, Effect::sets, Effect::keyed, Effect::versioned, Effect::once};

Effect effect_named(std::string_view name) {
  for (const Effect effect : kEffects) {
    if (name == to_string(effect)) return effect;
  }
  throw UsageError("a command's effect is reads, sets, keyed, versioned or once");
}

}  // namespace

const char* to_string(Effect effect) noexcept {
  switch (effect) {
    case Effect::reads:
      return "reads";
    case Effect::sets:
      return "sets";
    case Effect::keyed:
      return "keyed";
    case Effect::versioned:
      return "versioned";
    case Effect::once:
      break;
  }
  return "once";
}

Effect effect_of(std::string_view method) noexcept {
#define CENT_EFFECT(name, Type, since, number) \
  if (method == #name) return detail::Row<Type##Request>::effect({});
  CENT_METHODS(CENT_EFFECT)
#undef CENT_EFFECT
  return Effect::once;
}

std::string to_text(const Command& command) {
  const std::string& params = command.params.text();
  return command.method + " " + (params.empty() ? "{}" : params) + " (" + to_string(command.effect) + ")";
}

std::string to_line(const Command& command) {
  detail::check_method_name(command.method);
  std::string one_line;
  const std::string_view params = detail::checked_params(command, one_line);
  std::string line;
  line.append(R"({"method":")").append(command.method).append(R"(","params":)").append(params);
  return line.append(R"(,"effect":")").append(to_string(command.effect)).append("\"}");
}

Command parse_command(TextArgument line) {
  Command command;
  bool has_effect = false;
  try {
    detail::JsonReader in{line.named("the command")};
    in.begin_object();
    for (std::string_view name; in.next_member(name);) {
      if (name == "method") {
        in.read_string(command.method);
      } else if (name == "params") {
        bool clean = true;
        const std::string_view params = in.read_raw(clean);
        command.params = Json::raw(std::string(params));
      } else if (name == "effect") {
        std::string effect;
        in.read_string(effect);
        command.effect = effect_named(effect);
        has_effect = true;
      } else {
        in.skip_value();
      }
    }
    in.finish();
  } catch (const detail::TextError& error) {
    throw UsageError("not a command: " + error.message());
  }
  detail::check_method_name(command.method);
  std::string one_line;
  static_cast<void>(detail::checked_params(command, one_line));
  if (!has_effect) command.effect = effect_of(command.method);
  return command;
}

}  // namespace cent
