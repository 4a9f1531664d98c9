// A program with a static client that forks; the child ends by exit(), which runs the client's destructor.
#include <sys/wait.h>
#include <unistd.h>

#include <cent/async_client.hpp>
#include <cstdlib>
#include <memory>

namespace {
std::unique_ptr<cent::AsyncClient> client;  // NOLINT: destroyed by exit(), which is the point
}

int main(int argc, char** argv) {
  if (argc != 2) return 2;
  client = std::make_unique<cent::AsyncClient>(std::string(argv[1]));
  client->publish("c", cent::Json::of("before")).get();
  const pid_t child = fork();
  if (child == 0) std::exit(7);
  int status = 0;
  if (waitpid(child, &status, 0) != child || !WIFEXITED(status) || WEXITSTATUS(status) != 7) return 3;
  client->publish("c", cent::Json::of("after")).get();
  return 0;
}
