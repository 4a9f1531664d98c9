// <cent/opentelemetry.hpp> with a tracer that notes its spans.
#include <gtest/gtest.h>

#include <cent/async_client.hpp>
#include <cent/client.hpp>
#include <cent/opentelemetry.hpp>
#include <map>
#include <memory>
#include <string>
#include <vector>

#include "support/canary.hpp"
#include "support/script.hpp"

namespace cent::test {
namespace {

namespace nostd = opentelemetry::nostd;
namespace otel = opentelemetry::trace;
namespace propagation = opentelemetry::context::propagation;
using opentelemetry::common::AttributeValue;

std::string text_of(const AttributeValue& value) {
  if (const auto* text = nostd::get_if<nostd::string_view>(&value)) return {text->data(), text->size()};
  if (const auto* text = nostd::get_if<const char*>(&value)) return *text;
  if (const auto* number = nostd::get_if<std::int64_t>(&value)) return std::to_string(*number);
  return "another type";
}

std::string id_of(const otel::SpanContext& context) {
  char digits[16];
  context.span_id().ToLowerBase16(nostd::span<char, 16>{digits});
  return {digits + 14, 2};
}

/// All that became of a span.
struct Note {
  std::string name{};
  std::string parent{};  ///< The id of its parent; empty: not given.
  std::string links{};
  otel::SpanKind kind{};
  std::map<std::string, std::string> attributes{};
  std::string error{};
  int ends = 0;
};

struct NotedSpan final : otel::Span {
  NotedSpan(std::shared_ptr<Note> of, std::uint8_t number) : note(std::move(of)), id(number) {}
  void SetAttribute(nostd::string_view key, const AttributeValue& value) noexcept override {
    note->attributes[{key.data(), key.size()}] = text_of(value);
  }
  void AddEvent(nostd::string_view) noexcept override {}
  void AddEvent(nostd::string_view, opentelemetry::common::SystemTimestamp) noexcept override {}
  void AddEvent(nostd::string_view, opentelemetry::common::SystemTimestamp,
                const opentelemetry::common::KeyValueIterable&) noexcept override {}
  void SetStatus(otel::StatusCode code, nostd::string_view text) noexcept override {
    if (code == otel::StatusCode::kError) note->error = {text.data(), text.size()};
  }
  void UpdateName(nostd::string_view) noexcept override {}
  void End(const otel::EndSpanOptions&) noexcept override { ++note->ends; }
  otel::SpanContext GetContext() const noexcept override {
    const std::uint8_t trace[16] = {1};
    const std::uint8_t span[8] = {0, 0, 0, 0, 0, 0, 0, id};
    return {otel::TraceId{nostd::span<const std::uint8_t, 16>{trace}},
            otel::SpanId{nostd::span<const std::uint8_t, 8>{span}}, otel::TraceFlags{1}, false};
  }
  bool IsRecording() const noexcept override { return true; }

  std::shared_ptr<Note> note;
  std::uint8_t id;
};

struct NotingTracer final : otel::Tracer {
  nostd::shared_ptr<otel::Span> StartSpan(nostd::string_view name,
                                          const opentelemetry::common::KeyValueIterable& attributes,
                                          const otel::SpanContextKeyValueIterable& links,
                                          const otel::StartSpanOptions& options) noexcept override {
    auto note = std::make_shared<Note>();
    note->name = {name.data(), name.size()};
    note->kind = options.kind;
    if (const auto* parent = nostd::get_if<otel::SpanContext>(&options.parent)) note->parent = id_of(*parent);
    attributes.ForEachKeyValue([&](nostd::string_view key, AttributeValue value) {
      note->attributes[{key.data(), key.size()}] = text_of(value);
      return true;
    });
    links.ForEachKeyValue([&](otel::SpanContext context, const opentelemetry::common::KeyValueIterable&) {
      note->links += id_of(context);
      return true;
    });
    notes.push_back(note);
    return nostd::shared_ptr<otel::Span>(new NotedSpan(note, static_cast<std::uint8_t>(notes.size())));
  }
#ifdef OPENTELEMETRY_VERSION
  void ForceFlushWithMicroseconds(std::uint64_t) noexcept override {}
  void CloseWithMicroseconds(std::uint64_t) noexcept override {}
#endif
  std::vector<std::shared_ptr<Note>> notes;
};

/// Sends the id of the span, and texts that no header may have.
struct Propagator final : propagation::TextMapPropagator {
  opentelemetry::context::Context Extract(const propagation::TextMapCarrier&,
                                          opentelemetry::context::Context& context) noexcept override {
    return context;
  }
  void Inject(propagation::TextMapCarrier& carrier,
              const opentelemetry::context::Context& context) noexcept override {
    carrier.Set("traceparent", id_of(otel::GetSpan(context)->GetContext()));
    carrier.Set("tracestate", "");
    carrier.Set("baggage", "a\nb");
  }
  bool Fields(nostd::function_ref<bool(nostd::string_view)>) const noexcept override { return true; }
};

class Traced : public ::testing::Test {
 protected:
  Traced() {
    propagation::GlobalTextMapPropagator::SetGlobalPropagator(
        nostd::shared_ptr<propagation::TextMapPropagator>(new Propagator));
  }
  [[nodiscard]] std::string header(std::size_t request) const {
    std::string all;
    const SentRequest sent = script.sent().at(request);
    for (const HttpHeader& one : sent.headers) {
      if (one.name != "Content-Type" && one.name != "X-API-Key") all += one.name + "=" + one.value + ";";
    }
    return all;
  }
  const Note& note(std::size_t at) { return *tracer->notes.at(at); }

