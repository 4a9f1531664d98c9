// Rows 11 to 15 and 18: answers that are broken as HTTP, or too much.
#include <fstream>
#include <sstream>

#include "curl/http_fixture.hpp"
#include "support/fault_http.hpp"

namespace cent::test {
namespace {

/// The error of one publication that meets this fault. The publication was executed, yet never success,
/// never "it had no effect".
RequestException spoiled(const Fault& fault, FailureKind kind, ClientOptions options = one_attempt(),
                         std::size_t connections = 2) {
  FaultServer server;
  server.script({fault});
  Client client{server.address(), options};
  const auto error = error_of([&] { client.publish("c", id_data("a")); });
  EXPECT_EQ(error.kind(), kind) << fault.name << ": " << error.what();
  EXPECT_EQ(error.delivery(), Delivery::unknown) << fault.name;
  EXPECT_EQ(server.executions().count("a"), 1U) << fault.name;
  // A spoiled connection is not used again, or what is left in it would be taken for the next answer.
  EXPECT_EQ(client.publish("c", id_data("b")).offset, 2U) << fault.name;
  EXPECT_EQ(server.stats().connections, connections) << fault.name;
  return error;
}

TEST(FaultRow, Row11_ATruncatedBodyOfKnownLengthIsCut) {
  constexpr std::size_t whole = 90;  // somewhere in the body
  spoiled(faults::close_after_response_bytes(whole), FailureKind::cut);
  spoiled(faults::reset_after_response_bytes(whole), FailureKind::cut);
  spoiled(faults::close_after_response_bytes(1), FailureKind::cut);
  spoiled(faults::close_after_response_bytes(30), FailureKind::unreadable);  // within the headers
  spoiled(faults::close_after_response_bytes(0), FailureKind::cut);
  spoiled(faults::framing(Framing::too_long), FailureKind::cut);
}

TEST(FaultRow, Row12_ATruncatedBodyOfUnknownLengthIsUnreadable) {
  Fault fault = faults::framing(Framing::absent);
  fault.body = R"({"result":{"offset":1,"epoch":"e"}})";
  fault.write = response_text(fault, {}).size() - 3;  // not visible in HTTP, only in JSON
  const auto error = spoiled(fault, FailureKind::unreadable);
  EXPECT_TRUE(has(error.what(), "ends too early") || has(error.what(), "unreadable")) << error.what();
}

TEST(FaultRow, Row13_AContentLengthTooShortIsUnreadable) {
  spoiled(faults::framing(Framing::too_short), FailureKind::unreadable);
}
TEST(FaultRow, Row13_TwoContentLengthsAreUnreadable) {
  spoiled(faults::framing(Framing::twice), FailureKind::unreadable);
}
TEST(FaultRow, Row13_AContentLengthOfGarbageIsUnreadable) {
  spoiled(faults::framing(Framing::garbage), FailureKind::unreadable);
}
TEST(FaultRow, Row13_ANegativeContentLengthIsUnreadable) {
  spoiled(faults::framing(Framing::negative), FailureKind::unreadable);
}

TEST(FaultRow, Row14_BrokenChunkingIsCut) {
  spoiled(faults::framing(Framing::broken_chunks), FailureKind::cut);
}
TEST(FaultRow, Row14_Http09IsUnreadable) { spoiled(faults::http09(), FailureKind::unreadable); }
TEST(FaultRow, Row14_HeadersBeyondTheLimitAreUnreadable) {
  const auto error = spoiled(faults::huge_headers(300 * 1024), FailureKind::unreadable);
  EXPECT_TRUE(error.body().empty());
}
// Nothing else is wrong with it, and libcurl itself would take it.
TEST(FaultRow, Row14_AGoodReplyUnderTooManyHeadersIsUnreadable) {
  FaultServer server;
  const auto reply_under = [](int lines) {
    std::string text = "HTTP/1.1 200 OK\r\n";
    for (int i = 0; i < lines; ++i) text += "X-Filler: " + std::string(1000, 'x') + "\r\n";
    const std::string body = R"({"result":{"num_clients":1,"num_users":1}})";
    return faults::raw(text + "Content-Length: " + std::to_string(body.size()) + "\r\n\r\n" + body);
  };
  server.script({reply_under(20), reply_under(80)});
  const auto fresh = [&] { return Client{server.address(), one_attempt()}; };  // raw replies end a connection
  EXPECT_EQ(fresh().presence_stats("c").num_clients, 1U);
  const auto error = error_of([&] { fresh().presence_stats("c"); });
  EXPECT_EQ(error.kind(), FailureKind::unreadable) << error.what();
  EXPECT_EQ(error.delivery(), Delivery::unknown);
}
TEST(FaultRow, Row14_EndlessInterimResponsesEnd) {
  FaultServer server;
  server.always(faults::endless_1xx());
  Client client{server.address(), one_attempt(milliseconds{300})};
  const auto start = Steady::now();
  const auto error = error_of([&] { client.publish("c", id_data("a")); });
  EXPECT_LT(Steady::now() - start, milliseconds{300} + kSlack);
  EXPECT_TRUE(error.kind() == FailureKind::timeout || error.kind() == FailureKind::unreadable);
  EXPECT_EQ(error.delivery(), Delivery::unknown);
}

TEST(FaultRow, Row14_GoodChunksAndAMissingLengthAreRead) {
  FaultServer server;
  server.script({faults::framing(Framing::chunked), faults::framing(Framing::absent)});
  Client client{server.address(), one_attempt()};
  EXPECT_EQ(client.publish("c", id_data("a")).offset, 1U);
  EXPECT_EQ(client.publish("c", id_data("b")).offset, 2U);
}

TEST(FaultRow, Row15_AGzipBombIsNotUnpacked) {
  const auto error = spoiled(
      faults::gzip_bomb(200'000'000), FailureKind::unreadable,
      [] {
        ClientOptions options = one_attempt();
        options.http.max_reply_bytes = 2'000'000;
        return options;
      }(),
      1);
  EXPECT_LE(error.body().size(), 256U);
}

std::size_t peak_memory_kib() {
  std::ifstream status{"/proc/self/status"};
  for (std::string line; std::getline(status, line);) {
    if (line.compare(0, 6, "VmHWM:") == 0) return std::stoul(line.substr(6));
  }
  return 0;
}

TEST(FaultRow, Row18_AReplyAboveTheLimitIsCutOffAtIt) {
  const std::size_t before = peak_memory_kib();
  ClientOptions options = one_attempt(std::chrono::seconds{20});
  options.http.max_reply_bytes = 4 * 1024 * 1024;
  const auto error = spoiled(faults::huge_body(std::size_t{1} << 30U), FailureKind::too_large, options);
  EXPECT_TRUE(has(error.what(), "max_reply_bytes")) << error.what();
  EXPECT_FALSE(error.retryable());
  EXPECT_LT(peak_memory_kib(), before + std::size_t{64} * 1024);
}

TEST(FaultRow, Row18_AReplyOfExactlyTheLimitIsRead) {
  FaultServer server;
  const std::string reply = R"({"result":{"num_clients":1,"num_users":1}})";
  server.script({faults::body(reply + std::string(1000 - reply.size(), ' ')),
                 faults::body(reply + std::string(1001 - reply.size(), ' '))});
  ClientOptions options = one_attempt();
  options.http.max_reply_bytes = 1000;
  Client client{server.address(), options};
  EXPECT_EQ(client.presence_stats("c").num_clients, 1U);
  EXPECT_EQ(error_of([&] { client.presence_stats("c"); }).kind(), FailureKind::too_large);
}

}  // namespace
}  // namespace cent::test
