// A dialect of a later server generation: one class, and one row in the list. Delivery knows nothing of it.
#include <gtest/gtest.h>

#include <string>
#include <vector>

#include "delivery/executor.hpp"
#include "http/blocking_attempts.hpp"
#include "protocol/header_rules.hpp"
#include "protocol/reply_parts.hpp"
#include "support/fake_clock.hpp"

namespace cent::test {
namespace {

using detail::AnswerSink;
using detail::Commands;
using detail::Dialect;
using detail::Form;
using detail::JsonReader;
using detail::Sign;
using detail::WireRequest;
using Texts = std::vector<std::string>;

/// One path for everything, and arrays: `[["publish",{…}],…]` is answered by `[{"result":{…}},…]`.
class Seventh final : public Dialect {
 public:
  [[nodiscard]] const char* short_name() const noexcept override { return "v7"; }
  [[nodiscard]] const char* name() const noexcept override { return "the protocol of v7"; }
  [[nodiscard]] Protocol protocol() const noexcept override { return Protocol::automatic; }
  [[nodiscard]] HttpHeaders headers(const ClientOptions& options) const override {
    return detail::json_headers("X-Key-7", options.api_key, options.headers);
  }
  [[nodiscard]] std::vector<std::string_view> frequent_routes() const override { return {"v7"}; }
  [[nodiscard]] Form probe(const Commands&) const override { return Form::usual; }
  void write(const Commands& commands, Form, WireRequest& out) const override {
    out.dialect = this;
    out.form = Form::usual;
    out.route = "v7";
    out.storage = "[";
    for (std::size_t i = 0; i < commands.size(); ++i) {
      out.storage.append(i == 0 ? "[\"" : ",[\"").append(commands.method(i)).append("\",");
      out.storage.append(commands.params(i)).append("]");
    }
    out.body = out.storage.append("]");
  }
  void read(std::string_view body, const Commands&, Form, AnswerSink& sink) const override {
    JsonReader in{body};
    in.begin_array();
    for (std::size_t i = 0; in.next_element(); ++i) detail::deliver_reply(in, "result", i, false, sink);
    in.finish();
  }
  [[nodiscard]] Sign sign(int status, const Commands&, Form) const override {
    return status == 404 ? Sign::other_dialect : Sign::answer;
  }
};

const Seventh kSeventh;

/// A client with the new dialect in front of the others, and a server of one generation.
class NewDialect : public testing::Test {
 protected:
  void serve(const std::string& path, const std::string& body) {
    path_ = path;
    body_ = body;
  }
  std::string publish() {
    sent.clear();
    detail::ReplySet replies{1};
    executor_.run({"publish", R"({"channel":"a"})", Effect::once}, {}, replies);
    const auto error = replies.error(0);
    return error ? error->what() : std::string(replies.text(0));
  }

  Texts sent;

 private:
  static ClientOptions options() {
    ClientOptions options;
    options.api_key = "k";
    return options;
  }
  HttpResponse answer(const HttpRequest& request) {
    const std::string path{request.url.substr(request.url.find("/api"))};
    sent.push_back(path + " " + std::string(request.body) + " " + request.headers->at(1).name);
    HttpResponse response;
    response.status = path == path_ ? 200 : 404;
    response.body = body_;
    return response;
  }

  std::string path_;
  std::string body_;
  FakeClock clock_;
  detail::Service service_{options()};
  detail::HttpApi http_{
      {"http://a"}, options(), {&kSeventh, &detail::modern_dialect(), &detail::legacy_dialect()}};
  detail::BlockingAttempts attempts_{
      http_, make_transport([this](const HttpRequest& request) { return answer(request); }), clock_};
  detail::Executor executor_{service_, attempts_, clock_};
};

TEST_F(NewDialect, IsSpokenWithAServerThatHasIt) {
  serve("/api/v7", R"([{"result":{"offset":7}}])");
  EXPECT_EQ(publish(), R"({"offset":7})");
  EXPECT_EQ(sent, (Texts{R"(/api/v7 [["publish",{"channel":"a"}]] X-Key-7)"}));
}

TEST_F(NewDialect, LeavesOlderServersToTheOlderOnes) {
  serve("/api/publish", R"({"result":{"offset":6}})");
  EXPECT_EQ(publish(), R"({"offset":6})");
  EXPECT_EQ(sent.size(), 2U);
  EXPECT_EQ(publish(), R"({"offset":6})");
  EXPECT_EQ(sent, (Texts{R"(/api/publish {"channel":"a"} X-API-Key)"})) << "it is known now";
  serve("/api", R"({"result":{"offset":4}})");
  EXPECT_EQ(publish(), R"({"offset":4})") << "the server was rolled back";
  EXPECT_EQ(sent.size(), 3U) << "modern, the new one, legacy";
  serve("/api/v7", R"([{"result":{"offset":7}}])");
  EXPECT_EQ(publish(), R"({"offset":7})") << "the server was upgraded";
  EXPECT_EQ(sent.size(), 2U);
}

TEST_F(NewDialect, AWrongAddressIsAskedOnceByEach) {
  serve("/nowhere", "");
  EXPECT_NE(publish().find("HTTP 404"), std::string::npos);
  EXPECT_EQ(sent.size(), 3U);
}

}  // namespace
}  // namespace cent::test
