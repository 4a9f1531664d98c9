#include "help.hpp"

#include <CLI/CLI.hpp>
#include <algorithm>
#include <cctype>

#include "terminal.hpp"

namespace cent::cli {
namespace {

constexpr std::size_t kIndent = 6;

std::string indented(std::string_view text, std::size_t indent, std::size_t columns) {
  std::string block;
  if (text.empty()) return block;
  for (const std::string& line : wrap(text, columns > indent + 10 ? columns - indent : 10)) {
    block += line.empty() ? "\n" : std::string(indent, ' ') + line + '\n';
  }
  return block;
}

/// A name, and its text below it.
std::string entry(const std::string& name, std::string_view text, std::size_t columns) {
  return indented(name, 2, columns) + indented(text, kIndent, columns);
}

/// CLI11's parts in the order that it gives them, broken at the width of the terminal.
class HelpFormatter : public ::CLI::Formatter {
 public:
  explicit HelpFormatter(std::size_t columns) : columns_(columns) {}

  std::string make_option(const ::CLI::Option* option, bool is_positional) const override {
    if (is_positional) return entry(positional_label(*option), option->get_description(), columns_);
    if (option->get_positional()) return {};  // stands among the positionals
    return entry(option_label(*option), option->get_description(), columns_);
  }
  std::string make_subcommand(const ::CLI::App* app) const override {
    return entry(app->get_name(), first_sentence(app->get_description()), columns_);
  }
  std::string make_description(const ::CLI::App* app) const override {
    return indented(app->get_description(), 0, columns_) + '\n';
  }
  std::string make_usage(const ::CLI::App* app, std::string name) const override {
    return indented("Usage: " + usage_of(*app, name), 0, columns_);
  }
  std::string make_footer(const ::CLI::App* app) const override {
    if (app->get_parent() == nullptr) return help_footer(columns_);
    return indented("Options of the server and the key, exit codes and files: cent --help", 0, columns_);
  }

 private:
  std::size_t columns_;
};

}  // namespace

std::string first_sentence(std::string_view text) {
  for (std::size_t i = 0; i < text.size(); ++i) {
    if (text[i] == '\n') return std::string(text.substr(0, i));
    if (text[i] == '.' && (i + 1 == text.size() || text[i + 1] == ' ' || text[i + 1] == '\n')) {
      return std::string(text.substr(0, i + 1));
    }
  }
  return std::string(text);
}

std::string upper(std::string text) {
  std::transform(text.begin(), text.end(), text.begin(),
                 [](unsigned char c) { return static_cast<char>(std::toupper(c)); });
  return text;
}

std::string positional_label(const ::CLI::Option& option) {
  std::string name = upper(option.get_name(true));
  if (option.get_expected_max() > 1) name += "...";
  return name;
}

std::string option_label(const ::CLI::Option& option) {
  std::string name;
  for (const std::string& letter : option.get_snames()) name += "-" + letter + ", ";
  name += option.get_lnames().empty() ? "" : "--" + option.get_lnames().front();
  if (option.get_type_size() != 0 && !option.get_type_name().empty()) name += " " + option.get_type_name();
  return name;
}

std::string usage_of(const ::CLI::App& app, const std::string& name) {
  std::string usage = name + " [OPTIONS]";
  for (const ::CLI::Option* option :
       app.get_options([](const ::CLI::Option* o) { return o->get_positional(); })) {
    usage += " " + positional_label(*option);
  }
  if (!app.get_subcommands([](const ::CLI::App*) { return true; }).empty()) usage += " SUBCOMMAND";
  return usage;
}

std::shared_ptr<::CLI::FormatterBase> make_formatter(std::size_t columns) {
  return std::make_shared<HelpFormatter>(columns);
}

std::string help_footer(std::size_t columns) {
  std::string text;
  for (const HelpSection& section : help_sections()) {
    text += (text.empty() ? "" : "\n") + section.title + ":\n" + indented(section.text, 2, columns);
    for (const HelpRow& row : section.rows) text += entry(row.name, row.text, columns);
    if (!section.example.empty()) text += '\n' + section.example;
  }
  return text;
}

}  // namespace cent::cli
