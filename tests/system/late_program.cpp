// A program that submits when its statics, its thread's objects or its atexit() handlers end: later than a
// text that a library keeps for the thread would live.
#include <cent/async_client.hpp>
#include <cstdlib>
#include <string>

namespace {

cent::AsyncClient* client = nullptr;

/// Ends with status 3 if the library writes into memory that is the program's by now.
void say_goodbye() {
  std::string mine(5800, 'm');
  const std::string before = mine;
  auto result = client->publish("c", cent::Json::of(std::string(500, 'x')));
  if (mine != before) std::_Exit(3);
  if (result.get().offset == 0) std::_Exit(4);
}

struct AtItsEnd {
  bool speaks = false;
  ~AtItsEnd() {
    if (speaks) say_goodbye();
  }
};

}  // namespace

int main(int argc, char** argv) {
  if (argc != 3) return 2;
  const std::string when = argv[2];
  if (when == "atexit") std::atexit(say_goodbye);
  thread_local AtItsEnd of_the_thread;
  static cent::AsyncClient open{std::string(argv[1])};
  // The client is there until its own destructor has run.
  static AtItsEnd before_the_client;
  before_the_client.speaks = when == "static";
  of_the_thread.speaks = when == "thread_local";
  client = &open;
  if (when == "atexit") client = new cent::AsyncClient{std::string(argv[1])};
  client->publish("c", cent::Json::of(std::string(2900, 'y'))).get();
  return 0;
}
