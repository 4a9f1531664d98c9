#include "protocol/dialects.hpp"

#include <cent/detail/codec.hpp>
#include <string>
#include <vector>

#include "json/text_error.hpp"
#include "protocol/reply_parts.hpp"
#include "support/expect_error.hpp"

namespace cent::test {
namespace {

using detail::CommandBuffer;
using detail::Commands;
using detail::Form;
using detail::WireRequest;

/// The answers that a sink received, one line a command: `0 result {}`.
class Answers final : public detail::AnswerSink {
 public:
  void result(std::size_t index, std::string_view text) override {
    say(index, "result " + std::string(text));
  }
  void error(std::size_t index, std::uint32_t code, std::string message) override {
    say(index, "error " + std::to_string(code) + " " + message);
  }
  void unreadable(std::size_t index, std::string why) override { say(index, "unreadable " + why); }
  std::vector<std::string> lines;

 private:
  void say(std::size_t index, const std::string& what) {
    lines.push_back(std::to_string(index) + " " + what);
  }
};
using Lines = std::vector<std::string>;

Commands single(std::string_view method, std::string_view params = "{}") {
  return {method, params, Effect::reads};
}

CommandBuffer commands(std::initializer_list<const char*> methods) {
  CommandBuffer buffer;
  for (const char* method : methods) buffer.push(method, R"({"channel":"c"})", Effect::reads);
  return buffer;
}

Commands many(const CommandBuffer& buffer) { return Commands{buffer}; }

TEST(Modern, WritesAPathForEachMethodAndOneForBatches) {
  WireRequest out;
  detail::modern_dialect().write(single("publish", R"({"channel":"c"})"), Form::usual, out);
  EXPECT_EQ(out.dialect, &detail::modern_dialect());
  EXPECT_EQ(out.route, "publish");
  EXPECT_EQ(out.body, R"({"channel":"c"})");
  EXPECT_EQ(out.form, Form::usual);

  detail::modern_dialect().write(single("block_user", R"({"user":"u"})"), Form::batch, out);
  EXPECT_EQ(out.route, "batch");
  EXPECT_EQ(out.body, R"({"commands":[{"block_user":{"user":"u"}}]})");
  EXPECT_EQ(out.form, Form::batch);

  const CommandBuffer buffer = commands({"publish", "history"});
  detail::modern_dialect().write(many(buffer), Form::usual, out);
  EXPECT_EQ(out.route, "batch");
  EXPECT_EQ(out.body, buffer.body());
  EXPECT_EQ(out.body.data(), buffer.body().data());  // sent without a copy
  EXPECT_EQ(out.form, Form::batch);
}

TEST(Legacy, WritesAStreamOfCommands) {
  WireRequest out;
  out.route = "old";
  detail::legacy_dialect().write(single("publish", R"({"channel":"c"})"), Form::usual, out);
  EXPECT_EQ(out.dialect, &detail::legacy_dialect());
  EXPECT_EQ(out.route, "");
  EXPECT_EQ(out.body, R"({"method":"publish","params":{"channel":"c"}})");

  const CommandBuffer buffer = commands({"publish", "history"});
  detail::legacy_dialect().write(many(buffer), Form::batch, out);
  EXPECT_EQ(out.body,
            "{\"method\":\"publish\",\"params\":{\"channel\":\"c\"}}\n"
            "{\"method\":\"history\",\"params\":{\"channel\":\"c\"}}");
  EXPECT_EQ(out.form, Form::usual);
}

struct ReadCase {
  const char* body;
  Lines lines;
};

TEST(Modern, ReadsASingleReply) {
  const ReadCase cases[] = {
      {R"({"result":{"offset":1}})", {R"(0 result {"offset":1})"}},
      {R"( {"x":[1],"result": {} ,"y":null} )", {"0 result {}"}},
      {R"({"error":{"code":102,"message":"unknown channel","more":1}})", {"0 error 102 unknown channel"}},
      {R"({"error":null,"result":{}})", {"0 result {}"}},
      {R"({"result":null,"error":{"code":1,"message":""}})", {"0 error 1 "}},
      {R"({"result":{},"error":{"code":1,"message":"m"}})",
       {"0 unreadable a reply with both a result and an error"}},
      {R"({})", {"0 unreadable a reply with neither a result nor an error"}},
      {R"({"result":null})", {"0 unreadable a reply with neither a result nor an error"}},
  };
  for (const ReadCase& one : cases) {
    Answers answers;
    detail::modern_dialect().read(one.body, single("publish"), Form::usual, answers);
    EXPECT_EQ(answers.lines, one.lines) << one.body;
  }
}

TEST(Modern, AReplyOfTheWrongShapeIsUnreadableAndNotLost) {
  for (const char* body :
       {"7", "[]", "null", "\"x\"", R"({"error":7})", R"({"error":{"code":"1","message":"m"}})",
        R"({"error":{"code":-1,"message":"m"}})", R"({"error":{"code":4294967296,"message":"m"}})",
        R"({"error":{"code":1.5,"message":"m"}})", R"({"error":{"message":"m"}})", R"({"error":{"code":1}})",
        R"({"error":{"code":1,"message":7}})", "{\"error\":{\"code\":1,\"message\":\"\xff\"}}"}) {
    Answers answers;
    detail::modern_dialect().read(body, single("publish"), Form::usual, answers);
    ASSERT_EQ(answers.lines.size(), 1U) << body;
    EXPECT_EQ(answers.lines[0].substr(0, 13), "0 unreadable ") << answers.lines[0];
  }
}

TEST(Modern, InvalidJsonIsNoReply) {
  for (const char* body :
       {"", " ", "{", "{\"result\":{}", "<html>", "{\"result\":{}}x", "{\"result\":{}}{}",
        "\xef\xbb\xbf{\"result\":{}}", "{\"result\":{\"}", "{\"result\":tru}", "{'result':{}}"}) {
    Answers answers;
    EXPECT_THROW(detail::modern_dialect().read(body, single("publish"), Form::usual, answers),
                 detail::TextError)
        << body;
  }
}

TEST(Modern, TheInsideOfAResultIsLeftToItsReader) {
  Answers answers;
  detail::modern_dialect().read(R"({"result":{,"]":01} })", single("publish"), Form::usual, answers);
  detail::modern_dialect().read(R"({"result":{]})", single("publish"), Form::usual, answers);
  EXPECT_EQ(answers.lines, (std::vector<std::string>{R"(0 result {,"]":01})", "0 result {]"}));
}

