#pragma once
#include <functional>
#include <string>
#include <variant>
#include <vector>

#include "delivery/run.hpp"
#include "http/http_api.hpp"
#include "support/fake_clock.hpp"

namespace cent::test {

/// The end of a request: a response, or an exception of the transport.
using Event = std::variant<HttpResponse, RequestException>;

/// Default options with the modern protocol, so that no request detects the dialect.
ClientOptions modern_options();

HttpResponse response(int status, std::string body = {}, std::string retry_after = {});
RequestException lost(FailureKind kind, Delivery delivery);

/// A request that a Run wanted sent.
struct Sent {
  std::string path{};  ///< Behind `/api`.
  std::string host{};
  std::string body{};
  std::chrono::milliseconds timeout{};
  std::chrono::milliseconds at{};  ///< Since the start.
};

/// A single command.
struct Single {
  std::string method{};
  std::string params{};
};

/// Drives a Run over HTTP by a clock that stands still while nothing waits. `answers` gives what each request
/// meets.
class ScriptedRun {
 public:
  using Answers = std::function<Event(const Sent&)>;
  explicit ScriptedRun(ClientOptions options, std::vector<std::string> addresses = {"http://a"},
                       const detail::BroadcastBounds& bounds = {});

  void run(const Single& command, detail::Repeat repeat, const Answers& answers,
           Retry retry = Retry::by_policy);
  void run(const detail::CommandBuffer& batch, const Answers& answers);

  [[nodiscard]] detail::ReplySet& replies() { return *replies_; }
  /// `applied`, `unknown`, ….
  [[nodiscard]] std::string outcome(std::size_t at = 0) const;
  [[nodiscard]] std::vector<std::string> outcomes() const;
  [[nodiscard]] std::vector<std::string> paths() const;

  FakeClock clock;
  std::vector<Sent> sent;
  std::chrono::milliseconds timeout{20000};
  std::chrono::milliseconds took{0};  ///< By each request.
  detail::Service service;

 private:
  void run(const detail::Commands& commands, const Answers& answers, Retry retry);

  detail::HttpApi http_;
  std::optional<detail::ReplySet> replies_;
};

/// The reply of an `info` from a server of this version.
HttpResponse info_of(const std::string& version);

}  // namespace cent::test

/// Texts that a server answers to a broadcast.
namespace cent::test::of_broadcast {

inline std::string ok(int offset) { return R"({"result":{"offset":)" + std::to_string(offset) + "}}"; }
inline std::string error(int code) {
  return R"({"error":{"code":)" + std::to_string(code) + R"(,"message":"m"}})";
}
/// The result with these responses of channels.
inline std::string responses(const std::vector<std::string>& of_channels) {
  std::string text = R"({"responses":[)";
  for (const std::string& one : of_channels) text.append(text.back() == '[' ? "" : ",").append(one);
  return text + "]}";
}
/// The body of the response.
inline std::string reply(const std::vector<std::string>& of_channels) {
  return R"({"result":)" + responses(of_channels) + "}";
}

}  // namespace cent::test::of_broadcast
