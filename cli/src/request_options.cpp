#include "request_options.hpp"

namespace cent::cli {

std::string kebab(std::string name) {
  std::replace(name.begin(), name.end(), '_', '-');
  return name;
}

std::string option_names(const std::string& field) {
  const std::string name = kebab(field);
  return name == field ? "--" + field : "--" + name + ",--" + field;
}

void set_pair(const std::string& option, const std::string& text, std::map<std::string, std::string>& map) {
  if (!text.empty() && text.front() == '{') return read_value(option, text, map);
  const std::size_t equals = text.find('=');
  if (equals == std::string::npos)
    throw UsageError(option + ": must be KEY=VALUE, or a JSON object of texts");
  map[text.substr(0, equals)] = text.substr(equals + 1);
}

void take_all_that_is_left(::CLI::Option& positional) {
  constexpr int kMany = ::CLI::detail::expected_max_vector_size;
  positional.expected(kMany, kMany)->take_all();
}

void set_json(const std::string& option, const std::string& text, Json& json) {
  try {
    json = Json::raw(text);
  } catch (const UsageError& error) {
    const bool is_bare_text = text.find_first_of("{[\"") != 0;
    throw UsageError(option + ": " + error.facts().cause +
                     (is_bare_text ? R"(; a text needs quotes of its own, as in '"hello"')" : ""));
  }
}

}  // namespace cent::cli
