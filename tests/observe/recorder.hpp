#pragma once
#include <cent/observer.hpp>
#include <mutex>
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
  void field_ignored(const FieldIgnored& /*event*/) override { note("field"); }
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
  observer.field_ignored({});
  observer.queue_changed({});
  observer.client_closing({});
}

/// Keeps one line for each event. Thread safe.
class EventLines final : public Observer {
 public:
  void attempt_ended(const AttemptEnded& event) override {
    std::string line = "attempt " + std::to_string(event.attempt) + " of " + std::string(event.method);
    line += " (" + std::to_string(event.commands) + ") " + std::to_string(event.status);
    if (event.error != nullptr) line += std::string(" failed: ") + event.error->what();
    if (event.repeats) line += " repeated";
    if (!event.reason.empty()) line += " since " + std::string(event.reason);
    const std::lock_guard<std::mutex> lock{mutex_};
    attempts.push_back(event);
    attempts.back().error = nullptr;
    add(std::move(line));
  }
  void command_ended(const CommandEnded& event) override {
    std::string line = std::string(event.method) + " of \"" + std::string(event.channel) + "\" ";
    line += to_string(event.outcome);
    if (event.error != nullptr) line += std::string(": ") + event.error->what();
    if (event.failed_channels != 0) line += " failed channels " + std::to_string(event.failed_channels);
    const std::lock_guard<std::mutex> lock{mutex_};
    elapsed.push_back(event.elapsed);
    add(std::move(line));
  }
  void address_changed(const AddressChanged& event) override {
    locked(std::string(event.address) + (event.set_aside ? " set aside" : " back"));
  }
  void server_found(const ServerFound& event) override {
    locked("server " + std::string(event.protocol) + " was " + std::string(event.previous) + " version " +
           std::string(event.version));
  }
  void key_refused(const KeyRefused& event) override {
    locked("key refused " + std::to_string(event.status));
  }
  void field_ignored(const FieldIgnored& event) override {
    locked("ignored " + std::string(event.field) + " of " + std::string(event.method) + " to \"" +
           std::string(event.channel) + "\" since " + std::string(event.since) + ": " +
           std::string(event.server));
  }
  void queue_changed(const QueueLevel& event) override {
    locked(event.above ? "queue above" : "queue below");
  }
  void client_closing(const ClientClosing& event) override {
    locked("closing " + std::to_string(event.pending) + " " + std::to_string(event.ended));
  }

  [[nodiscard]] std::vector<std::string> lines() const {
    const std::lock_guard<std::mutex> lock{mutex_};
    return lines_;
  }
  /// How many lines contain the text.
  [[nodiscard]] std::size_t count(const std::string& text) const {
    std::size_t found = 0;
    for (const std::string& line : lines()) found += line.find(text) != std::string::npos ? 1U : 0U;
    return found;
  }
  [[nodiscard]] std::string all() const {
    std::string text;
    for (const std::string& line : lines()) text += line + "\n";
    return text;
  }

  std::vector<AttemptEnded> attempts;  ///< Their texts are no longer valid.
  std::vector<std::chrono::microseconds> elapsed;

 private:
  void locked(std::string line) {
    const std::lock_guard<std::mutex> lock{mutex_};
    add(std::move(line));
  }
  void add(std::string line) { lines_.push_back(std::move(line)); }

  mutable std::mutex mutex_;
  std::vector<std::string> lines_;
};

}  // namespace cent::test
