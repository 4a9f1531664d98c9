#include <stdexcept>

#include "support/canary.hpp"
#include "support/script.hpp"

namespace cent::test {
namespace {

constexpr const char* kKey = kCanary;
constexpr const char* kToken = "a.token-of-ones_own";

/// All that an error shows.
std::string shown(const CentException& error) {
  const ErrorFacts& facts = error.facts();
  return std::string(error.what()) + "|" + facts.cause + "|" + facts.method + "|" + facts.body;
}

/// Ways in which a server or a transport may repeat a secret.
std::vector<std::pair<const char*, Script::Answer>> echoes(const std::string& key) {
  const auto status = [](int code, std::string body) -> Script::Answer {
    return [made = response(code, std::move(body))](const HttpRequest&) { return made; };
  };
  HttpResponse redirect = response(302);
  redirect.location = "http://" + key + "/" + key;
  HttpResponse html = response(200, "<html>" + key);
  html.content_type = "text/" + key;
  return {
      {"a status", status(500, "your key " + key + " is wrong")},
      {"a refusal", status(403, key)},
      {"a redirect", [redirect](const HttpRequest&) { return redirect; }},
      {"a page", [html](const HttpRequest&) { return html; }},
      {"no JSON", status(200, key)},
      {"an error of the server", status(200, R"({"error":{"code":107,"message":"bad )" + key + "\"}}")},
      {"an error of a batch",
       status(200, R"({"replies":[{"error":{"code":107,"message":"bad )" + key + "\"}}]}")},
      {"an error alone", status(400, R"({"code":107,"message":"bad )" + key + "\"}")},
      {"another shape", status(200, "{\"" + key + "\":1}")},
      {"an exception", [key](const HttpRequest&) -> HttpResponse { throw std::runtime_error("bad " + key); }},
  };
}

void expect_hidden(const std::string& secret) {
  for (const auto& [name, answer] : echoes(secret)) {
    Script script;
    script.always(answer);
    ClientOptions options = scripted(script);
    options.api_key = kKey;
    options.headers = {{"X-Access", std::string("Bearer ") + kToken},
                       {"Cookie", std::string("a=b; session=") + kToken}};
    options.retry.max_attempts = 1;
    Client client{"http://h", options};
    std::vector<std::string> texts;
    try {
      client.publish("ch", Json::of(1));
      ADD_FAILURE() << name;
    } catch (const CentException& error) {
      texts.push_back(shown(error));
    }
    Batch batch;
    const auto ticket = batch.publish("ch", Json::of(1));
    const Replies replies = client.send(batch);
    ASSERT_FALSE(replies[ticket].ok()) << name;
    texts.push_back(shown(replies[ticket].error()));
    client.add("info", Json{});
    const auto raw = client.send();
    ASSERT_FALSE(raw.at(0).ok()) << name;
    texts.push_back(shown(raw.at(0).error()));
    for (const std::string& text : texts) EXPECT_FALSE(has(text, secret)) << name << ": " << text;
  }
}

TEST(Secrets, NoErrorShowsTheKey) { expect_hidden(kKey); }
TEST(Secrets, NoErrorShowsWhatStandsInAHeader) { expect_hidden(kToken); }

TEST(Secrets, AKeyThatCannotBeIsNotShownEither) {
  for (const char* end : {"\n", "\r\nX: y", " ", "\x01", "\xff"}) {
    const auto error = error_of<UsageError>([&] { Client{"http://h", std::string(kKey) + end}; });
    EXPECT_FALSE(has(shown(error), kKey)) << error.what();
  }
}

}  // namespace
}  // namespace cent::test
