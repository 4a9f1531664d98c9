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

/// Settings shared by all exchanges of a client.
struct ExchangeRules {
  Secrets secrets{};  ///< Redacted in all error texts.
  bool trust_503 = false;
  /// The legacy dialect is not tried, since it would need a second Authorization: see
  /// needs_two_authorizations().
  bool shuns_legacy = false;
};

/// One attempt at one address, without the sending: returns requests and takes responses. Both clients use
/// it, one with a blocking transport, the other with an asynchronous one. The work must outlive it.
class Exchange {
 public:
  Exchange(const Work& work, Endpoint& endpoint, const Endpoints& endpoints, const ExchangeRules& rules);

  /// Returns the next request. Its views point into this object and the work. The caller sets `timeout`.
  [[nodiscard]] HttpRequest request() const;

  /// Takes a response. Returns true if another request() follows, since the server speaks another dialect.
  bool again(HttpResponse& response);

  /// Reads the final response. The caller keeps its body at `body`, and results point into it.
  /// Returns empty if each command got its answer through `sink`; otherwise why all of them failed.
  std::optional<ErrorFacts> finish(const HttpResponse& response, std::string_view body, AnswerSink& sink);

  /// Turns a transport's exception, of any type, into facts.
  ErrorFacts failed(const std::exception& error);

 private:
  /// True if the server's dialect is not known yet and the modern one was tried.
  [[nodiscard]] bool is_guess() const {
    return wire_.dialect == DialectKind::modern && endpoint_.known.kind() == DialectKind::unknown;
  }
  /// Explains in `cause` why the other dialect was not tried, or that it may have to be chosen.
  void advise(ErrorFacts& facts) const;
  /// True for an answer in transport error mode: an error object alone, with an HTTP status other than 200.
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
  std::string url_text_;                      ///< Storage of url_, if the endpoint has not prepared it.
  std::optional<HttpResponse> unauthorized_;  ///< Used as the answer if the other dialect gets a 404.
};

}  // namespace cent::detail
