#pragma once
#include <cent/detail/read_reply.hpp>
#include <cent/export.hpp>
#include <cent/reply.hpp>
#include <exception>
#include <future>
#include <memory>
#include <string>
#include <string_view>
#include <utility>

namespace cent::detail {

/// Counts the outcomes of commands. An outcome is counted before its callback is called, so that the counters
/// are also right inside a callback.
class Ledger;

/// How a command ended, before the result is read into its type.
struct Ending {
  std::string_view text{};  ///< The result, if there is no error.
  std::shared_ptr<const CentException> error{};
  CallFacts call{};
};

/// Counts a command's outcome, and the channels that failed in a broadcast.
CENT_EXPORT void settle(Ledger& ledger, Delivery delivery, const Ending& ending) noexcept;

/// Receives the outcome of one command. done() is called once, in a thread of the client.
class CENT_EXPORT Completion {
 public:
  Completion() = default;
  Completion(const Completion&) = delete;
  Completion& operator=(const Completion&) = delete;
  virtual ~Completion();
  [[nodiscard]] virtual std::string_view method() const noexcept = 0;
  virtual void done(const Ending& ending, Ledger& ledger) = 0;
};

/// The method of a completion's command: of a typed request, or of a Command.
template <class Request>
struct TypedCall {
  using Result = typename Request::Result;
  [[nodiscard]] std::string_view method() const noexcept { return Request::kMethod; }
};
struct RawCall {
  using Result = Json;
  std::string name{};
  [[nodiscard]] std::string_view method() const noexcept { return name; }
};

template <class Result>
Reply<Result> settled_reply(const Ending& ending, Ledger& ledger) {
  Reply<Result> reply =
      ending.error ? Reply<Result>{ending.error} : read_reply<Result>(ending.text, ending.call);
  settle(ledger, reply.delivery(), ending);
  return reply;
}

template <class Call, class Done>
class CallbackCompletion final : public Completion {
 public:
  CallbackCompletion(Call call, Done done) : call_(std::move(call)), done_(std::move(done)) {}
  [[nodiscard]] std::string_view method() const noexcept override { return call_.method(); }
  void done(const Ending& ending, Ledger& ledger) override {
    done_(settled_reply<typename Call::Result>(ending, ledger));
  }

 private:
  Call call_;
  Done done_;
};

template <class Call>
class PromiseCompletion final : public Completion {
 public:
  using Result = typename Call::Result;
  explicit PromiseCompletion(Call call) : call_(std::move(call)) {}
  std::future<Result> future() { return promise_.get_future(); }
  [[nodiscard]] std::string_view method() const noexcept override { return call_.method(); }
  void done(const Ending& ending, Ledger& ledger) override {
    Reply<Result> reply = settled_reply<Result>(ending, ledger);
    if (reply) return promise_.set_value(std::move(reply).value());
    try {
      reply.error().raise();
    } catch (...) {
      promise_.set_exception(std::current_exception());
    }
  }

 private:
  Call call_;
  std::promise<Result> promise_;
};

}  // namespace cent::detail
