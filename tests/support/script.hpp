#pragma once
#include <cent/client.hpp>
#include <chrono>
#include <deque>
#include <functional>
#include <memory>
#include <mutex>
#include <string>
#include <vector>

#include "support/expect_error.hpp"
#include "support/fake_clock.hpp"

namespace cent::test {

using std::chrono::milliseconds;
using std::chrono::seconds;

/// One request that a Script was sent.
struct SentRequest {
  std::string url{};
  std::string body{};
  HttpHeaders headers{};
  milliseconds timeout{};
};

HttpResponse response(int status, std::string body = {}, std::string retry_after = {});
/// An exception of a transport.
RequestException failure(FailureKind kind, Delivery delivery, const std::string& cause = "scripted");

/// A transport that answers from a list, one entry a request, and remembers what it was sent. A request
/// beyond the list is a failure of the test. Safe from many threads.
class Script {
 public:
  using Answer = std::function<HttpResponse(const HttpRequest&)>;

  Script& answer(int status, std::string body = {}, std::string retry_after = {});
  Script& fail(FailureKind kind, Delivery delivery);
  Script& then(Answer answer);
  /// For every request beyond the list.
  Script& always(Answer answer);

  [[nodiscard]] std::shared_ptr<Transport> transport();
  [[nodiscard]] std::vector<SentRequest> sent() const;
  /// Paths of all requests, behind the host.
  [[nodiscard]] std::vector<std::string> paths() const;
  /// True if every entry was used.
  [[nodiscard]] bool used_up() const;

 private:
  HttpResponse next(const HttpRequest& request);

  struct State {
    std::mutex mutex{};
    std::deque<Answer> answers{};
    Answer always{};
    std::vector<SentRequest> sent{};
  };
  std::shared_ptr<State> state_ = std::make_shared<State>();
};

/// A client on a script. Its one address is http://h/api.
ClientOptions scripted(Script& script);

}  // namespace cent::test
