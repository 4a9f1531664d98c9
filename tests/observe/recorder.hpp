#pragma once
#include <cent/observer.hpp>
#include <stdexcept>
#include <string>
#include <utility>
#include <vector>

namespace cent::test {

/// Notes the names of the events, and throws after each one if it has a text for that.
class Recorder final : public Observer {
 public:
  explicit Recorder(std::string thrown = {}) : thrown_(std::move(thrown)) {}

  void attempt_ended(const AttemptEnded& /*event*/) override { note("attempt"); }
  void command_ended(const CommandEnded& /*event*/) override { note("command"); }
  void address_changed(const AddressChanged& /*event*/) override { note("address"); }
  void server_found(const ServerFound& /*event*/) override { note("server"); }
  void key_refused(const KeyRefused& /*event*/) override { note("key"); }
  void queue_changed(const QueueLevel& /*event*/) override { note("queue"); }
  void client_closing(const ClientClosing& /*event*/) override { note("closing"); }

  std::vector<std::string> events;

 private:
  void note(const char* event) {
    events.emplace_back(event);
    if (!thrown_.empty()) throw std::runtime_error(thrown_);
  }
  std::string thrown_;
};

inline void send_one_of_each(Observer& observer) {
  observer.attempt_ended({});
  observer.command_ended({});
  observer.address_changed({});
  observer.server_found({});
  observer.key_refused({});
  observer.queue_changed({});
  observer.client_closing({});
}

}  // namespace cent::test
