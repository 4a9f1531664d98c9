#include "cluster/restartable.hpp"

#include <chrono>
#include <csignal>
#include <stdexcept>
#include <thread>

#include "support/loopback.hpp"

namespace cent::test {

Restartable::Restartable(std::vector<std::string> command, unsigned short port, Ready ready)
    : command_(std::move(command)), port_(port), ready_(std::move(ready)) {}

void Restartable::start() {
  ChildSetup setup;
  setup.folder = folder_.path();
  child_ = std::make_unique<Child>(command_, folder_.path("log"), setup);
  const auto end = std::chrono::steady_clock::now() + std::chrono::seconds{120};
  while (!accepts(port_) || (ready_ && !ready_(port_))) {
    if (child_->ended() || std::chrono::steady_clock::now() > end)
      throw std::runtime_error(command_.front() + " does not come up: " + child_->output());
    std::this_thread::sleep_for(std::chrono::milliseconds{5});
  }
}

void Restartable::kill() {
  child_->signal(SIGKILL);
  child_->wait(std::chrono::seconds{20});
  child_.reset();
}

}  // namespace cent::test
