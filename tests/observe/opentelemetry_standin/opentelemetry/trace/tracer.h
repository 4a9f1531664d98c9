// The part of opentelemetry-cpp's API that <cent/opentelemetry.hpp> and its test use, with the same names and
// without its code. For machines that do not have that library.
#pragma once
#include <array>
#include <cstdint>
#include <functional>
#include <map>
#include <memory>
#include <string>
#include <string_view>
#include <utility>
#include <variant>
#include <vector>

namespace opentelemetry {
namespace nostd {
using std::get;
using std::get_if;
using std::holds_alternative;
using std::shared_ptr;
using std::string_view;
using std::variant;
template <class Signature>
using function_ref = std::function<Signature>;
template <class T, std::size_t N>
struct span {
  span(T (&from)[N]) : data_(from) {}  // NOLINT: implicit there, too
  T& operator[](std::size_t at) const { return data_[at]; }
  T* data_;
};
}  // namespace nostd

namespace common {
using AttributeValue =
    std::variant<bool, std::int32_t, std::int64_t, std::uint32_t, double, const char*, std::string_view>;
struct KeyValueIterable {
  virtual ~KeyValueIterable() = default;
  virtual bool ForEachKeyValue(
      nostd::function_ref<bool(nostd::string_view, AttributeValue)> callback) const noexcept = 0;
  [[nodiscard]] virtual std::size_t size() const noexcept = 0;
};
struct SystemTimestamp {};
}  // namespace common

namespace trace {
struct TraceId {
  TraceId() = default;
  explicit TraceId(nostd::span<const std::uint8_t, 16> id) {
    std::copy(id.data_, id.data_ + 16, bytes.begin());
  }
  std::array<std::uint8_t, 16> bytes{};
};
struct SpanId {
  SpanId() = default;
  explicit SpanId(nostd::span<const std::uint8_t, 8> id) { std::copy(id.data_, id.data_ + 8, bytes.begin()); }
  [[nodiscard]] bool IsValid() const noexcept { return bytes != SpanId{}.bytes; }
  void ToLowerBase16(nostd::span<char, 16> out) const noexcept {
    constexpr const char* kDigits = "0123456789abcdef";
    for (std::size_t i = 0; i < bytes.size(); ++i) {
      out[2 * i] = kDigits[bytes[i] >> 4];
      out[2 * i + 1] = kDigits[bytes[i] & 15];
    }
  }
  std::array<std::uint8_t, 8> bytes{};
};
struct TraceFlags {
  TraceFlags() = default;
  explicit TraceFlags(std::uint8_t /*flags*/) {}
};
class SpanContext {
 public:
  SpanContext(bool /*sampled*/, bool /*remote*/) {}
  SpanContext(TraceId /*trace*/, SpanId span, TraceFlags /*flags*/, bool /*remote*/) : span_(span) {}
  [[nodiscard]] bool IsValid() const noexcept { return span_.IsValid(); }
  [[nodiscard]] const SpanId& span_id() const noexcept { return span_; }