TEST(Modern, ReadsABatchInOrder) {
  const CommandBuffer buffer = commands({"publish", "history", "presence"});
  const std::string replies = R"([{"publish":{"offset":1}},{"error":{"code":108,"message":"not available"}},)"
                              R"({"presence":{"presence":{}}}])";
  const Lines lines{R"(0 result {"offset":1})", "1 error 108 not available", R"(2 result {"presence":{}})"};
  for (const std::string& body :
       {R"({"replies":)" + replies + "}", R"({"a":{"replies":[1]},"replies":)" + replies + R"(,"b":1})",
        R"({"replies":)" + replies + R"(,"replies":[{}]})"}) {
    Answers answers;
    detail::modern_dialect().read(body, many(buffer), Form::batch, answers);
    EXPECT_EQ(answers.lines, lines) << body;
  }
}

TEST(Modern, ASingleCommandGoesAndComesAsABatchToo) {
  Answers answers;
  detail::modern_dialect().read(R"({"replies":[{"block_user":{}}]})", single("block_user"), Form::batch,
                                answers);
  EXPECT_EQ(answers.lines, Lines{"0 result {}"});
}

TEST(Modern, AWrongNumberOfRepliesIsNoAnswerAtAll) {
  const CommandBuffer buffer = commands({"publish", "history"});
  const std::pair<const char*, const char*> cases[] = {
      {R"({"replies":[{"publish":{}}]})", "fewer replies than commands"},
      {R"({"replies":[{"publish":{}},{"history":{}},{"history":{}}]})", "more replies than commands"},
      {R"({"replies":[]})", "fewer replies than commands"},
      {R"({})", "fewer replies than commands"},
  };
  for (const auto& [body, why] : cases) {
    Answers answers;
    try {
      detail::modern_dialect().read(body, many(buffer), Form::batch, answers);
      ADD_FAILURE() << body;
    } catch (const detail::TextError& error) {
      EXPECT_EQ(error.reason, why) << body;
    }
  }
  for (const char* body : {R"({"replies":null})", R"({"replies":{}})", "[]",
                           R"({"replies":[{"publish":{}},{"history":{}}]}x)"}) {
    Answers answers;
    EXPECT_THROW(detail::modern_dialect().read(body, many(buffer), Form::batch, answers), detail::TextError)
        << body;
  }
}

