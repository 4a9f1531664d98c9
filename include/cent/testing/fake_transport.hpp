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

/// What a method's result looks like in a reply. For the results in <cent/api.hpp>.
template <class Result>
CENT_TESTING_EXPORT Json result_json(const Result& result);

/// A command as it came.
struct SeenCommand {
  std::string method{};  ///< Its name, such as `publish`.
  Json params{};         ///< Its parameters, as the client wrote them.
};

/// A request as it came: one attempt of a client to send one or several commands.
struct SeenRequest {
  std::string url{};                     ///< The whole address: `http://fake/api/publish`.
  std::vector<SeenCommand> commands{};   ///< Its commands in their order, one unless it is a batch.
  HttpHeaders headers{};                 ///< Where the API key stood there is `***`.
  std::chrono::milliseconds timeout{0};  ///< What the client grants this attempt.
};

/// What FakeTransport::verify throws. what() says what came and what was expected.
class CENT_TESTING_EXPORT FailedExpectation : public std::logic_error {
 public:
  using std::logic_error::logic_error;
  ~FailedExpectation() override;
};

/// In which order expected commands may come.
enum class Order {
  strict,  ///< As they are expected.
  any,     ///< As they like: for code with several threads.
};

class FakeTransport;

/// One expected command, and what becomes of it: success with an empty result, or what the last call of
/// answer, error, fail, status said. A handle that may be copied; it must not outlive its FakeTransport.
class CENT_TESTING_EXPORT Expectation {
 public:
  /// The command succeeds with this result, any JSON object. In a typed expectation a result is set already:
  /// an empty one.
  Expectation answer(const Json& result) const;
  /// The same from a result of <cent/api.hpp>: `answer(cent::PublishResult{7, "epoch"})`.
  template <class Result,
            std::enable_if_t<!detail::has_codec<Result> && !std::is_same_v<Result, Json>, int> = 0>
  Expectation answer(const Result& result) const {
    return answer(result_json(result));
  }
  /// The server answers this command with an error, see cent::ErrorCode.
  Expectation error(std::uint32_t code, detail::TextArgument message = "an error") const;
  /// There is no response to the whole request. Delivery is `not_sent` for resolve, connect and tls, else
  /// `unknown`.
  Expectation fail(FailureKind kind) const;
  /// The same where the kind alone does not tell: a reset connection before or after the request went out.
  Expectation fail(FailureKind kind, Delivery delivery) const;
  /// The response to the whole request has this HTTP status, and perhaps a `Retry-After`.
  Expectation status(int http_status, detail::TextArgument body = "",
                     detail::TextArgument retry_after = "") const;
  /// How often it must come; once by default.
  Expectation times(std::size_t count) const;

 private:
  friend class FakeTransport;
  Expectation(FakeTransport& fake, std::size_t index) : fake_(&fake), index_(index) {}
  FakeTransport* fake_;
  std::size_t index_;
};

/// A transport for tests of code that uses cent: no server, no network, no waiting. The test says which
/// commands it expects and what becomes of each; the code under test gets a client with this transport.
///
///     auto fake = std::make_shared<cent::testing::FakeTransport>();
///     fake->expect("publish", json{{"channel", "orders"}, {"data", {{"id", 17}}}});
///     cent::ClientOptions options;
///     options.transport = fake;
///     cent::Client client{"http://fake", options};
///     announce(client, Order{17});  // the code under test
///     fake->verify();
///
/// Works with every test framework: what is wrong is thrown into the call that did it (as a RequestException
/// that says what came and what was expected, and is never retried) and kept for verify() and report(),
/// should that call swallow it. Understands single commands, batches and the legacy protocol. Each attempt of
/// a client is a request: after `fail(FailureKind::connect)` it sends the command again, which must be
/// expected, too.
///
/// Before a client repeats a command with an idempotency key whose outcome is unknown, it asks for the
/// server's version by `info`. Unless that is expected, it is answered as by a 6.9.1 server; it is listed in
/// commands() and requests() like any other.
///
/// All methods may be called from any thread.
class CENT_TESTING_EXPORT FakeTransport final : public Transport {
 public:
  /// Expects nothing yet.
  explicit FakeTransport(Order order = Order::strict);
  ~FakeTransport() override;

  /// Expects a command with any params.
  Expectation expect(detail::TextArgument method);
  /// Expects a command with these params. Order and spelling do not matter: the JSON values must be equal. An
  /// idempotency key that came is not looked at unless one is expected, since clients make up their own.
  Expectation expect(detail::TextArgument method, const Json& params);
  /// Expects a command whose params this accepts.
  Expectation expect(detail::TextArgument method, std::function<bool(const Json& params)> accepts);
  /// Expects what this request stands for: `expect(cent::HistoryRequest{"news"})`.
  /// @throws UsageError if the request cannot be.
  template <class Request, class Result = typename Request::Result>
  Expectation expect(const Request& request) {
    const Command command = to_command(request);
    return expect(command.method, command.params).answer(result_json(Result{}));
  }
  /// What commands of this method get that nothing else expects, as often as they come and also never.
  Expectation always(detail::TextArgument method);

  /// All commands so far in the order in which they came, also those that nothing expected.
  [[nodiscard]] std::vector<SeenCommand> commands() const;
  /// All requests so far, each attempt one.
  [[nodiscard]] std::vector<SeenRequest> requests() const;

  /// The expectations that nothing has met yet, one text each.
  [[nodiscard]] std::vector<std::string> unmet() const;
  /// What came although nothing expected it, one text each: what came, what was expected, where they differ.
  [[nodiscard]] std::vector<std::string> unexpected() const;
  /// Both in one text; empty if all is well: `EXPECT_EQ(fake->report(), "")`. Equal paragraphs stand once,
  /// with their number.
  [[nodiscard]] std::string report() const;
  /// @throws FailedExpectation with report(), if that is not empty.
  void verify() const;

  HttpResponse send(const HttpRequest& request) override;

 private:
  friend class Expectation;
  struct Impl;
  std::unique_ptr<Impl> impl_;
};

}  // namespace cent::testing
