#include <unistd.h>

#include <clocale>
#include <csignal>
#include <iostream>

#include "program.hpp"
#include "terminal.hpp"

int main(int count, char** arguments) {
  using namespace cent::cli;
  // A closed pipe is a failed write, so that the exit code is that of the command.
  std::signal(SIGPIPE, SIG_IGN);
  // For the widths of characters alone.
  std::setlocale(LC_CTYPE, "C.UTF-8");  // NOLINT(concurrency-mt-unsafe): one thread
  Context context{std::cin, std::cerr,
                  Output{std::cout, is_terminal(STDOUT_FILENO), columns_of(STDOUT_FILENO)}};
  return run_program(count, arguments, context);
}
