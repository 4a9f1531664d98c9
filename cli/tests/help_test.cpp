// Help, man page and completions follow from the options and the documentation of the headers.
#include "cli/src/help.hpp"

#include <gtest/gtest.h>

#include <CLI/CLI.hpp>
#include <set>
#include <sstream>

#include "api/all_methods.hpp"
#include "cli/src/exit_code.hpp"
#include "cli/src/man_page.hpp"
#include "cli/src/request_options.hpp"
#include "cli/src/shell_completion.hpp"
#include "cli/src/terminal.hpp"
#include "in_process.hpp"

namespace cent::test {
namespace {

class Program {
 public:
  Program() : program(cli::make_program(context)) {}
  std::istringstream in{};
  std::ostringstream out{};
  cli::Context context{in, out, cli::Output{out, false, 80}};
  std::unique_ptr<::CLI::App> program;
};

TEST(Help, HasASubcommandForEveryMethodWithItsDocumentation) {
  Program program;
  for_each_request([&](auto tag) {
    using Request = typename decltype(tag)::type;
    const std::string wire{Request::kMethod};
    const ::CLI::App* const app = program.program->get_subcommand(wire);
    EXPECT_EQ(app, program.program->get_subcommand(cli::kebab(wire)));
    EXPECT_EQ(app->get_description(), cli::ApiDoc<Request>::text);
    EXPECT_NE(app->get_description(), "") << wire;
    cli::for_each_field<Request>([&](const auto& field) {
      const ::CLI::Option* const option = app->get_option("--" + cli::kebab(std::string(field.name)));
      EXPECT_EQ(option, app->get_option("--" + std::string(field.name)));
      EXPECT_NE(option->get_description(), "") << wire << " " << field.name;
    });
    const Ended help = run_cent({wire, "--help"});
    EXPECT_EQ(help.code, 0);
    EXPECT_EQ(help.err, "");
    EXPECT_NE(help.out.find("Usage: cent " + cli::kebab(wire)), std::string::npos) << help.out;
  });
}

TEST(Help, HasTheRequiredFieldsAsPositionals) {
  for (const auto& [method, usage] : std::vector<std::pair<std::string, std::string>>{
           {"publish", "cent publish [OPTIONS] CHANNEL DATA\n"},
           {"broadcast", "cent broadcast [OPTIONS] DATA CHANNELS...\n"},
           {"history", "cent history [OPTIONS] CHANNEL\n"},
           {"disconnect", "cent disconnect [OPTIONS] USER\n"},
           {"unsubscribe", "cent unsubscribe [OPTIONS] USER CHANNEL\n"},
           {"info", "cent info [OPTIONS]\n"}}) {
    EXPECT_NE(run_cent({method, "--help"}).out.find("Usage: " + usage), std::string::npos) << method;
  }
}

/// An option of a method would hide one of the program.
TEST(Help, HasNoOptionTwiceButVersion) {
  Program program;
  std::set<std::string> of_program;
  for (const ::CLI::Option* option : program.program->get_options()) {
    of_program.insert(option->get_lnames().begin(), option->get_lnames().end());
  }
  of_program.erase("help");
  of_program.erase("version");  // `cent publish --version 3` is the field
  for (const ::CLI::App* app : program.program->get_subcommands({})) {
    for (const ::CLI::Option* option : app->get_options()) {
      for (const std::string& name : option->get_lnames()) {
        EXPECT_EQ(of_program.count(name), 0U) << app->get_name() << " --" << name;
      }
    }
  }
}

TEST(Help, FitsNarrowTerminals) {
  for (const std::string command : {"", "publish", "subscribe", "token", "history"}) {
    std::istringstream in;
    std::ostringstream out;
    cli::Context context{in, out, cli::Output{out, true, 40}};
    std::vector<const char*> words = {"cent", command.c_str(), "--help"};
    if (command.empty()) words.erase(words.begin() + 1);
    EXPECT_EQ(cli::run_program(static_cast<int>(words.size()), words.data(), context), 0);
    std::istringstream lines{out.str()};
    for (std::string line; std::getline(lines, line);)
      EXPECT_LE(cli::width_of(line), 40U) << command << ": " << line;
  }
}

TEST(Help, ListsTheExitCodesAsTheManPageDoes) {
  Program program;
  const std::string help = run_cent({"--help"}).out;
  const std::string man = cli::man_page(*program.program);
  for (const cli::ExitCodeRow& row : cli::kExitCodes) {
    const std::string name = std::to_string(static_cast<int>(row.code)) + "  " + std::string(row.name);
    EXPECT_NE(help.find("  " + name + "\n"), std::string::npos) << name;
    EXPECT_NE(man.find("\\fB" + name + "\\fR"), std::string::npos) << name;
  }
}

TEST(Help, EndsWithWrongUseForWhatItDoesNotKnow) {
  for (const std::vector<std::string>& words :
       std::vector<std::vector<std::string>>{{},
                                             {"nope"},
                                             {"publish", "a", "1", "--nope"},
                                             {"token"},
                                             {"token", "make"},
                                             {"publish", "a", "1", "2"},
                                             {"--output", "xml", "info"},
                                             {"info", "info"}}) {
    const Ended ended = run_cent(words);
    EXPECT_EQ(ended.code, 2) << ::testing::PrintToString(words);
    EXPECT_EQ(ended.out, "");
    EXPECT_EQ(ended.err.rfind("cent: ", 0), 0U) << ended.err;
    EXPECT_NE(ended.err.find("--help"), std::string::npos) << ended.err;
  }
  EXPECT_NE(run_cent({"nope"}).err.find("nope"), std::string::npos);
  EXPECT_EQ(run_cent({"\x1b[31m"}).err.find('\x1b'), std::string::npos);
}

TEST(ManPage, HasEverySubcommandAndEscapesItsText) {
  Program program;
  const std::string man = cli::man_page(*program.program);
  for_each_request([&](auto tag) {
    std::string name = cli::kebab(std::string(decltype(tag)::type::kMethod));
    name = ::CLI::detail::find_and_replace(name, "-", "\\-");
    EXPECT_NE(man.find(".SS cent " + name + " [OPTIONS]"), std::string::npos) << name;
  });
  EXPECT_NE(man.find(".SS cent token make subscription"), std::string::npos);
  EXPECT_EQ(man.find("generate"), std::string::npos);
  EXPECT_EQ(man.find('`'), std::string::npos);
}

TEST(Completions, HaveEverySubcommand) {
  Program program;
  for (const std::string& text :
       {cli::bash_completion(*program.program), cli::zsh_completion(*program.program),
        cli::fish_completion(*program.program)}) {
    for_each_request([&](auto tag) {
      EXPECT_NE(text.find(cli::kebab(std::string(decltype(tag)::type::kMethod))), std::string::npos);
    });
    EXPECT_EQ(text.find("generate"), std::string::npos);
  }
}

TEST(FirstSentence, EndsAtAFullStopBeforeABlank) {
  EXPECT_EQ(cli::first_sentence("Since v3.0. More."), "Since v3.0.");
  EXPECT_EQ(cli::first_sentence("Text"), "Text");
  EXPECT_EQ(cli::first_sentence("One\nTwo."), "One");
}

}  // namespace
}  // namespace cent::test
