#include <algorithm>
#include <cent/observer.hpp>
#include <cent/request_headers.hpp>
#include <exception>
#include <utility>

namespace cent {
namespace {

class Combined final : public Observer {
 public:
  explicit Combined(std::vector<std::shared_ptr<Observer>> observers) : observers_(std::move(observers)) {
    observers_.erase(std::remove(observers_.begin(), observers_.end(), nullptr), observers_.end());
  }

  void attempt_ended(const AttemptEnded& event) override { pass(&Observer::attempt_ended, event); }
  void command_ended(const CommandEnded& event) override { pass(&Observer::command_ended, event); }
  void address_changed(const AddressChanged& event) override { pass(&Observer::address_changed, event); }
  void server_found(const ServerFound& event) override { pass(&Observer::server_found, event); }
  void key_refused(const KeyRefused& event) override { pass(&Observer::key_refused, event); }
  void field_ignored(const FieldIgnored& event) override { pass(&Observer::field_ignored, event); }
  void queue_changed(const QueueLevel& event) override { pass(&Observer::queue_changed, event); }
  void client_closing(const ClientClosing& event) override { pass(&Observer::client_closing, event); }

 private:
  template <class Event>
  void pass(void (Observer::*to)(const Event&), const Event& event) const {
    std::exception_ptr first;
    for (const std::shared_ptr<Observer>& observer : observers_) {
      try {
        (observer.get()->*to)(event);
      } catch (...) {
        if (!first) first = std::current_exception();
      }
    }
    if (first) std::rethrow_exception(first);
  }

  std::vector<std::shared_ptr<Observer>> observers_;
};

}  // namespace

std::shared_ptr<Observer> combine_observers(std::vector<std::shared_ptr<Observer>> observers) {
  return std::make_shared<Combined>(std::move(observers));
}

CallContext::~CallContext() = default;

Observer::~Observer() = default;
void Observer::attempt_ended(const AttemptEnded& /*event*/) {}
void Observer::command_ended(const CommandEnded& /*event*/) {}
void Observer::address_changed(const AddressChanged& /*event*/) {}
void Observer::server_found(const ServerFound& /*event*/) {}
void Observer::key_refused(const KeyRefused& /*event*/) {}
void Observer::field_ignored(const FieldIgnored& /*event*/) {}
void Observer::queue_changed(const QueueLevel& /*event*/) {}
void Observer::client_closing(const ClientClosing& /*event*/) {}

}  // namespace cent
