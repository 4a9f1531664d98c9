#pragma once
#include <cent/transport.hpp>
#include <memory>
#include <optional>
#include <string>
#include <string_view>

#include "delivery/endpoints.hpp"
#include "delivery/secrets.hpp"
#include "protocol/conversation.hpp"

namespace cent::detail {

/// What does not change from one exchange to the next.
struct ExchangeRules {
  Secrets secrets{};  ///< Redacted of everything that is shown.
  bool trust_503 = false;
  /// The legacy dialect is not tried, since its Authorization would be the second: see
  /// needs_two_authorizations().
  bool shuns_legacy = false;
};

/// One attempt at one address, without the sending: gives requests, takes responses. Both clients drive it,
/// one with a waiting transport, the other with one that calls back. The work must outlive it.
class Exchange {
 public:
  Exchange(const Work& work, Endpoint& endpoint, const Endpoints& endpoints, const ExchangeRules& rules);

  /// What to send next; the views point into this object and the work. `timeout` is the caller's to set.
  [[nodiscard]] HttpRequest request() const;

  /// Takes a response; true if request() holds a further request, since the server speaks another dialect.
  bool again(HttpResponse& response);

  /// Reads the final response, whose body the caller keeps at `body`, which results point into.
  /// Nothing if each command got its answer through `sink`; otherwise why all of them failed.
  std::optional<ErrorFacts> finish(const HttpResponse& response, std::string_view body, AnswerSink& sink);

  /// A transport's error as facts; also for what is not a RequestException.
  ErrorFacts failed(const std::exception& error);

 private:
  /// True if nobody knows yet which dialect the server speaks, and the modern one was tried.
  [[nodiscard]] bool is_guess() const {
    return wire_.dialect == DialectKind::modern && endpoint_.known.kind() == DialectKind::unknown;
  }
  /// Says in `cause` why the other dialect was not tried, or that it may have to be chosen.
  void advise(ErrorFacts& facts) const;
  /// Transport error mode: the error object alone, under a status of its own.
  [[nodiscard]] bool is_error_alone(std::string_view body, ServerError& error) const;
  [[nodiscard]] bool several_by_stream() const {
    return wire_.dialect == DialectKind::legacy && work_.size() > 1;
  }

  const Work work_;
  Endpoint& endpoint_;
  const Endpoints& endpoints_;
  const ExchangeRules& rules_;
  Conversation conversation_;
  WireRequest wire_;
  std::string_view url_;
  std::string url_text_;                      ///< Of a url_ that is not the endpoint's.
  std::optional<HttpResponse> unauthorized_;  ///< Answers in place of the 404 that the other dialect got.
};

}  // namespace cent::detail
