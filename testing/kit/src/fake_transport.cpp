#include <cent/testing/fake_transport.hpp>

#include <algorithm>
#include <mutex>

#include "age_question.hpp"
#include "expectations.hpp"
#include "packing.hpp"

namespace cent::testing {

struct FakeTransport::Impl {
  explicit Impl(Order order) : expectations(order) {}

  template <class Change>
  void change(std::size_t index, const Change& change_line) {
    const std::lock_guard<std::mutex> lock(mutex);
    change_line(expectations.line(index));
  }

  mutable std::mutex mutex;
  kit::Expectations expectations;
  kit::AgeQuestion question;
  std::vector<SeenRequest> requests;
  std::vector<std::string> unexpected;
  std::string key;
};

namespace {

[[noreturn]] void refuse(const std::string& cause) {
  ErrorFacts facts;
  facts.cause = cause;
  facts.delivery = Delivery::refused;  // never retried
  throw RequestException(facts);
}

/// Merges equal paragraphs into the first one, with their number after the first line.
std::string joined_without_repeats(const std::vector<std::string>& paragraphs) {
  std::string text;
  for (auto at = paragraphs.begin(); at != paragraphs.end(); ++at) {
    if (std::find(paragraphs.begin(), at, *at) != at) continue;
    const auto times = std::count(at, paragraphs.end(), *at);
    const std::size_t end_of_line = std::min(at->find('\n'), at->size());
    text += at->substr(0, end_of_line);
    if (times > 1) text += " (" + std::to_string(times) + " times)";
    text += at->substr(end_of_line) + "\n";
  }
  return text;
}

Delivery usual_delivery(FailureKind kind) {
  const bool before_sending =
      kind == FailureKind::resolve || kind == FailureKind::connect || kind == FailureKind::tls;
  return before_sending ? Delivery::not_sent : Delivery::unknown;
}

}  // namespace

FailedExpectation::~FailedExpectation() = default;

Expectation Expectation::answer(const Json& result) const {
  if (result.text().empty() || result.text().front() != '{')
    throw UsageError("an answer must be a JSON object");
  fake_->impl_->change(index_, [&](kit::Line& line) {
    line.reply = {result.text(), 0, {}};
    line.fate.reset();
  });
  return *this;
}

Expectation Expectation::error(std::uint32_t code, TextArgument message) const {
  const std::string_view text = message.named("the error's message");
  if (code == 0) throw UsageError("the error code 0 means success");
  fake_->impl_->change(index_, [&](kit::Line& line) {
    line.reply = {{}, code, std::string(text)};
    line.fate.reset();
  });
  return *this;
}

Expectation Expectation::fail(FailureKind kind) const { return fail(kind, usual_delivery(kind)); }

Expectation Expectation::fail(FailureKind kind, Delivery delivery) const {
  ErrorFacts facts;
  facts.cause = std::string("FakeTransport::fail(): ") + to_string(kind);
  facts.kind = kind;
  facts.delivery = delivery;
  fake_->impl_->change(index_, [&](kit::Line& line) { line.fate = kit::Fate{facts, {}}; });
  return *this;
}

Expectation Expectation::status(int http_status, TextArgument body, TextArgument retry_after) const {
  HttpResponse response;
  response.status = http_status;
  response.body = body.named("the body");
  response.content_type = "text/plain";
  response.retry_after = retry_after.named("the value of Retry-After");
  fake_->impl_->change(index_, [&](kit::Line& line) { line.fate = kit::Fate{std::nullopt, response}; });
  return *this;
}

Expectation Expectation::times(std::size_t count) const {
  fake_->impl_->change(index_, [&](kit::Line& line) { line.wanted = count; });
  return *this;
}

FakeTransport::FakeTransport(Order order) : impl_(std::make_unique<Impl>(order)) {}
FakeTransport::~FakeTransport() = default;

Expectation FakeTransport::expect(TextArgument method) {
  kit::Line line;
  line.method = method.named("the method");
  const std::lock_guard<std::mutex> lock(impl_->mutex);
  return {*this, impl_->expectations.add(std::move(line))};
}

Expectation FakeTransport::expect(TextArgument method, const Json& params) {
  if (!params.has_value()) return expect(method, Json::raw("{}"));
  kit::Line line;
  line.method = method.named("the method");
  line.params = kit::parse_value(params.text());
  const std::lock_guard<std::mutex> lock(impl_->mutex);
  return {*this, impl_->expectations.add(std::move(line))};
}

Expectation FakeTransport::expect(TextArgument method, std::function<bool(const Json&)> accepts) {
  kit::Line line;
  line.method = method.named("the method");
  line.accepts = std::move(accepts);
  const std::lock_guard<std::mutex> lock(impl_->mutex);
  return {*this, impl_->expectations.add(std::move(line))};
}

Expectation FakeTransport::always(TextArgument method) {
  kit::Line line;
  line.method = method.named("the method");
  line.always = true;
  const std::lock_guard<std::mutex> lock(impl_->mutex);
  return {*this, impl_->expectations.add(std::move(line))};
}

std::vector<SeenCommand> FakeTransport::commands() const {
  std::vector<SeenCommand> all;
  const std::lock_guard<std::mutex> lock(impl_->mutex);
  for (const SeenRequest& request : impl_->requests)
    all.insert(all.end(), request.commands.begin(), request.commands.end());
  return all;
}

std::vector<SeenRequest> FakeTransport::requests() const {
  const std::lock_guard<std::mutex> lock(impl_->mutex);
  return impl_->requests;
}

std::vector<std::string> FakeTransport::unmet() const {
  const std::lock_guard<std::mutex> lock(impl_->mutex);
  std::vector<std::string> texts = impl_->expectations.unmet();
  for (std::string& text : texts) text = kit::redacted(std::move(text), impl_->key);
  return texts;
}

std::vector<std::string> FakeTransport::unexpected() const {
  const std::lock_guard<std::mutex> lock(impl_->mutex);
  return impl_->unexpected;
}

std::string FakeTransport::report() const {
  std::vector<std::string> paragraphs = unexpected();
  for (const std::string& missing : unmet())
    paragraphs.push_back("FakeTransport never saw this command\n  expected: " + missing);
  return joined_without_repeats(paragraphs);
}

void FakeTransport::verify() const {
  const std::string text = report();
  if (!text.empty()) throw FailedExpectation(text);
}

HttpResponse FakeTransport::send(const HttpRequest& request) {
  const kit::Unpacked unpacked = kit::unpack(request.url, request.body);
  const std::lock_guard<std::mutex> lock(impl_->mutex);
  std::string url{request.url};
  // The query contains only the key, see ClientOptions::legacy_key_in_query.
  if (const std::size_t query = url.find('?'); query != std::string::npos)
    url.replace(query, url.npos, "?***");
  HttpHeaders headers;
  if (request.headers) headers = kit::redacted(*request.headers, impl_->key);
  impl_->requests.push_back({std::move(url), unpacked.commands, std::move(headers), request.timeout});

  std::vector<kit::Reply> replies;
  std::optional<kit::Fate> fate;
  std::string first_complaint;
  for (const SeenCommand& command : unpacked.commands) {
    std::string why;
    const kit::Line* line = impl_->expectations.meet(command, why);
    if (line == nullptr && impl_->question.take(unpacked)) {
      replies.push_back(kit::AgeQuestion::reply());
      continue;
    }
    if (line == nullptr) {
      impl_->unexpected.push_back(kit::redacted(std::move(why), impl_->key));
      if (first_complaint.empty()) first_complaint = impl_->unexpected.back();
      continue;
    }
    replies.push_back(line->reply);
    if (!fate && line->fate) fate = line->fate;
  }
  if (!first_complaint.empty()) refuse(first_complaint);
  if (fate) {
    if (!fate->failure || fate->failure->delivery == Delivery::unknown) impl_->question.lost(unpacked);
    if (fate->failure) throw RequestException(*fate->failure);
    return fate->response;
  }
  impl_->question.answered(unpacked, replies);
  HttpResponse response;
  response.status = 200;
  response.content_type = "application/json";
  response.body = kit::pack(unpacked, replies);
  return response;
}

}  // namespace cent::testing
