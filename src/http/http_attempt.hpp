#pragma once
#include <cent/transport.hpp>
#include <exception>
#include <optional>
#include <string>
#include <string_view>

#include "delivery/attempt.hpp"
#include "http/extra_headers.hpp"
#include "http/http_api.hpp"
#include "protocol/discovery.hpp"

namespace cent::detail {

/// One attempt at one address, without the sending: returns requests and takes responses. Both clients use
/// it, one with a blocking transport, the other with an asynchronous one. The texts of the commands must
/// outlive it.
class HttpAttempt final : AnswerSink {
 public:
  HttpAttempt(HttpApi& api, const Commands& commands, const AttemptLimits& limits, AttemptListener& listener,
              Clock::Time now);

  /// Returns the next request. Its views point into this object and the commands. Empty if the deadline has
  /// passed: then the attempt has ended.
  [[nodiscard]] std::optional<HttpRequest> request(Clock::Time now);
  /// Takes a response. Returns true if another request() follows. Otherwise the attempt has ended.
  bool answered(HttpResponse&& response, Clock::Time now);
  /// Takes an exception of a transport, of any type. The attempt ends.
  void failed(const std::exception& error, Clock::Time now);

 private:
  void end(std::optional<ErrorFacts>&& failure, Clock::Time now);
  /// Ends the attempt before anything was sent.
  void end_unsent(ErrorFacts&& facts, Clock::Time now);
  void judge_address(bool is_bad, Clock::Time now);
  /// True if the answers that were read suggest that the node has lost its broker.
  [[nodiscard]] bool blames_broker();
  void write_report(const HttpResponse* response, Clock::Time now);
  std::optional<ErrorFacts> read(const HttpResponse& response, std::string_view body);
  // Note answers to publications and pass them to the listener.
  void result(std::size_t at, std::string_view text) override;
  void error(std::size_t at, std::uint32_t code, std::string message) override;
  void unreadable(std::size_t at, std::string why) override;
  ErrorFacts facts_of(const std::exception& error);
  /// Explains in `cause` why another dialect was not tried, or that it may have to be chosen.
  void advise(ErrorFacts& facts) const;
  /// True for an answer in transport error mode: an error object alone, with an HTTP status other than 200.
  [[nodiscard]] bool is_error_alone(std::string_view body, ServerError& error) const;
  void find_url() { url_ = endpoint_.url_of(constants(), wire_.route, url_text_); }
  /// The parts of a request that are always the same.
  [[nodiscard]] const Dialects::Entry& constants() const { return access_.dialects.of(*wire_.dialect); }
  [[nodiscard]] const Secrets& secrets() const { return extra_ ? extra_->secrets() : access_.secrets; }

  HttpApi& api_;
  const Access& access_;
  const Commands commands_;
  const AttemptLimits limits_;
  AttemptListener& listener_;
  AnswerSink& answers_;  ///< The listener, or this attempt if another address could be used.
  const EndpointUse use_;
  Endpoint& endpoint_;
  WireRequest wire_;
  Search search_;
  bool internal_error_ = false;  ///< An answer to a publication was error 100.
  bool other_answer_ = false;    ///< One was something else.
  std::string_view url_;
  std::string url_text_;  ///< Storage of url_, if the endpoint has not prepared it.
  const Clock::Time started_;
  const Dialect* const known_before_;
  std::optional<AttemptReport> report_;  ///< Only if there is an observer.
  std::optional<ExtraHeaders> extra_;    ///< Only if there may be some.
};

}  // namespace cent::detail
