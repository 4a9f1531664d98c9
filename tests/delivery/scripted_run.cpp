#include "delivery/scripted_run.hpp"

#include <cent/errors.hpp>
#include <utility>

namespace cent::test {

using detail::Step;
using std::chrono::duration_cast;
using std::chrono::milliseconds;

ClientOptions modern_options() {
  ClientOptions options;
  options.protocol = Protocol::modern;
  return options;
}

HttpResponse response(int status, std::string body, std::string retry_after) {
  HttpResponse made;
  made.status = status;
  made.body = std::move(body);
  made.retry_after = std::move(retry_after);
  return made;
}

RequestException lost(FailureKind kind, Delivery delivery) {
  ErrorFacts facts;
  facts.kind = kind;
  facts.delivery = delivery;
  facts.cause = "scripted";
  return RequestException(std::move(facts));
}

HttpResponse info_of(const std::string& version) {
  return response(200, R"({"result":{"nodes":[{"uid":"u","name":"n","version":")" + version +
                           R"(","num_clients":0,"num_users":0,"num_channels":0}]}})");
}

ScriptedRun::ScriptedRun(ClientOptions options, std::vector<std::string> addresses,
                         const detail::BroadcastBounds& bounds)
    : service(addresses, std::move(options), bounds) {}

void ScriptedRun::run(const detail::Work& work, detail::Repeat repeat, const Answers& answers, Retry retry) {
  replies_.emplace(work.size());
  sent.clear();
  const auto start = clock.now();
  detail::Run run{service, clock, work, repeat, service.policy(retry), start, start + timeout, *replies_};
  for (Step step = run.next(start); step.kind != Step::Kind::done; step = run.next(clock.now())) {
    if (step.kind == Step::Kind::wait) {
      clock.set(step.until);
      continue;
    }
    Sent request;
    const std::string url{step.request.url};
    const std::size_t path = url.find("/api");
    request.host = url.substr(7, path - 7);
    request.path = url.substr(path + 4);
    request.body = step.request.body;
    request.timeout = step.request.timeout;
    request.at = duration_cast<milliseconds>(clock.now() - start);
    sent.push_back(request);
    Event event = answers(sent.back());
    clock.advance(took);
    if (auto* const answer = std::get_if<HttpResponse>(&event)) {
      run.answered(std::move(*answer), clock.now());
    } else {
      run.failed(std::get<RequestException>(event), clock.now());
    }
  }
}

std::string ScriptedRun::outcome(std::size_t at) const {
  if (!replies_->settled(at)) return "nothing";
  const auto error = replies_->error(at);
  return to_string(error ? error->delivery() : Delivery::applied);
}

std::vector<std::string> ScriptedRun::outcomes() const {
  std::vector<std::string> all;
  for (std::size_t i = 0; i < replies_->size(); ++i) all.push_back(outcome(i));
  return all;
}

std::vector<std::string> ScriptedRun::paths() const {
  std::vector<std::string> paths;
  for (const Sent& one : sent) paths.push_back(one.path);
  return paths;
}

}  // namespace cent::test
