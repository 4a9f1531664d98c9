#pragma once
#include <string>

namespace CLI {
class App;
}

// Completions for shells, made from the CLI::App: subcommands, options, the values of options that have a
// few, and files.
namespace cent::cli {

[[nodiscard]] std::string bash_completion(const ::CLI::App& program);
[[nodiscard]] std::string zsh_completion(const ::CLI::App& program);
[[nodiscard]] std::string fish_completion(const ::CLI::App& program);

}  // namespace cent::cli