TEST(Modern, OneOddReplySpoilsItselfOnly) {
  const CommandBuffer buffer = commands({"publish", "history", "publish"});
  for (const char* odd : {"7", "null", "{}", "[[],{}]", R"({"error":{"code":"x"}})", R"({"publish":{}})"}) {
    Answers answers;
    detail::modern_dialect().read(
        std::string(R"({"replies":[{"publish":{"a":1}},)") + odd + R"(,{"publish":{"a":3}}]})", many(buffer),
        Form::batch, answers);
    ASSERT_EQ(answers.lines.size(), 3U) << odd;
    EXPECT_EQ(answers.lines[0], R"(0 result {"a":1})");
    EXPECT_EQ(answers.lines[1].substr(0, 13), "1 unreadable ") << odd;
    EXPECT_EQ(answers.lines[2], R"(2 result {"a":3})");
  }
}

TEST(Modern, APayloadOfBrokenTextSpoilsNoReply) {
  const CommandBuffer buffer = commands({"history", "publish"});
  Answers answers;
  detail::modern_dialect().read(
      "{\"replies\":[{\"history\":{\"publications\":[{\"data\":\"\xff\\ud800\"}]}},{\"publish\":{}}]}",
      many(buffer), Form::batch, answers);
  EXPECT_EQ(answers.lines,
            (Lines{"0 result {\"publications\":[{\"data\":\"\xff\\ud800\"}]}", "1 result {}"}));
}

TEST(Legacy, ReadsAStreamHoweverItIsSpaced) {
  const CommandBuffer buffer = commands({"publish", "history", "presence"});
  const Lines lines{"0 result {}", "1 error 107 bad request", R"(2 result {"presence":{}})"};
  const std::string a = "{}";
  const std::string b = R"({"id":2,"error":{"code":107,"message":"bad request"}})";
  const std::string c = R"({"id":3,"result":{"presence":{}}})";
  for (const std::string& body : {a + "\n" + b + "\n" + c, a + "\n" + b + "\n" + c + "\n", a + b + c,
                                  " " + a + "\r\n\t" + b + "  " + c + "\n\n"}) {
    Answers answers;
    detail::legacy_dialect().read(body, many(buffer), Form::usual, answers);
    EXPECT_EQ(answers.lines, lines) << body;
  }
}

TEST(Legacy, AWrongNumberOfRepliesIsNoAnswerAtAll) {
  const CommandBuffer buffer = commands({"publish", "history"});
  for (const char* body : {"", " \n", "{}", "{}\n", "{}{}{}", "{}\n{", "{}\nx", "{}\n{}x"}) {
    Answers answers;
    EXPECT_THROW(detail::legacy_dialect().read(body, many(buffer), Form::usual, answers), detail::TextError)
        << body;
  }
}

TEST(Legacy, OneOddReplySpoilsItselfOnly) {
  const CommandBuffer buffer = commands({"publish", "history", "publish"});
  Answers answers;
  detail::legacy_dialect().read("{\"result\":{}}\n7\n{\"result\":{}}", many(buffer), Form::usual, answers);
  ASSERT_EQ(answers.lines.size(), 3U);
  EXPECT_EQ(answers.lines[1].substr(0, 13), "1 unreadable ");
  EXPECT_EQ(answers.lines[2], "2 result {}");
}

