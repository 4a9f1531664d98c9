#include "support/script.hpp"

#include <stdexcept>

#include "support/canary.hpp"

namespace cent::test {

HttpResponse response(int status, std::string body, std::string retry_after) {
  HttpResponse made;
  made.status = status;
  made.body = std::move(body);
  made.content_type = "application/json";
  made.retry_after = std::move(retry_after);
  return made;
}

RequestException failure(FailureKind kind, Delivery delivery, const std::string& cause) {
  ErrorFacts facts;
  facts.kind = kind;
  facts.delivery = delivery;
  facts.cause = cause;
  return RequestException(std::move(facts));
}

Script& Script::answer(int status, std::string body, std::string retry_after) {
  return then([made = response(status, std::move(body), std::move(retry_after))](const HttpRequest&) {
    return made;
  });
}

Script& Script::fail(FailureKind kind, Delivery delivery) {
  return then([kind, delivery](const HttpRequest&) -> HttpResponse { throw failure(kind, delivery); });
}

Script& Script::then(Answer answer) {
  const std::lock_guard<std::mutex> lock{state_->mutex};
  state_->answers.push_back(std::move(answer));
  return *this;
}

Script& Script::always(Answer answer) {
  const std::lock_guard<std::mutex> lock{state_->mutex};
  state_->always = std::move(answer);
  return *this;
}

std::shared_ptr<Transport> Script::transport() {
  return make_transport(
      [script = *this](const HttpRequest& request) mutable { return script.next(request); });
}

HttpResponse Script::next(const HttpRequest& request) {
  Answer answer;
  {
    const std::lock_guard<std::mutex> lock{state_->mutex};
    SentRequest& sent = state_->sent.emplace_back();
    sent.url = request.url;
    sent.body = request.body;
    if (request.headers) sent.headers = *request.headers;
    sent.timeout = request.timeout;
    if (!state_->answers.empty()) {
      answer = std::move(state_->answers.front());
      state_->answers.pop_front();
    } else {
      answer = state_->always;
    }
  }
  if (!answer) {
    ADD_FAILURE() << "a request beyond the script: " << request.url << " " << request.body.substr(0, 200);
    throw std::logic_error("the script is over");
  }
  return answer(request);
}

std::vector<SentRequest> Script::sent() const {
  const std::lock_guard<std::mutex> lock{state_->mutex};
  return state_->sent;
}

std::vector<std::string> Script::paths() const {
  std::vector<std::string> paths;
  for (const SentRequest& request : sent()) {
    paths.push_back(request.url.substr(request.url.find('/', request.url.find("://") + 3)));
  }
  return paths;
}

bool Script::used_up() const {
  const std::lock_guard<std::mutex> lock{state_->mutex};
  return state_->answers.empty();
}

ClientOptions scripted(Script& script) {
  ClientOptions options;
  options.api_key = kCanary;
  options.transport = script.transport();
  return options;
}

}  // namespace cent::test
