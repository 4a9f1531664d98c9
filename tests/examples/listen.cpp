// listen TOKENS AWAITED COMMAND...: runs a command while a subscriber is connected to $CENT_ADDRESS with the
// connection token that the program TOKENS prints, then says what the subscriber got. AWAITED is a kind of
// frame, or a number of publications to `news`.
#include <sys/wait.h>
#include <unistd.h>

#include <array>
#include <cstdio>
#include <cstdlib>
#include <iostream>
#include <string>

#include "subscriber.hpp"

namespace {

constexpr auto kPatience = std::chrono::seconds{10};

std::string token_of(const std::string& program) {
  FILE* const pipe = popen(program.c_str(), "r");
  std::string text;
  std::array<char, 4096> part{};
  while (std::fgets(part.data(), part.size(), pipe) != nullptr) text += part.data();
  pclose(pipe);
  const std::string label = "connection token: ";
  const std::size_t start = text.find(label) + label.size();
  return text.substr(start, text.find('\n', start) - start);
}

/// The command's exit status.
int run(char** command) {
  const pid_t child = fork();
  if (child == 0) {
    execv(command[0], command);
    _exit(127);
  }
  int status = 0;
  waitpid(child, &status, 0);
  return WIFEXITED(status) ? WEXITSTATUS(status) : 1;
}

bool got(cent::test::Subscriber& subscriber, const std::string& awaited) {
  if (awaited.find_first_not_of("0123456789") != std::string::npos) {
    return subscriber.wait_frame(awaited, kPatience);
  }
  return subscriber.wait_count("news", std::stoul(awaited), kPatience);
}

}  // namespace

int main(int count, char** arguments) {
  const char* const address = std::getenv("CENT_ADDRESS");
  if (count < 4 || address == nullptr) return 2;
  cent::test::Subscriber subscriber{address, {{"token", token_of(arguments[1])}}};
  if (!subscriber.wait_connected(kPatience)) {
    std::cout << "the subscriber could not connect: " << subscriber.fault() << '\n';
    return 1;
  }
  const int status = run(arguments + 3);
  const bool good = got(subscriber, arguments[2]);
  std::cout << "the subscriber " << (good ? "got " : "DID NOT GET ") << arguments[2] << '\n';
  for (const auto& data : subscriber.received("news")) std::cout << "news " << data.dump() << '\n';
  return good ? status : 1;
}
