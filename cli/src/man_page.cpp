#include "man_page.hpp"

#include <cent/version.hpp>

#include <CLI/CLI.hpp>
#include <string_view>

#include "help.hpp"

namespace cent::cli {
namespace {

/// Text as roff: requests and escapes of roff are escaped, and the code between backticks is bold.
std::string roff(std::string_view text) {
  std::string out;
  bool line_start = true;
  bool code = false;
  for (const char c : text) {
    if (line_start && (c == '.' || c == '\'')) out += "\\&";
    line_start = c == '\n';
    if (c == '`') {
      out += (code = !code) ? "\\fB" : "\\fR";
    } else if (c == '\\') {
      out += "\\e";
    } else if (c == '-') {
      out += "\\-";
    } else if (c == '\n') {
      out += "\n.PP\n";
    } else {
      out += c;
    }
  }
  return out;
}

void put_entry(std::string& page, const std::string& name, std::string_view text) {
  page += ".TP\n\\fB" + roff(name) + "\\fR\n" + roff(text) + '\n';
}

void put_options(std::string& page, const ::CLI::App& app) {
  for (const ::CLI::Option* option :
       app.get_options([](const ::CLI::Option* o) { return o->get_positional(); })) {
    put_entry(page, positional_label(*option), option->get_description());
  }
  for (const ::CLI::Option* option :
       app.get_options([](const ::CLI::Option* o) { return !o->get_positional(); })) {
    if (option == app.get_help_ptr() && app.get_parent() != nullptr) continue;
    put_entry(page, option_label(*option), option->get_description());
  }
}

/// A subcommand, or those inside it.
void put_subcommand(std::string& page, const ::CLI::App& app, const std::string& above) {
  const std::string name = above + ' ' + app.get_name();
  const auto inside = app.get_subcommands([](const ::CLI::App*) { return true; });
  if (inside.empty()) {
    page += ".SS " + roff(usage_of(app, name)) + '\n' + roff(app.get_description()) + '\n';
    put_options(page, app);
  }
  for (const ::CLI::App* subcommand : inside) put_subcommand(page, *subcommand, name);
}

}  // namespace

std::string man_page(const ::CLI::App& program) {
  std::string page = ".TH CENT 1 \"\" \"cent " + std::string(kVersion) + "\" \"User Commands\"\n";
  page += ".SH NAME\ncent \\- " + roff("calls the HTTP server API of Centrifugo") + '\n';
  page += ".SH SYNOPSIS\n\\fBcent\\fR [OPTIONS] SUBCOMMAND\n.SH OPTIONS\n";
  put_options(page, program);
  std::string group;
  for (const ::CLI::App* app :
       program.get_subcommands([](const ::CLI::App* a) { return !a->get_group().empty(); })) {
    if (app->get_group() != group) page += ".SH " + upper(group = app->get_group()) + '\n';
    put_subcommand(page, *app, program.get_name());
  }
  for (const HelpSection& section : help_sections()) {
    page += ".SH " + upper(section.title) + '\n';
    if (!section.text.empty()) page += roff(section.text) + '\n';
    for (const HelpRow& row : section.rows) put_entry(page, row.name, row.text);
    if (!section.example.empty()) page += ".PP\n.nf\n" + section.example + ".fi\n";
  }
  return page;
}

}  // namespace cent::cli
