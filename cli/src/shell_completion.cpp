#include "shell_completion.hpp"

#include <CLI/CLI.hpp>
#include <functional>
#include <map>
#include <set>
#include <string_view>
#include <utility>
#include <vector>

#include "help.hpp"

namespace cent::cli {
namespace {

std::vector<const ::CLI::App*> subcommands_of(const ::CLI::App& app) {
  return app.get_subcommands([](const ::CLI::App* a) { return !a->get_group().empty(); });
}

std::vector<const ::CLI::Option*> options_of(const ::CLI::App& app) {
  return app.get_options([](const ::CLI::Option* o) { return !o->get_lnames().empty(); });
}

std::string long_name(const ::CLI::Option& option) { return "--" + option.get_lnames().front(); }

/// The values of a type such as `table|json`.
std::vector<std::string> choices_of(const ::CLI::Option& option) {
  if (option.get_type_name().find('|') == std::string::npos) return {};
  return ::CLI::detail::split(option.get_type_name(), '|');
}
bool takes_value(const ::CLI::Option& option) { return option.get_type_size() != 0; }
bool takes_file(const ::CLI::Option& option) { return option.get_type_name() == "FILE"; }

std::string joined(const std::vector<std::string>& words) { return ::CLI::detail::join(words, " "); }

/// Calls `visit` for the program and each subcommand, with the names from the program to it.
void walk(const ::CLI::App& app, std::vector<std::string>& path,
          const std::function<void(const ::CLI::App&, const std::vector<std::string>&)>& visit) {
  visit(app, path);
  for (const ::CLI::App* subcommand : subcommands_of(app)) {
    path.push_back(subcommand->get_name());
    walk(*subcommand, path, visit);
    path.pop_back();
  }
}
void walk(const ::CLI::App& program,
          const std::function<void(const ::CLI::App&, const std::vector<std::string>&)>& visit) {
  std::vector<std::string> path;
  walk(program, path, visit);
}

/// Text inside single quotes of a shell.
std::string quoted(std::string_view text, std::string_view quote) {
  std::string out = "'";
  for (const char c : text) out += c == '\'' ? std::string(quote) : std::string(1, c);
  return out + "'";
}
std::string in_shell(const std::string& text) { return quoted(text, R"('\'')"); }
std::string in_fish(const std::string& text) {
  return quoted(::CLI::detail::find_and_replace(text, "\\", "\\\\"), R"(\')");
}

/// One option for zsh's _arguments: `'--limit[Maximum number.]:NUMBER:'`.
std::string zsh_argument(const ::CLI::Option& option) {
  std::string text;
  for (const char c : first_sentence(option.get_description())) {
    if (c == '[' || c == ']' || c == ':' || c == '\\') text += '\\';
    text += c;
  }
  std::string argument =
      (option.get_items_expected_max() > 1 ? "*" : "") + long_name(option) + '[' + text + ']';
  if (takes_value(option)) {
    const std::vector<std::string> choices = choices_of(option);
    argument += choices.empty() ? ":value:" : ":value:(" + joined(choices) + ")";
    if (takes_file(option)) argument += "_files";
  }
  return in_shell(argument);
}

}  // namespace

std::string bash_completion(const ::CLI::App& program) {
  std::string cases;  // of each subcommand: what is inside, and its options
  std::map<std::string, std::string> values;
  std::set<std::string> with_value;
  walk(program, [&](const ::CLI::App& app, const std::vector<std::string>& path) {
    std::vector<std::string> words;
    std::vector<std::string> options;
    for (const ::CLI::App* subcommand : subcommands_of(app)) words.push_back(subcommand->get_name());
    for (const ::CLI::Option* option : options_of(app)) {
      options.push_back(long_name(*option));
      if (takes_value(*option)) with_value.insert(options.back());
      if (takes_file(*option)) values[options.back()] = "-f";
      const std::string choices = joined(choices_of(*option));
      if (!choices.empty()) values[options.back()] = "-W " + in_shell(choices);
    }
    cases +=
        "    '" + joined(path) + "') words='" + joined(words) + "' options='" + joined(options) + "' ;;\n";
  });
  std::string out = R"sh(# bash completion for cent. Made by the program itself.
_cent() {
  local current=${COMP_WORDS[COMP_CWORD]} previous=${COMP_WORDS[COMP_CWORD-1]} path= word i
  COMPREPLY=()
  case $previous in
)sh";
  for (const auto& [name, action] : values) {
    out.append("    ").append(name).append(") COMPREPLY=($(compgen ").append(action);
    out += " -- \"$current\")); return ;;\n";
  }
  out += R"sh(  esac
  for ((i = 1; i < COMP_CWORD; ++i)); do
    word=${COMP_WORDS[i]}
    case $word in
      )sh" +
         ::CLI::detail::join(with_value, "|") + R"sh() ((++i)) ;;
      -*) ;;
      *) case " $(_cent_words "$path") " in *" ${word//_/-} "*) path+=${path:+ }${word//_/-} ;; esac ;;
    esac
  done
  if [[ $current == -* ]]; then
    COMPREPLY=($(compgen -W "$(_cent_words "$path" options) $(_cent_words '' options)" -- "$current"))
  else
    COMPREPLY=($(compgen -W "$(_cent_words "$path")" -- "$current"))
  fi
}
# The subcommands inside one, or its options.
_cent_words() {
  local words= options=
  case $1 in
)sh" + cases +
         R"sh(  esac
  if [[ ${2:-} == options ]]; then echo "$options"; else echo "$words"; fi
}
complete -F _cent cent
)sh";
  return out;
}

