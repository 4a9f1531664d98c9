// A program with a crash handler, whose callback crashes.
#include <signal.h>
#include <unistd.h>

#include <cent/async_client.hpp>
#include <cstdlib>
#include <string>

int main(int argc, char** argv) {
  if (argc != 3) return 2;
  const int number = std::atoi(argv[2]);
  struct sigaction action {};
  action.sa_handler = [](int) { _exit(42); };
  sigaction(number, &action, nullptr);
  cent::AsyncClient client{std::string(argv[1])};
  client.publish("c", cent::Json::of("x"),
                 [number](const cent::Reply<cent::PublishResult>&) { pthread_kill(pthread_self(), number); });
  client.close(std::chrono::seconds{30});
  return 3;
}
