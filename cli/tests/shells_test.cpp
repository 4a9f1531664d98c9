// The completions in their shells, and the man page in its reader.
#include <gtest/gtest.h>

#include <string>

#include "cent_process.hpp"
#include "faults/lib/neighbour.hpp"
#include "faults/lib/not_run.hpp"

namespace cent::test {
namespace {

class Shell : public ::testing::Test {
 protected:
  /// Output of a script in a folder that has the completion as `cent.SHELL`.
  std::string output(const std::string& shell, const std::string& script) {
    write_file(cent.path("script"), script);
    const Cent::Ended ended =
        cent.shell("\"$CENT\" generate " + shell + " >cent." + shell + " && " + shell + " script");
    EXPECT_EQ(ended.code, 0) << ended.err;
    EXPECT_EQ(ended.err, "");
    return ended.out;
  }
  Cent cent{};
};

TEST_F(Shell, BashCompletes) {
  CENT_NEEDS_PROGRAM("bash");
  EXPECT_EQ(output("bash",
                   "source ./cent.bash\n"
                   "t() { COMP_WORDS=(\"$@\"); COMP_CWORD=$((${#COMP_WORDS[@]} - 1)); _cent; echo "
                   "\"${COMPREPLY[*]}\"; }\n"
                   "t cent hist\n"
                   "t cent --profile publish hist\n"
                   "t cent history news --since-\n"
                   "t cent presence_stats --ch\n"
                   "t cent token make s\n"
                   "t cent token make subscription --algorithm HS2\n"
                   "t cent --output ''\n"
                   "t cent info --api-key-file cent.b\n"),
            "history history-remove\n"
            "history history-remove\n"
            "--since-offset --since-epoch\n"
            "--channel\n"
            "subscription\n"
            "HS256\n"
            "table json\n"
            "cent.bash\n");
}

TEST_F(Shell, FishCompletes) {
  CENT_NEEDS_PROGRAM("fish");
  cent.set("HOME", cent.path(""));
  EXPECT_EQ(output("fish",
                   "source cent.fish\n"
                   "complete -C 'cent history-'\n"
                   "complete -C 'cent publish --idem'\n"
                   "complete -C 'cent token make sub'\n"
                   "complete -C 'cent --output t'\n"),
            "history-remove\tDeletes a channel's kept publications.\n"
            "--idempotency-key\tA repetition with the same key within 300 s is not published.\n"
            "subscription\tClaims of a subscription token, for one channel.\n"
            "table\tForm of results: table for people, json for programs (one value a line).\n");
}

TEST_F(Shell, ZshCompletes) {
  CENT_NEEDS_PROGRAM("zsh");
  // Completion runs in a terminal alone. What it adds to the line is on it when the line is entered.
  const std::string out =
      output("zsh",
             "zmodload zsh/zpty\n"
             "mkdir functions && cp cent.zsh functions/_cent\n"
             "zpty z zsh -f -i\n"
             "zpty -w z 'fpath=($PWD/functions $fpath); autoload -Uz compinit; compinit -u -D; "
             "bindkey \"^I\" complete-word; cent() { print -r -- \"$@\" >>lines }; print ready >ready'\n"
             "wait_for() { repeat 300; do [[ -e $1 ]] && return; sleep 0.1; done }\n"
             "wait_for ready\n"
             "zpty -w z $'cent history-\\t'\n"
             "zpty -w z $'cent publish --idem\\t'\n"
             "zpty -w z $'cent token make sub\\t'\n"
             "zpty -w z 'print end >end'\n"
             "wait_for end\n"
             "cat lines\n");
  EXPECT_EQ(out, "history-remove\npublish --idempotency-key\ntoken make subscription\n");
}

TEST_F(Shell, ManReadsThePageWithoutWarnings) {
  CENT_NEEDS_PROGRAM("man");
  const Cent::Ended ended = cent.shell(
      "\"$CENT\" generate man >cent.1 && LC_ALL=C.UTF-8 MANWIDTH=80 man --warnings -l ./cent.1 | cat");
  EXPECT_EQ(ended.code, 0);
  EXPECT_EQ(ended.err, "");
  EXPECT_NE(ended.out.find("EXIT CODES"), std::string::npos);
  EXPECT_NE(ended.out.find("cent history [OPTIONS] CHANNEL"), std::string::npos);
}

}  // namespace
}  // namespace cent::test
