#pragma once
#include <opentelemetry/context/propagation/global_propagator.h>
#include <opentelemetry/trace/context.h>
#include <opentelemetry/trace/tracer.h>
#include <algorithm>
#include <cent/errors.hpp>
#include <cent/observer.hpp>
#include <cent/request_headers.hpp>
#include <cstdint>
#include <map>
#include <memory>
#include <mutex>
#include <string>
#include <string_view>
#include <utility>
#include <vector>

// For programs that use opentelemetry-cpp. cent itself does not need it.

namespace cent {

/// Spans of requests and of commands, by the semantic conventions for HTTP and messaging.
///
///     const auto tracing = cent::trace_with(options, tracer);
///     cent::AsyncClient client{"http://localhost:8000", options};
///     cent::CallOptions call;
///     call.context = tracing->start_call("publish", "news");  // one for each call
///     client.publish("news", data, call);
///
/// Each request, also each repetition, has a span of kind client. Its context goes out in the headers of the
/// global propagator (`traceparent` with opentelemetry's HttpTraceContext; none is set by default).
///
/// | contexts of the request's commands | parent of the request's span |
/// | --- | --- |
/// | none | the active span of the caller's thread for a Client, else none |
/// | one | that span |
/// | several | none; links to all |
///
/// Thread safe. Spans carry addresses, methods, channels and the texts of errors, and no payload.
class Tracing final : public Observer {
 public:
  using Tracer = opentelemetry::nostd::shared_ptr<opentelemetry::trace::Tracer>;
  using Span = opentelemetry::nostd::shared_ptr<opentelemetry::trace::Span>;

  /// Usually made by trace_with(). @throws UsageError if `tracer` is null.
  explicit Tracing(Tracer tracer) : tracer_(std::move(tracer)) {
    if (!tracer_) throw UsageError("the tracer is null");
  }

  /// Starts the span of a call as a child of the active span, for CallOptions::context. It gets the outcome
  /// of the call's commands and ends when nobody uses it any more: the client until the outcome, and
  /// CallOptions that still hold it.
  /// @param channel Empty: none, or several.
  [[nodiscard]] std::shared_ptr<const CallContext> start_call(std::string_view method,
                                                              std::string_view channel = {}) {
    opentelemetry::trace::StartSpanOptions options;
    options.kind = opentelemetry::trace::SpanKind::kProducer;
    const std::string name = std::string(method) + (channel.empty() ? "" : " ") + std::string(channel);
    Span span = tracer_->StartSpan(text(name), options);
    span->SetAttribute("messaging.system", "centrifugo");
    span->SetAttribute("messaging.operation.name", text(method));
    if (method == "publish" || method == "broadcast") span->SetAttribute("messaging.operation.type", "send");
    if (!channel.empty()) span->SetAttribute("messaging.destination.name", text(channel));
    return std::make_shared<const Call>(std::move(span));
  }

  /// Starts the span of a request. For ClientOptions::request_headers.
  [[nodiscard]] HttpHeaders request_headers(const RequestStarting& request) {
    using Attributes = std::map<std::string, std::string>;
    opentelemetry::trace::StartSpanOptions options;
    options.kind = opentelemetry::trace::SpanKind::kClient;
    std::vector<std::pair<opentelemetry::trace::SpanContext, Attributes>> links;
    for (const auto& context : request.contexts) {
      const auto* const call = dynamic_cast<const Call*>(context.get());
      if (call != nullptr) links.emplace_back(call->span()->GetContext(), Attributes{});
    }
    if (links.size() == 1) {
      options.parent = links.front().first;
      links.clear();
    }
    const Attributes attributes{{"http.request.method", "POST"},
                                {"messaging.system", "centrifugo"},
                                {"messaging.operation.name", std::string(request.method)}};
    Span span = tracer_->StartSpan("POST", attributes, links, options);
    if (request.commands > 1)
      span->SetAttribute("messaging.batch.message_count", static_cast<std::int64_t>(request.commands));
    if (request.attempt > 1) {
      span->SetAttribute("http.request.resend_count", static_cast<std::int64_t>(request.attempt) - 1);
    }
    Carrier carrier;
    opentelemetry::context::Context empty;
    const opentelemetry::context::Context with_span = opentelemetry::trace::SetSpan(empty, span);
    opentelemetry::context::propagation::GlobalTextMapPropagator::GetGlobalPropagator()->Inject(carrier,
                                                                                                with_span);
    const std::lock_guard<std::mutex> lock{mutex_};
    // A request whose end was never reported, since memory ran out, must not stay for ever.
    if (under_way_.size() == kMostUnderWay) under_way_.erase(under_way_.begin());
    under_way_[request.request] = std::move(span);
    return std::move(carrier.headers);
  }

