#pragma once
#include <cent/api.hpp>
#include <cent/command.hpp>
#include <cent/errors.hpp>
#include <cent/json.hpp>
#include <cent/testing/export.hpp>
#include <cent/transport.hpp>
#include <chrono>
#include <cstddef>
#include <cstdint>
#include <functional>
#include <memory>
#include <stdexcept>
#include <string>
#include <type_traits>
#include <vector>

namespace cent::testing {

/// A result as JSON, as in a reply. For the results in <cent/api.hpp>.
template <class Result>
CENT_TESTING_EXPORT Json result_json(const Result& result);

/// A received command.
struct SeenCommand {
  std::string method{};  ///< Its name, such as `publish`.
  Json params{};         ///< Its parameters, as the client wrote them.
};

/// A received request: one attempt of a client to send one or several commands.
struct SeenRequest {
  std::string url{};                     ///< The whole address: `http://fake/api/publish`.
  std::vector<SeenCommand> commands{};   ///< Its commands in order. One unless it is a batch.
  HttpHeaders headers{};                 ///< With `***` in place of the API key.
  std::chrono::milliseconds timeout{0};  ///< The client's time-out for this attempt.
};

/// Thrown by FakeTransport::verify. what() says what came and what was expected.
class CENT_TESTING_EXPORT FailedExpectation : public std::logic_error {
 public:
  using std::logic_error::logic_error;
  ~FailedExpectation() override;
};

/// The order in which expected commands may come.
enum class Order {
  strict,  ///< In the order of the expectations.
  any,     ///< In any order, for code with several threads.
};

class FakeTransport;

/// One expected command and its reply: success with an empty result, unless answer, error, fail or status
/// sets another one. The last call counts. A handle that may be copied but must not outlive its
/// FakeTransport.
class CENT_TESTING_EXPORT Expectation {
 public:
  /// The command succeeds with this result, any JSON object. A typed expectation already has an empty result
  /// of its type.
  Expectation answer(const Json& result) const;
  /// The same with a result of <cent/api.hpp>: `answer(cent::PublishResult{7, "epoch"})`.
  template <class Result,
            std::enable_if_t<!detail::has_codec<Result> && !std::is_same_v<Result, Json>, int> = 0>
  Expectation answer(const Result& result) const {
    return answer(result_json(result));
  }
  /// The server answers the command with an error, see cent::ErrorCode.
  Expectation error(std::uint32_t code, TextArgument message = "an error") const;
  /// The whole request gets no response. Delivery is `not_sent` for resolve, connect and tls, else `unknown`.
  Expectation fail(FailureKind kind) const;
  /// The same with an explicit delivery: a connection may be reset before or after the request was sent.
  Expectation fail(FailureKind kind, Delivery delivery) const;
  /// The whole request gets a response with this HTTP status, and `Retry-After` if not empty.
  Expectation status(int http_status, TextArgument body = "", TextArgument retry_after = "") const;
  /// How often it must come. The default is once.
  Expectation times(std::size_t count) const;

 private:
  friend class FakeTransport;
  Expectation(FakeTransport& fake, std::size_t index) : fake_(&fake), index_(index) {}
  FakeTransport* fake_;
  std::size_t index_;
};

/// A transport for tests of code that uses cent: no server, no network, no waiting. The test says which
/// commands it expects and the reply to each. The code under test gets a client with this transport.
///
///     auto fake = std::make_shared<cent::testing::FakeTransport>();
///     fake->expect("publish", json{{"channel", "orders"}, {"data", {{"id", 17}}}});
///     cent::ClientOptions options;
///     options.transport = fake;
///     cent::Client client{"http://fake", options};
///     announce(client, Order{17});  // the code under test
///     fake->verify();
///
/// Works with every test framework. An unexpected command makes the client's call throw a RequestException
/// that says what came and what was expected. It is never retried. It is also kept for verify() and report(),
/// in case the code catches it. Understands single commands, batches and the legacy protocol. Each attempt of
/// a client is a request: after `fail(FailureKind::connect)` the client sends the command again, which must
/// be expected, too.
///
/// Before a client repeats a command with an idempotency key whose outcome is unknown, it asks for the
/// server's version with `info`. Unless that is expected, it is answered like a 6.9.1 server. It is listed in
/// commands() and requests() like any other.
///
/// All methods are thread safe.
class CENT_TESTING_EXPORT FakeTransport final : public Transport {
 public:
  /// Starts without expectations.
  explicit FakeTransport(Order order = Order::strict);
  ~FakeTransport() override;

  /// Expects a command with any params.
  Expectation expect(TextArgument method);
  /// Expects a command with these params. Order and spelling do not matter: the JSON values must be equal. A
  /// received idempotency key is ignored unless one is expected, since clients generate their own.
  Expectation expect(TextArgument method, const Json& params);
  /// Expects a command whose params the function accepts.
  Expectation expect(TextArgument method, std::function<bool(const Json& params)> accepts);
  /// Expects the command of this request: `expect(cent::HistoryRequest{"news"})`.
  /// @throws UsageError if the request is invalid.
  template <class Request, class Result = typename Request::Result>
  Expectation expect(const Request& request) {
    const Command command = to_command(request);
    return expect(command.method, command.params).answer(result_json(Result{}));
  }
  /// Default reply for commands of this method that match no expectation; any number of times, including
  /// zero.
  Expectation always(TextArgument method);

  /// All commands so far in the order of arrival, including unexpected ones.
  [[nodiscard]] std::vector<SeenCommand> commands() const;
  /// All requests so far, one per attempt.
  [[nodiscard]] std::vector<SeenRequest> requests() const;

  /// The expectations that have not been met yet, one text each.
  [[nodiscard]] std::vector<std::string> unmet() const;
  /// The unexpected commands, one text each: what came, what was expected, where they differ.
  [[nodiscard]] std::vector<std::string> unexpected() const;
  /// Both in one text. Empty if all is well: `EXPECT_EQ(fake->report(), "")`. Equal paragraphs appear once,
  /// with their number.
  [[nodiscard]] std::string report() const;
  /// @throws FailedExpectation with report() if that is not empty.
  void verify() const;

  HttpResponse send(const HttpRequest& request) override;

 private:
  friend class Expectation;
  struct Impl;
  std::unique_ptr<Impl> impl_;
};

}  // namespace cent::testing
