// with-outbox-servers COMMAND...: runs a command with the address of a database behind its arguments, then
// prints what a subscriber of `orders` gets through the consumer of a real Centrifugo.
#include <iostream>

#include "real_servers.hpp"
#include "support/centrifugo_programs.hpp"

namespace cent::test {
namespace {

int run(std::vector<std::string> command) {
  constexpr int kSkipped = 77;
  if (centrifugo_program().empty() || Postgres::folder_of_programs().empty()) {
    note_not_run("example_25_outbox_transaction: no real Centrifugo or no PostgreSQL");
    return kSkipped;
  }
  const Postgres postgres;
  const Database database{postgres};
  const TestFolder folder;
  // The consumer does not mind that its table comes later.
  Nodes nodes{1, node_with({{"consumers", {postgresql_consumer(database, 8)}}})};
  Subscriber subscriber{nodes.at(0), {"orders"}};
  command.push_back(database.address());
  Child child(command, folder.path("output"));
  const std::optional<int> status = child.wait(std::chrono::seconds{60});
  std::cout << child.output();
  if (status != 0) return 1;
  for (const auto& [channel, data] : subscriber.receive(2))
    std::cout << "the subscriber got " << data << '\n';
  if (!subscriber.is_silent()) std::cout << "and more\n";
  return 0;
}

}  // namespace
}  // namespace cent::test

int main(int argc, char** argv) { return cent::test::run({argv + 1, argv + argc}); }
