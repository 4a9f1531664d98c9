#pragma once
#include <cstddef>
#include <memory>
#include <string>
#include <string_view>
#include <vector>

namespace CLI {
class App;
class FormatterBase;
class Option;
}  // namespace CLI

namespace cent::cli {

struct HelpRow {
  std::string name;
  std::string text;
};
/// A part of the help that belongs to the whole program: the exit codes, the environment, the files.
struct HelpSection {
  std::string title;
  std::string text;
  std::vector<HelpRow> rows{};
  std::string example{};
};
/// For --help and the man page.
[[nodiscard]] const std::vector<HelpSection>& help_sections();

/// The layout of all help texts, in lines of at most `columns`.
[[nodiscard]] std::shared_ptr<::CLI::FormatterBase> make_formatter(std::size_t columns);
/// The sections as text.
[[nodiscard]] std::string help_footer(std::size_t columns);

[[nodiscard]] std::string first_sentence(std::string_view text);
[[nodiscard]] std::string upper(std::string text);
/// `CHANNEL`, or `--limit NUMBER`.
[[nodiscard]] std::string positional_label(const ::CLI::Option& option);
[[nodiscard]] std::string option_label(const ::CLI::Option& option);
/// `cent publish [OPTIONS] CHANNEL DATA`.
[[nodiscard]] std::string usage_of(const ::CLI::App& app, const std::string& name);

}  // namespace cent::cli