  void attempt_ended(const AttemptEnded& event) override {
    const Span span = take(event.request);
    if (!span) return;
    span->SetAttribute("url.full", text(event.address));
    const auto [host, port] = server_of(event.address);
    span->SetAttribute("server.address", text(host));
    span->SetAttribute("server.port", port);
    span->SetAttribute("http.request.body.size", static_cast<std::int64_t>(event.bytes_sent));
    if (event.status != 0) {
      span->SetAttribute("http.response.status_code", static_cast<std::int64_t>(event.status));
      span->SetAttribute("http.response.body.size", static_cast<std::int64_t>(event.bytes_received));
    }
    if (event.error != nullptr) fail(*span, *event.error);
    span->End();
  }

  void command_ended(const CommandEnded& event) override {
    const auto* const call = dynamic_cast<const Call*>(event.context);
    if (call == nullptr) return;
    opentelemetry::trace::Span& span = *call->span();
    span.SetAttribute("cent.outcome", to_string(event.outcome));
    if (event.failed_channels > 0)
      span.SetAttribute("cent.failed_channels", static_cast<std::int64_t>(event.failed_channels));
    if (event.error != nullptr) fail(span, *event.error);
  }

 private:
  class Call final : public CallContext {
   public:
    explicit Call(Span span) : span_(std::move(span)) {}
    ~Call() override { span_->End(); }
    [[nodiscard]] const Span& span() const noexcept { return span_; }

   private:
    Span span_;
  };

  struct Carrier final : opentelemetry::context::propagation::TextMapCarrier {
    [[nodiscard]] opentelemetry::nostd::string_view Get(
        opentelemetry::nostd::string_view /*key*/) const noexcept override {
      return "";
    }
    /// Leaves out a value that no header may have: a trace never stops a publication.
    void Set(opentelemetry::nostd::string_view key,
             opentelemetry::nostd::string_view value) noexcept override {
      const auto sendable = [](char c) { return c >= ' ' && c <= '~'; };
      if (value.empty() || !std::all_of(value.begin(), value.end(), sendable)) return;
      headers.push_back({{key.data(), key.size()}, {value.data(), value.size()}});
    }
    HttpHeaders headers;
  };

  static constexpr std::size_t kMostUnderWay = 10'000;

  static opentelemetry::nostd::string_view text(std::string_view from) noexcept {
    return {from.data(), from.size()};
  }

  static void fail(opentelemetry::trace::Span& span, const CentException& error) {
    const auto* const request = dynamic_cast<const RequestException*>(&error);
    span.SetAttribute("error.type", error.status() >= 300 ? text(std::to_string(error.status()))
                                    : request != nullptr  ? text(to_string(request->kind()))
                                                          : text("response"));
    span.SetStatus(opentelemetry::trace::StatusCode::kError, error.what());
  }

  /// Host and port of `http://host:port/api`.
  static std::pair<std::string_view, std::int64_t> server_of(std::string_view address) {
    const bool secure = address.substr(0, 8) == "https://";
    std::string_view authority = address.substr(std::min(address.size(), address.find("://") + 3));
    authority = authority.substr(0, authority.find('/'));
    const std::size_t colon = authority.rfind(':');
    if (colon == std::string_view::npos || authority.find(']', colon) != std::string_view::npos)
      return {authority, secure ? 443 : 80};
    std::int64_t port = 0;
    for (const char digit : authority.substr(colon + 1)) port = port * 10 + (digit - '0');
    return {authority.substr(0, colon), port};
  }

  Span take(std::uint64_t request) {
    const std::lock_guard<std::mutex> lock{mutex_};
    const auto found = under_way_.find(request);
    if (found == under_way_.end()) return {};
    Span span = std::move(found->second);
    under_way_.erase(found);
    return span;
  }

  const Tracer tracer_;
  std::mutex mutex_;
  std::map<std::uint64_t, Span> under_way_;
};

/// Adds traces to the options of a client: sets its observer and its request_headers, beside those that are
/// already there. Options is ClientOptions or AsyncClientOptions. One Tracing may serve several clients.
/// @throws UsageError if `tracer` is null.
template <class Options>
std::shared_ptr<Tracing> trace_with(Options& options, Tracing::Tracer tracer) {
  auto tracing = std::make_shared<Tracing>(std::move(tracer));
  options.observer = combine_observers({options.observer, tracing});
  options.request_headers = [tracing, others = options.request_headers](const RequestStarting& request) {
    HttpHeaders headers = others ? others(request) : HttpHeaders{};
    for (HttpHeader& header : tracing->request_headers(request)) headers.push_back(std::move(header));
    return headers;
  };
  return tracing;
}

}  // namespace cent