TEST(ServerError, IsTheWholeBodyOrIsNone) {
  detail::ServerError error;
  EXPECT_TRUE(detail::parse_server_error(R"({"code":102,"message":"unknown channel"})", error));
  EXPECT_EQ(error.code, 102U);
  EXPECT_EQ(error.message, "unknown channel");
  for (const char* text :
       {"", "{}", "404 page not found", R"({"code":102})", R"({"message":"m"})",
        R"({"code":"102","message":"m"})", R"({"code":102,"message":"m"}x)", R"([102,"m"])"}) {
    EXPECT_FALSE(detail::parse_server_error(text, error)) << text;
  }
}

// The usual results of publications are read by a faster way, which takes no white space. A blank in front
// brings the general one, which must agree.
TEST(UsualReplies, AreReadAsOthers) {
  const char* const results[] = {
      "{}",
      R"({"offset":1,"epoch":"abcd"})",
      R"({"offset":123456789012345678,"epoch":""})",
      R"({"offset":1234567890123456789,"epoch":"e"})",
      R"({"offset":18446744073709551615,"epoch":"e"})",
      R"({"offset":18446744073709551616,"epoch":"e"})",
      R"({"offset":0,"epoch":"e"})",
      R"({"offset":01,"epoch":"e"})",
      R"({"offset":-1,"epoch":"e"})",
      R"({"offset":,"epoch":"e"})",
      R"({"offset":1.5,"epoch":"e"})",
      R"({"offset":7})",
      R"({"epoch":"e"})",
      R"({"epoch":"e","offset":7})",
      R"({"offset":7,"epoch":"e","more":[1]})",
      R"({"offset":7,"epoch":"e","offset":8})",
      R"({"offset":7,"epoch":"\u0041\"}"})",
      R"({"offset":7,"epoch":"a}b"})",
      "{\"offset\":7,\"epoch\":\"\u00e9\"}",
      "{\"offset\":7,\"epoch\":\"a\x01\"}",
      "{\"offset\":7,\"epoch\":\"\xff\"}",
      R"({"offset":7,"epoch":"e)",
      R"({"offset":7,"epoch":"e"}x)",
      "{",
      "",
      "null",
  };
  const CommandBuffer two = commands({"publish", "publish"});
  const auto answers = [&](const std::string& body) {
    Answers sink;
    try {
      detail::modern_dialect().read(body, many(two), Form::batch, sink);
    } catch (const detail::TextError&) {
      sink.lines.emplace_back("broken");
    }
    return sink.lines;
  };
  const auto decoded = [](const std::string& text) {
    PublishResult result;
    try {
      detail::decode_result(text, result);
    } catch (const RequestException&) {
      return std::string("unreadable");
    }
    return std::to_string(result.offset) + " " + result.epoch;
  };
  for (const std::string result : results) {
    EXPECT_EQ(decoded(result), decoded(" " + result)) << result;
    for (const char* const behind :
         {"}", "} ", R"(,"error":null})", R"(,"error":{"code":1,"message":"m"}})"}) {
      const std::string reply = R"({"publish":)" + result + behind;
      const std::string general = R"({ "publish":)" + result + behind;
      EXPECT_EQ(answers(R"({"replies":[)" + reply + "," + reply + "]}"),
                answers(R"({"replies":[)" + general + "," + general + "]}"))
          << reply;
    }
  }
  PublishResult unread;
  EXPECT_THROW(detail::decode_result({}, unread), RequestException);
  EXPECT_EQ(decoded(results[1]), "1 abcd");
  EXPECT_EQ(answers(R"({"replies":[{"publish":{}},{"publish":{"offset":7,"epoch":"e"}}]})"),
            (Lines{"0 result {}", R"(1 result {"offset":7,"epoch":"e"})"}));
  EXPECT_EQ(answers(R"({"replies":[{"broadcast":{}},{"publish":{}}]})").at(0),
            "0 unreadable a reply with neither a result nor an error");
}

}  // namespace
}  // namespace cent::test
