#include "delivery/exchange.hpp"

#include <new>
#include <utility>

#include "delivery/classify.hpp"
#include "json/text_error.hpp"
#include "protocol/reply_parts.hpp"

namespace cent::detail {
namespace {

/// Centrifugo's replies are JSON objects. Another body comes from another server, such as a proxy's default
/// virtual host.
std::string why_unreadable(std::string_view body, const TextError& error) {
  const std::size_t begin = body.find_first_not_of(" \t\r\n");
  if (begin == std::string_view::npos) return "it is empty, so the server at this address is not Centrifugo";
  if (body[begin] != '{') return error.message() + " (the server at this address is not Centrifugo)";
  return error.message();
}

}  // namespace

Exchange::Exchange(const Work& work, Endpoint& endpoint, const Endpoints& endpoints,
                   const ExchangeRules& rules)
    : work_(work),
      endpoint_(endpoint),
      endpoints_(endpoints),
      rules_(rules),
      conversation_(work_, endpoint.known) {
  conversation_.begin(wire_);
  url_ = endpoint_.url_of(wire_.route, url_text_);
}

HttpRequest Exchange::request() const {
  HttpRequest request;
  request.url = url_;
  request.body = wire_.body;
  request.headers = endpoints_.headers(wire_.dialect);
  return request;
}

bool Exchange::is_error_alone(std::string_view body, ServerError& error) const {
  return work_.size() == 1 && !wire_.as_batch && parse_server_error(body, error);
}

bool Exchange::again(HttpResponse& response) {
  // This 404 is the answer, not a sign of another dialect.
  if (ServerError error; response.status == 404 && is_error_alone(response.body, error)) return false;
  if (conversation_.again(response.status, wire_)) {
    if (response.status == 401) unauthorized_ = std::move(response);
    url_ = endpoint_.url_of(wire_.route, url_text_);
    return true;
  }
  if (unauthorized_ && response.status == 404) {
    response = std::move(*unauthorized_);  // the API exists, the key is wrong
    endpoint_.known.learn(DialectKind::modern);
  } else if (unauthorized_ && response.status == 401) {
    endpoint_.known.learn(DialectKind::modern);  // servers check the path before the key
  }
  return false;
}

std::optional<ErrorFacts> Exchange::finish(const HttpResponse& response, std::string_view body,
                                           AnswerSink& sink) {
  if (response.status == 200) {
    try {
      dialect_of(wire_.dialect).read(body, work_, wire_.as_batch, sink);
      conversation_.confirm(wire_);
      return std::nullopt;
    } catch (const TextError& error) {
      ErrorFacts facts = facts_of_unreadable(response, body, why_unreadable(body, error), rules_.secrets);
      advise(facts);
      return facts;
    }
  }
  if (ServerError error; is_error_alone(body, error)) {
    conversation_.confirm(wire_);
    sink.error(0, error.code, std::move(error.message));
    return std::nullopt;
  }
  ErrorFacts facts = facts_of_status(response, body, several_by_stream(), rules_.trust_503, rules_.secrets);
  advise(facts);
  return facts;
}

void Exchange::advise(ErrorFacts& facts) const {
  if (rules_.shuns_legacy && (facts.status == 404 || facts.status == 401)) {
    facts.cause +=
        "; the legacy protocol (v2 to v4) was not tried, since it sends the API key in the header "
        "Authorization, "
        "which is set in ClientOptions::headers";
    return;
  }
  // The answers of a proxy that lets only the path of v2 to v4 through.
  const bool turned_away = facts.kind == FailureKind::redirect || facts.kind == FailureKind::unreadable ||
                           facts.kind == FailureKind::cut || facts.status == 403 || facts.status == 405;
  if (is_guess() && turned_away) {
    facts.cause +=
        "; the server's protocol is not known yet: if it is v2 to v4 behind a proxy that lets only /api "
        "through, "
        "choose Protocol::legacy";
  }
}

ErrorFacts Exchange::failed(const std::exception& error) {
  endpoint_.known.forget_legacy();
  ErrorFacts facts;
  if (const auto* known = dynamic_cast<const RequestException*>(&error)) {
    facts = known->facts();
    facts.cause = rules_.secrets.redact(std::move(facts.cause));
    facts.body = rules_.secrets.redact(std::move(facts.body));
    advise(facts);
    return facts;
  }
  if (dynamic_cast<const std::bad_alloc*>(&error) != nullptr) {
    facts.kind = FailureKind::resources;
    facts.cause = "out of memory";
  } else {
    facts.cause = "the transport threw: " + printable(error.what(), rules_.secrets);
  }
  return facts;
}

}  // namespace cent::detail
