#include "delivery/scripted_run.hpp"

#include <cent/errors.hpp>
#include <utility>

#include "http/blocking_attempts.hpp"

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
    : service(options, bounds), http_(addresses, options) {}

void ScriptedRun::run(const Single& command, detail::Repeat repeat, const Answers& answers, Retry retry) {
  run(detail::Commands{command.method, command.params, repeat}, answers, retry);
}

void ScriptedRun::run(const detail::CommandBuffer& batch, const Answers& answers) {
  run(detail::Commands{batch}, answers, Retry::by_policy);
}

void ScriptedRun::run(const detail::Commands& commands, const Answers& answers, Retry retry) {
  replies_.emplace(commands.size());
  sent.clear();
  const auto start = clock.now();
  const auto transport = make_transport([&](const HttpRequest& request) {
    Sent one;
    const std::string url{request.url};
    const std::size_t path = url.find("/api");
    one.host = url.substr(7, path - 7);
    one.path = url.substr(path + 4);
    one.body = request.body;
    one.timeout = request.timeout;
    one.at = duration_cast<milliseconds>(clock.now() - start);
    sent.push_back(one);
    Event event = answers(sent.back());
    clock.advance(took);
    if (const auto* const error = std::get_if<RequestException>(&event)) throw *error;
    return std::get<HttpResponse>(std::move(event));
  });
  detail::BlockingAttempts attempts{http_, transport, clock};
  detail::Run run{service, clock, commands, service.policy(retry), start, start + timeout, *replies_};
  for (Step step = run.next(start); step.kind != Step::Kind::done; step = run.next(clock.now())) {
    if (step.kind == Step::Kind::wait) {
      clock.set(step.until);
    } else {
      attempts.start(*step.commands, step.limits, run, clock.now());
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
