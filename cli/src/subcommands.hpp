#pragma once
#include <cent/command.hpp>

#include <functional>
#include <string>

#include "context.hpp"

namespace CLI {
class App;
}

// How a subcommand is added: write a function `add_NAME` in a file of its own, declare it here, and name it
// in the table of program.cpp. It adds a CLI::App with its options, and a callback that puts its run into the
// Context:
//
//     void add_count(CLI::App& program, Context& context) {
//       struct Options { std::string channel; };
//       const auto options = std::make_shared<Options>();  // lives as long as the callback
//       CLI::App* const app = program.add_subcommand("count", "Counts publications.")->group(kTools);
//       app->add_option("channel", options->channel, "The channel to count.")->required();
//       app->callback([&context, options] {
//         context.run = [&context, options] { return count(*options, context); };
//       });
//     }
//
// --help, the man page and the completions follow from the CLI::App. The options of the server and the key
// are those of the program, in Context::connection.
//
// The subcommand of a method is made from the list of methods. An extension adds options to it, and may put
// another run in place of the usual one: `cent history CHANNEL --all` is the model, see history_all.cpp.
namespace cent::cli {

inline constexpr const char* kMethods = "Methods of the server API";
inline constexpr const char* kProMethods = "Methods of Centrifugo PRO";
inline constexpr const char* kTools = "Tools";

/// The subcommand of a method.
struct MethodCommand {
  ::CLI::App& app;
  /// The command that its options describe, checked. @throws UsageError
  std::function<Command()> command;
  /// Sends the command and prints its result.
  std::function<ExitCode()> run;
};

/// The subcommands of all methods, with their extensions.
void add_methods(::CLI::App& program, Context& context);
/// `call`: a method by its wire name.
void add_call(::CLI::App& program, Context& context);
/// `tail`: follows publications.
void add_tail(::CLI::App& program, Context& context);
/// `watch`: a live view of nodes and channels.
void add_watch(::CLI::App& program, Context& context);
/// `bench`: measures publishing and delivery.
void add_bench(::CLI::App& program, Context& context);
/// `doctor`: checks the way to the server.
void add_doctor(::CLI::App& program, Context& context);
/// `token make`, `token inspect`.
void add_token(::CLI::App& program, Context& context);
/// `dev`: the dev server. Only if the program is built together with cent::testing.
void add_dev(::CLI::App& program, Context& context);
/// `generate`, which is hidden: the man page and the completions for shells.
void add_generate(::CLI::App& program, Context& context);

/// `publish CHANNEL -`.
void extend_publish(MethodCommand& publish, Context& context);
/// `history CHANNEL --all`.
void extend_history(MethodCommand& history, Context& context);

}  // namespace cent::cli
