// A whole call over the real transport to a server that answers with the fuzzer's bytes: both clients, one
// command and several, on connections that are kept or closed.
#include <algorithm>
#include <cent/async_client.hpp>
#include <cent/client.hpp>
#include <chrono>
#include <string>
#include <thread>
#include <utility>
#include <vector>

#include "fuzz/targets.hpp"
#include "support/canary.hpp"
#include "support/fault_server.hpp"
#include "support/loopback.hpp"
#include "support/test_folder.hpp"

namespace cent::fuzz {
namespace {

using Clock = std::chrono::steady_clock;
using std::chrono::milliseconds;

constexpr milliseconds kDeadline{1000};
constexpr milliseconds kShortDeadline{10};  // where a server that says no more is waited for
constexpr milliseconds kLate{5000};         // beyond a deadline, on a busy machine and under sanitizers

/// Answers requests with the bytes it was given, which need not be HTTP. On a Unix socket, since so many
/// connections would use up the ports of loopback.
class AnswerServer {
 public:
  [[nodiscard]] std::string socket_path() const { return folder_.path("server"); }

  /// One answer for each request in turn, the last one for all that follow. `keeps_open`: else a connection
  /// is closed behind its answer.
  void begin(std::vector<std::string> answers, bool keeps_open) {
    before_ = server_.stats().requests;
    server_.next_fault(
        [answers = std::move(answers), keeps_open, first = before_](const test::RequestSeen& seen) {
          test::Fault answer;
          answer.execute = 0;
          answer.raw = answers[std::min(seen.number - first, answers.size() - 1)];
          answer.ending = keeps_open ? test::Ending::keep : test::Ending::close;
          return answer;
        });
  }
  /// How many requests came since begin(). To be called when all clients are gone. Connections are accepted
  /// in their order, so when a further one is answered, all requests have been seen or are about to be.
  std::size_t end() {
    server_.always({});
    test::RawClient{0, socket_path()}.post("/api/info", "{}");
    while (server_.stats().open > 0) std::this_thread::sleep_for(std::chrono::microseconds{50});
    return server_.stats().requests - before_ - 1;
  }

 private:
  test::FaultServerOptions options() const {
    test::FaultServerOptions options;
    options.host = socket_path();
    options.spoil_info = true;
    return options;
  }

  test::TestFolder folder_;
  test::FaultServer server_{options()};
  std::size_t before_ = 0;
};

/// The letters of the input's first line say how; see the corpus.
struct How {
  explicit How(std::string_view letters) {
    for (const char letter : letters) {
      if (letter == 'k') keeps_open = true;
      if (letter == 'b') batch = true;
      if (letter == 'a') async = true;
      if (letter == 'r') retries = true;
      if (letter == 'm') protocol = Protocol::modern;
      if (letter == 'l') protocol = Protocol::legacy;
    }
  }
  bool keeps_open = false;
  bool batch = false;
  bool async = false;
  bool retries = false;
  Protocol protocol = Protocol::automatic;

  template <class Options>
  void set(Options& options, const AnswerServer& server) const {
    options.api_key = test::kCanary;
    options.http.unix_socket = server.socket_path();
    options.timeout = keeps_open ? kShortDeadline : kDeadline;
    options.protocol = protocol;
    options.retry.max_attempts = retries ? 3 : 1;
    options.retry.base_wait = options.retry.throttled_base_wait = milliseconds{1};
  }
};

/// Removes the blanks that open a line. Such a header line continues the one before, which is obsolete
/// (RFC 9112, 5.2). libcurl before 8.1 mishandles it (curl issue 11101), and this target is not about
/// libcurl.
std::string without_folds(std::string text) {
  for (std::size_t at = 0; (at = text.find('\n', at)) != std::string::npos; ++at) {
    const std::size_t blanks = std::min(text.find_first_not_of(" \t", at + 1), text.size()) - at - 1;
    text.erase(at + 1, blanks);
  }
  return text;
}

/// Answers stand one behind the other, with a record separator between. `{KEY}` is the key: servers repeat
/// it.
std::vector<std::string> answers_in(std::string_view text) {
  constexpr std::string_view kMark = "{KEY}";
  std::vector<std::string> all;
  for (std::size_t at = 0; at <= text.size();) {
    const std::size_t end = std::min(text.find('\x1e', at), text.size());
    std::string& one = all.emplace_back(text.substr(at, end - at));
    for (std::size_t mark = 0; (mark = one.find(kMark, mark)) != std::string::npos;) {
      one.replace(mark, kMark.size(), test::kCanary);
    }
    at = end + 1;
  }
  for (std::string& one : all) one = without_folds(std::move(one));
  return all;
}

void check(const CentException& error) {
  const ErrorFacts& facts = error.facts();
  for (const std::string_view text : {std::string_view{error.what()}, std::string_view{facts.cause},
                                      std::string_view{facts.body}, std::string_view{facts.method}}) {
    require(text.find(test::kCanary) == std::string_view::npos, "no error shows the key");
  }
  require(!facts.cause.empty(), "an error says why");
  require(facts.delivery != Delivery::applied, "what failed was not applied as far as is known");
}

/// A call ends with a result or with a CentException, and in time.
template <class Call>
void check_call(const How& how, const Call& call) {
  const auto start = Clock::now();
  try {
    call();
  } catch (const CentException& error) {
    check(error);
  } catch (const PropertyBroken&) {
    throw;
  } catch (const std::exception& error) {
    throw PropertyBroken(std::string("an exception that is not cent's: ") + error.what());
  }
  const auto deadline = how.keeps_open ? kShortDeadline : kDeadline;
  require(Clock::now() - start < deadline + kLate, "a call ends by its deadline");
}

void call_client(const How& how, const AnswerServer& server) {
  ClientOptions options;
  how.set(options, server);
  Client client{"http://server", options};
  for (int i = 0; i < 2; ++i) {
    if (how.batch) {
      Batch batch;
      const auto published = batch.publish("c", Json::of(1));
      const auto read = batch.history("c");
      const auto counted = batch.presence_stats("c");
      check_call(how, [&] {
        const Replies replies = client.send(batch);
        if (!replies[published].ok()) check(replies[published].error());
        if (!replies[read].ok()) check(replies[read].error());
        if (!replies[counted].ok()) check(replies[counted].error());
      });
    } else {
      check_call(how, [&] { client.publish("c", Json::of(1)); });
    }
  }
}

void call_async_client(const How& how, const AnswerServer& server) {
  AsyncClientOptions options;
  how.set(options, server);
  AsyncClient client{"http://server", options};
  auto first = client.publish("c", Json::of(1));
  auto second = client.history("d");
  check_call(how, [&] { first.get(); });
  check_call(how, [&] { second.get(); });
  require(client.close(kDeadline) == 0, "nothing is left of two commands that have ended");
  const AsyncStats stats = client.stats();
  require(stats.accepted == 2 && stats.pending == 0, "each has its outcome, once");
}

}  // namespace

void http_exchange(const std::uint8_t* data, std::size_t size) {
  static AnswerServer server;
  const std::string_view text = Input{data, size}.rest();
  const std::size_t line = std::min(text.find('\n'), text.size());
  const How how{text.substr(0, line)};
  server.begin(answers_in(text.substr(std::min(line + 1, text.size()))), how.keeps_open);
  if (how.async) {
    call_async_client(how, server);
  } else {
    call_client(how, server);
  }
  const std::size_t requests = server.end();
  if (!how.retries && how.protocol != Protocol::automatic) {
    require(requests <= 2, "a request goes out once");
  }
}

}  // namespace cent::fuzz