std::string zsh_completion(const ::CLI::App& program) {
  std::string functions;
  walk(program, [&](const ::CLI::App& app, const std::vector<std::string>& path) {
    const std::string name = "_cent" + std::string(path.empty() ? "" : "_") + ::CLI::detail::join(path, "_");
    functions += name + "() {\n  local line state\n  _arguments -C \\\n";
    for (const ::CLI::Option* option : options_of(app)) functions += "    " + zsh_argument(*option) + " \\\n";
    if (app.get_parent() != nullptr) {
      for (const ::CLI::Option* option : options_of(program)) {
        if (option != program.get_help_ptr() && option->get_lnames().front() != "version") {
          functions += "    " + zsh_argument(*option) + " \\\n";
        }
      }
    }
    const auto subcommands = subcommands_of(app);
    if (subcommands.empty()) {
      functions += "    '*: :_message argument'\n}\n";
      return;
    }
    functions +=
        "    '1: :->subcommand' '*::argument:->arguments'\n  case $state in\n    subcommand)\n      local -a "
        "all\n      all=(\n";
    for (const ::CLI::App* subcommand : subcommands) {
      functions += "        " +
                   in_shell(subcommand->get_name() + ":" + first_sentence(subcommand->get_description())) +
                   "\n";
    }
    functions += "      )\n      _describe subcommand all ;;\n    arguments) (( $+functions[" + name +
                 "_$line[1]] )) && " + name + "_$line[1] ;;\n  esac\n}\n";
  });
  return "#compdef cent\n# zsh completion for cent. Made by the program itself.\n" + functions +
         "_cent \"$@\"\n";
}

std::string fish_completion(const ::CLI::App& program) {
  std::string lines = "# fish completion for cent. Made by the program itself.\ncomplete -c cent -f\n";
  walk(program, [&](const ::CLI::App& app, const std::vector<std::string>& path) {
    std::vector<std::string> inside;
    for (const ::CLI::App* subcommand : subcommands_of(app)) inside.push_back(subcommand->get_name());
    std::string condition;
    for (const std::string& name : path) {
      condition += (condition.empty() ? "" : "; and ") + ("__fish_seen_subcommand_from " + name);
    }
    std::string subcommand_condition = condition;
    if (!inside.empty()) {
      subcommand_condition +=
          (condition.empty() ? "" : "; and ") + ("not __fish_seen_subcommand_from " + joined(inside));
    }
    const auto line = [&](const std::string& when) {
      return "complete -c cent" + (when.empty() ? std::string() : " -n " + in_fish(when));
    };
    for (const ::CLI::App* subcommand : subcommands_of(app)) {
      lines += line(subcommand_condition) + " -a " + subcommand->get_name() + " -d " +
               in_fish(first_sentence(subcommand->get_description())) + '\n';
    }
    for (const ::CLI::Option* option : options_of(app)) {
      const std::vector<std::string> choices = choices_of(*option);
      lines += line(condition) + " -l " + option->get_lnames().front() + " -d " +
               in_fish(first_sentence(option->get_description()));
      if (!choices.empty()) lines += " -a " + in_fish(joined(choices));
      if (takes_value(*option)) lines += takes_file(*option) ? " -r -F" : " -x";
      lines += '\n';
    }
  });
  return lines;
}

}  // namespace cent::cli