 private:
  SpanId span_{};
};
enum class StatusCode { kUnset, kOk, kError };
enum class SpanKind { kInternal, kServer, kClient, kProducer, kConsumer };
struct EndSpanOptions {};
struct Span {
  virtual ~Span() = default;
  virtual void SetAttribute(nostd::string_view key, const common::AttributeValue& value) noexcept = 0;
  virtual void AddEvent(nostd::string_view name) noexcept = 0;
  virtual void AddEvent(nostd::string_view name, common::SystemTimestamp timestamp) noexcept = 0;
  virtual void AddEvent(nostd::string_view name, common::SystemTimestamp timestamp,
                        const common::KeyValueIterable& attributes) noexcept = 0;
  virtual void SetStatus(StatusCode code, nostd::string_view description = "") noexcept = 0;
  virtual void UpdateName(nostd::string_view name) noexcept = 0;
  virtual void End(const EndSpanOptions& options = {}) noexcept = 0;
  [[nodiscard]] virtual SpanContext GetContext() const noexcept = 0;
  [[nodiscard]] virtual bool IsRecording() const noexcept = 0;
};
}  // namespace trace

namespace context {
struct Context {
  nostd::shared_ptr<trace::Span> span{};
};
namespace propagation {
struct TextMapCarrier {
  virtual ~TextMapCarrier() = default;
  [[nodiscard]] virtual nostd::string_view Get(nostd::string_view key) const noexcept = 0;
  virtual void Set(nostd::string_view key, nostd::string_view value) noexcept = 0;
};
struct TextMapPropagator {
  virtual ~TextMapPropagator() = default;
  virtual Context Extract(const TextMapCarrier& carrier, Context& context) noexcept = 0;
  virtual void Inject(TextMapCarrier& carrier, const Context& context) noexcept = 0;
  virtual bool Fields(nostd::function_ref<bool(nostd::string_view)> callback) const noexcept = 0;
};
struct GlobalTextMapPropagator {
  static nostd::shared_ptr<TextMapPropagator>& place() {
    static nostd::shared_ptr<TextMapPropagator> propagator;
    return propagator;
  }
  static nostd::shared_ptr<TextMapPropagator> GetGlobalPropagator() { return place(); }
  static void SetGlobalPropagator(const nostd::shared_ptr<TextMapPropagator>& next) { place() = next; }
};
}  // namespace propagation
}  // namespace context

namespace trace {
inline nostd::shared_ptr<Span> GetSpan(const context::Context& context) noexcept { return context.span; }
inline context::Context SetSpan(context::Context& /*context*/, const nostd::shared_ptr<Span>& span) noexcept {
  return {span};
}
struct StartSpanOptions {
  nostd::variant<SpanContext, context::Context> parent = context::Context{};
  SpanKind kind = SpanKind::kInternal;
};
struct SpanContextKeyValueIterable {
  virtual ~SpanContextKeyValueIterable() = default;
  virtual bool ForEachKeyValue(
      nostd::function_ref<bool(SpanContext, const common::KeyValueIterable&)> callback) const noexcept = 0;
  [[nodiscard]] virtual std::size_t size() const noexcept = 0;
};

class Tracer {
 public:
  virtual ~Tracer() = default;
  virtual nostd::shared_ptr<Span> StartSpan(nostd::string_view name,
                                            const common::KeyValueIterable& attributes,
                                            const SpanContextKeyValueIterable& links,
                                            const StartSpanOptions& options = {}) noexcept = 0;
  nostd::shared_ptr<Span> StartSpan(nostd::string_view name, const StartSpanOptions& options = {}) noexcept {
    return StartSpan(name, View{{}}, Links{{}}, options);
  }
  using Attributes = std::map<std::string, std::string>;
  nostd::shared_ptr<Span> StartSpan(nostd::string_view name, const Attributes& attributes,
                                    const std::vector<std::pair<SpanContext, Attributes>>& links,
                                    const StartSpanOptions& options = {}) noexcept {
    return StartSpan(name, View{attributes}, Links{links}, options);
  }

 private:
  struct View final : common::KeyValueIterable {
    explicit View(Attributes from) : attributes(std::move(from)) {}
    bool ForEachKeyValue(nostd::function_ref<bool(nostd::string_view, common::AttributeValue)> callback)
        const noexcept override {
      for (const auto& [key, value] : attributes) callback(key, std::string_view{value});
      return true;
    }
    [[nodiscard]] std::size_t size() const noexcept override { return attributes.size(); }
    Attributes attributes;
  };
  struct Links final : SpanContextKeyValueIterable {
    explicit Links(std::vector<std::pair<SpanContext, Attributes>> from) : links(std::move(from)) {}
    bool ForEachKeyValue(nostd::function_ref<bool(SpanContext, const common::KeyValueIterable&)> callback)
        const noexcept override {
      for (const auto& [context, attributes] : links) callback(context, View{attributes});
      return true;
    }
    [[nodiscard]] std::size_t size() const noexcept override { return links.size(); }
    std::vector<std::pair<SpanContext, Attributes>> links;
  };
};

struct TracerProvider {
  virtual ~TracerProvider() = default;
  virtual nostd::shared_ptr<Tracer> GetTracer(nostd::string_view name, nostd::string_view version = "",
                                              nostd::string_view schema = "") noexcept = 0;
};
struct Provider {
  static nostd::shared_ptr<TracerProvider> GetTracerProvider() noexcept { return {}; }
};
}  // namespace trace
}  // namespace opentelemetry
