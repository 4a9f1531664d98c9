#include "http/http_attempt.hpp"

#include <algorithm>
#include <new>
#include <utility>

#include "delivery/classify.hpp"
#include "json/text_error.hpp"
#include "protocol/reply_parts.hpp"

namespace cent::detail {
namespace {

using std::chrono::milliseconds;

/// The error of an attempt that could not start in time.
ErrorFacts facts_of_deadline() {
  ErrorFacts facts;
  facts.kind = FailureKind::timeout;
  facts.delivery = Delivery::not_sent;
  facts.cause = "the deadline passed before the request could be sent";
  return facts;
}

/// The error of an attempt whose headers could not be made.
ErrorFacts facts_of_fault(const std::string& fault) {
  ErrorFacts facts;
  facts.delivery = Delivery::not_sent;
  facts.permanent = true;
  facts.cause = fault;
  return facts;
}

/// True if the address is at fault, so another one may do better.
bool blames_address(FailureKind kind) {
  return kind != FailureKind::cancelled && kind != FailureKind::too_large && kind != FailureKind::resources;
}
bool blames_address(int status) { return status == 502 || status == 503 || status == 504; }

/// Centrifugo's replies are JSON objects. Another body comes from another server, such as a proxy's default
/// virtual host.
std::string why_unreadable(std::string_view body, const TextError& error) {
  const std::size_t begin = body.find_first_not_of(" \t\r\n");
  if (begin == std::string_view::npos) return "it is empty, so the server at this address is not Centrifugo";
  if (body[begin] != '{') return error.message() + " (the server at this address is not Centrifugo)";
  return error.message();
}

}  // namespace

HttpAttempt::HttpAttempt(HttpApi& api, const Commands& commands, const AttemptLimits& limits,
                         AttemptListener& listener, Clock::Time now)
    : api_(api),
      access_(api.keys.current()),
      commands_(commands),
      limits_(limits),
      listener_(listener),
      answers_(api.endpoints.several() ? static_cast<AnswerSink&>(*this) : listener),
      use_(api.endpoints.choose(now)),
      endpoint_(use_.endpoint()),
      search_(commands_, endpoint_.discovery, wire_),
      started_(now),
      known_before_(endpoint_.discovery.known()) {
  find_url();
  if (limits.is_watched) report_.emplace();
  if (limits.attached != nullptr || api.request_headers)
    extra_.emplace(api, access_.secrets, commands_, limits);
}

std::optional<HttpRequest> HttpAttempt::request(Clock::Time now) {
  // Rounded up, since 0 means no limit to some transports.
  const auto left = std::chrono::ceil<milliseconds>(limits_.deadline - now);
  if (left <= milliseconds{0}) {
    end_unsent(facts_of_deadline(), now);
    return std::nullopt;
  }
  if (extra_ && !extra_->fault().empty()) {
    end_unsent(facts_of_fault(extra_->fault()), now);
    return std::nullopt;
  }
  HttpRequest request;
  request.url = url_;
  request.ip = endpoint_.ip;
  request.body = wire_.body;
  request.headers = constants().headers;
  if (extra_) request.headers = extra_->added_to(*request.headers);
  request.wants_times = limits_.is_watched;
  request.timeout = limits_.at_most > milliseconds{0} ? std::min(left, limits_.at_most) : left;
  if (api_.endpoints.several() && !limits_.is_last) {
    // So that another address can still be tried before the deadline.
    request.connect_timeout = limits_.whole / 2;
    // Ending an attempt early that must not be repeated would only lose its answer.
    if (limits_.at_most == milliseconds{0} && limits_.is_repeatable) {
      request.timeout = std::min(request.timeout, limits_.whole * 3 / 5);
    }
  }
  return request;
}

bool HttpAttempt::answered(HttpResponse&& response, Clock::Time now) {
  // Such a 404 is the answer, not a sign of another dialect.
  ServerError error;
  const bool is_answer = response.status == 404 && is_error_alone(response.body, error);
  if (!is_answer && search_.again(response)) {
    find_url();
    return true;
  }
  const std::size_t size = response.body.size();
  const std::string& body = listener_.responded(response.status, std::move(response.body), secrets());
  std::optional<ErrorFacts> failure = read(response, body);
  judge_address(blames_address(response.status) || blames_broker(), now);
  if (report_) {
    write_report(&response, now);
    report_->attempt.bytes_received = size;
  }
  end(std::move(failure), now);
  return false;
}

void HttpAttempt::failed(const std::exception& error, Clock::Time now) {
  const auto* const known = dynamic_cast<const RequestException*>(&error);
  if (known == nullptr || known->delivery() != Delivery::not_sent) listener_.left();
  ErrorFacts facts = facts_of(error);
  if (blames_address(facts.kind)) judge_address(true, now);
  if (report_) write_report(nullptr, now);
  end(std::move(facts), now);
}

void HttpAttempt::end(std::optional<ErrorFacts>&& failure, Clock::Time now) {
  AttemptEnd end;
  end.is_other_ready = failure && api_.endpoints.another_ready(endpoint_, now);
  end.failure = std::move(failure);
  end.report = report_ ? &*report_ : nullptr;
  listener_.ended(std::move(end), now);
}

void HttpAttempt::end_unsent(ErrorFacts&& facts, Clock::Time now) {
  if (report_) {
    write_report(nullptr, now);
    report_->attempt.bytes_sent = 0;
  }
  end(std::move(facts), now);
}

void HttpAttempt::judge_address(bool is_bad, Clock::Time now) {
  const milliseconds rest = is_bad ? endpoint_.set_aside(now) : milliseconds{0};
  if (rest > milliseconds{0}) api_.endpoints.note_failure();
  const bool is_back = !is_bad && endpoint_.works();
  if (report_ && api_.endpoints.several() && (is_back || rest > milliseconds{0}))
    report_->address = {endpoint_.name, is_bad, rest};
}

void HttpAttempt::write_report(const HttpResponse* response, Clock::Time now) {
  AttemptEnded& attempt = report_->attempt;
  attempt.address = endpoint_.name;
  attempt.method = commands_.size() == 1 ? commands_.method(0) : std::string_view{"batch"};
  attempt.commands = commands_.size();
  attempt.request = limits_.number;
  attempt.bytes_sent = wire_.body.size();
  if (response != nullptr) {
    attempt.status = response->status;
    attempt.times = response->times;
    attempt.new_connection = response->new_connection;
    if (response->status == 401 || response->status == 403) report_->key = {endpoint_.name, response->status};
  }
  attempt.times.whole = std::chrono::duration_cast<std::chrono::microseconds>(now - started_);
  const Dialect* const known = endpoint_.discovery.known();
  if (known != nullptr && known != known_before_) {
    const auto name = [](const Dialect* dialect) {
      return dialect == nullptr ? std::string_view{} : std::string_view{dialect->short_name()};
    };
    report_->server = {endpoint_.name, name(known), name(known_before_), {}};
  }
}

bool HttpAttempt::blames_broker() {
  return (internal_error_ || other_answer_) && endpoint_.has_lost_broker(!other_answer_);
}

void HttpAttempt::result(std::size_t at, std::string_view text) {
  other_answer_ = other_answer_ || is_publication(commands_.method(at));
  listener_.result(at, text);
}
void HttpAttempt::error(std::size_t at, std::uint32_t code, std::string message) {
  if (is_publication(commands_.method(at)))
    (code == ErrorCode::kInternal ? internal_error_ : other_answer_) = true;
  listener_.error(at, code, std::move(message));
}
void HttpAttempt::unreadable(std::size_t at, std::string why) { listener_.unreadable(at, std::move(why)); }

bool HttpAttempt::is_error_alone(std::string_view body, ServerError& error) const {
  return commands_.size() == 1 && wire_.form == Form::usual && !commands_.is_batch() &&
         parse_server_error(body, error);
}

std::optional<ErrorFacts> HttpAttempt::read(const HttpResponse& response, std::string_view body) {
  if (response.status == 200) {
    try {
      wire_.dialect->read(body, commands_, wire_.form, answers_);
      search_.confirm();
      return std::nullopt;
    } catch (const TextError& error) {
      ErrorFacts facts = facts_of_unreadable(response, body, why_unreadable(body, error), secrets());
      advise(facts);
      return facts;
    }
  }
  if (ServerError error; is_error_alone(body, error)) {
    search_.confirm();
    answers_.error(0, error.code, std::move(error.message));
    return std::nullopt;
  }
  const Delivery outcome = response.status == 503 && api_.trust_503
                               ? Delivery::not_sent
                               : wire_.dialect->outcome(response.status, commands_);
  ErrorFacts facts = facts_of_status(response, body, outcome, secrets());
  advise(facts);
  return facts;
}

void HttpAttempt::advise(ErrorFacts& facts) const {
  if (const std::string& left_out = api_.dialects.left_out();
      !left_out.empty() && (facts.status == 404 || facts.status == 401)) {
    facts.cause.append("; ").append(left_out);
    return;
  }
  // The answers of a proxy that lets only the path of another dialect through.
  const bool turned_away = facts.kind == FailureKind::redirect || facts.kind == FailureKind::unreadable ||
                           facts.kind == FailureKind::cut || facts.status == 403 || facts.status == 405;
  if (!turned_away || !search_.is_guess()) return;
  for (const auto& entry : api_.dialects.entries()) {
    if (const char* const advice = entry.dialect->advice())
      facts.cause.append("; the server's protocol is not known yet: ").append(advice);
  }
}

ErrorFacts HttpAttempt::facts_of(const std::exception& error) {
  endpoint_.discovery.unreachable();
  ErrorFacts facts;
  if (const auto* known = dynamic_cast<const RequestException*>(&error)) {
    facts = known->facts();
    facts.cause = secrets().redact(std::move(facts.cause));
    facts.body = secrets().redact(std::move(facts.body));
    advise(facts);
    return facts;
  }
  if (dynamic_cast<const std::bad_alloc*>(&error) != nullptr) {
    facts.kind = FailureKind::resources;
    facts.cause = "out of memory";
  } else {
    facts.cause = "the transport threw: " + printable(error.what(), secrets());
  }
  return facts;
}

}  // namespace cent::detail