  Script script;
  NotingTracer* tracer = new NotingTracer;
  Tracing::Tracer shared{tracer};
};

TEST_F(Traced, EachRequestHasASpan) {
  script.fail(FailureKind::connect, Delivery::not_sent).answer(200, R"({"result":{}})");
  ClientOptions options = scripted(script);
  options.retry.base_wait = milliseconds{0};
  options.request_headers = [](const RequestStarting&) { return HttpHeaders{{"X-Mine", "m"}}; };
  const auto tracing = trace_with(options, shared);
  Client client{"http://h:8000", options};
  client.publish("news", Json::of(1));
  ASSERT_EQ(tracer->notes.size(), 2U);
  EXPECT_EQ(header(0), "X-Mine=m;traceparent=01;");
  EXPECT_EQ(header(1), "X-Mine=m;traceparent=02;");
  EXPECT_EQ(note(0).name, "POST");
  EXPECT_EQ(note(0).kind, otel::SpanKind::kClient);
  EXPECT_EQ(note(0).parent + note(0).links, "");
  EXPECT_EQ(note(0).ends, 1);
  EXPECT_TRUE(has(note(0).error, "scripted"));
  EXPECT_EQ(note(0).attributes.at("error.type"), "connect");
  EXPECT_EQ(note(1).ends, 1);
  EXPECT_EQ(note(1).error, "");
  const auto& attributes = note(1).attributes;
  EXPECT_EQ(attributes.at("http.request.method"), "POST");
  EXPECT_EQ(attributes.at("http.request.resend_count"), "1");
  EXPECT_EQ(attributes.at("http.response.status_code"), "200");
  EXPECT_EQ(attributes.at("url.full"), "http://h:8000/api");
  EXPECT_EQ(attributes.at("server.address"), "h");
  EXPECT_EQ(attributes.at("server.port"), "8000");
  EXPECT_EQ(attributes.at("messaging.system"), "centrifugo");
  EXPECT_EQ(attributes.at("messaging.operation.name"), "publish");
  EXPECT_EQ(attributes.count("messaging.batch.message_count"), 0U);
}

TEST_F(Traced, ACallHasASpanOfItsOwn) {
  script.answer(200, R"({"error":{"code":102,"message":"unknown channel"}})");
  ClientOptions options = scripted(script);
  const auto tracing = trace_with(options, shared);
  Client client{"https://h", options};
  CallOptions call;
  call.context = tracing->start_call("publish", "news");
  EXPECT_THROW(client.publish("news", Json::of(1), call), ResponseError);
  ASSERT_EQ(tracer->notes.size(), 2U);
  EXPECT_EQ(note(0).name, "publish news");
  EXPECT_EQ(note(0).kind, otel::SpanKind::kProducer);
  EXPECT_EQ(note(0).attributes.at("messaging.destination.name"), "news");
  EXPECT_EQ(note(0).attributes.at("cent.outcome"), "refused");
  EXPECT_EQ(note(0).attributes.at("error.type"), "response");
  EXPECT_TRUE(has(note(0).error, "unknown channel"));
  EXPECT_EQ(note(0).ends, 0) << "the options still hold it";
  call.context.reset();
  EXPECT_EQ(note(0).ends, 1);
  EXPECT_EQ(note(1).parent, "01");
  EXPECT_EQ(note(1).error, "") << "the request got its answer";
  EXPECT_EQ(note(1).attributes.at("server.port"), "443");
}

TEST_F(Traced, AGatheredRequestLinksToItsCalls) {
  script.answer(200, R"({"replies":[{"publish":{}},{"publish":{}},{"presence":{"presence":{}}}]})");
  AsyncClientOptions options;
  options.transport = script.transport();
  options.protocol = Protocol::modern;
  options.lanes = 1;
  options.max_delay = seconds{5};
  options.max_batch_commands = 3;
  const auto tracing = trace_with(options, shared);
  {
    AsyncClient client{"http://h", options};
    CallOptions call;
    call.context = tracing->start_call("publish", "a");
    client.publish("a", Json::of(1), call, detached);
    call.context = tracing->start_call("publish", "b");
    client.publish("b", Json::of(1), call, detached);
    call.context.reset();
    client.presence("c", detached);
    client.close(seconds{5});
  }
  ASSERT_EQ(tracer->notes.size(), 3U);
  EXPECT_EQ(note(2).links, "0102");
  EXPECT_EQ(note(2).parent, "");
  EXPECT_EQ(note(2).attributes.at("messaging.batch.message_count"), "3");
  EXPECT_EQ(note(2).attributes.at("messaging.operation.name"), "batch");
  EXPECT_EQ(header(0), "traceparent=03;");
  for (std::size_t at = 0; at < 3; ++at) EXPECT_EQ(note(at).ends, 1) << at;
  EXPECT_EQ(note(0).attributes.at("cent.outcome"), "applied");
}

TEST_F(Traced, ANullTracerIsRejected) {
  ClientOptions options = scripted(script);
  EXPECT_TRUE(has(error_of<UsageError>([&] { trace_with(options, Tracing::Tracer{}); }).what(),
                  "the tracer is null"));
}

}  // namespace
}  // namespace cent::test
