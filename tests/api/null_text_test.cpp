// A null `char*`, such as getenv() gives for a variable that is not set, in every public function that takes
// text.
#include <gtest/gtest.h>

#include <array>
#include <cent/async_client.hpp>
#include <cent/cent.hpp>
#include <cent/testing/fake_transport.hpp>
#include <cent/token.hpp>
#include <functional>
#include <string>

#include "support/expect_error.hpp"

namespace cent::test {

/// Known to be null at run time alone: a compiler that sees it warns, as it should.
inline const char* null() {
  static const char* volatile text = nullptr;
  return text;
}

/// An encoder that gives a pointer, as those of C libraries do.
struct Lost {};

}  // namespace cent::test

template <>
struct cent::JsonCodec<cent::test::Lost> {
  static const char* encode(const cent::test::Lost&) { return cent::test::null(); }
};

namespace cent::test {
namespace {

struct Case {
  const char* function;
  const char* argument;  ///< How the error names it.
  std::function<void()> call;
};

class NullText : public ::testing::Test {
 protected:
  NullText() {
    options.transport = fake;
    async_options.transport = fake;
  }

  template <class Face>
  void add_methods(Face& face) {
    const Json data = Json::of(1);
    cases.push_back({"publish", "channel", [&face, data] { static_cast<void>(face.publish(null(), data)); }});
    cases.push_back({"broadcast, a list", "channel", [&face, data] {
                       static_cast<void>(face.broadcast({static_cast<const char*>("a"), null()}, data));
                     }});
    cases.push_back({"broadcast, a range", "channel", [&face, data] {
                       static_cast<void>(face.broadcast(std::array<const char*, 2>{"a", null()}, data));
                     }});
    cases.push_back(
        {"unsubscribe", "user", [&face] { static_cast<void>(face.unsubscribe(null(), "channel")); }});
    cases.push_back(
        {"unsubscribe", "channel", [&face] { static_cast<void>(face.unsubscribe("user", null())); }});
    cases.push_back({"disconnect", "user", [&face] { static_cast<void>(face.disconnect(null())); }});
    cases.push_back({"presence", "channel", [&face] { static_cast<void>(face.presence(null())); }});
    cases.push_back(
        {"presence_stats", "channel", [&face] { static_cast<void>(face.presence_stats(null())); }});
    cases.push_back({"history", "channel", [&face] { static_cast<void>(face.history(null())); }});
    cases.push_back(
        {"history_remove", "channel", [&face] { static_cast<void>(face.history_remove(null())); }});
  }

  /// Each ends in a UsageError that names the argument, and nothing is sent.
  void expect_refused() {
    for (const Case& one : cases) {
      const auto error = error_of<UsageError>(one.call);
      EXPECT_TRUE(has(error.what(), std::string(one.argument) + " is a null pointer"))
          << one.function << ": " << error.what();
      EXPECT_EQ(error.delivery(), Delivery::refused) << one.function;
    }
    EXPECT_EQ(fake->requests().size(), 0U);
  }

  std::shared_ptr<cent::testing::FakeTransport> fake = std::make_shared<cent::testing::FakeTransport>();
  ClientOptions options;
  AsyncClientOptions async_options;
  std::vector<Case> cases;
};

TEST_F(NullText, IsRefusedByAddressesAndKeys) {
  char* const no_const = const_cast<char*>(null());
  cases = {
      {"Client", "address", [] { Client{null()}; }},
      {"Client", "address", [no_const] { Client{no_const}; }},
      {"Client with a key", "address", [] { Client(null(), "key"); }},
      {"Client with a key", "API key", [] { Client("http://h", null()); }},
      {"Client with options", "address", [this] { Client(null(), options); }},
      {"Client, a list", "address",
       [this] {
         Client({"http://h", null()}, options);
       }},
      {"AsyncClient", "address", [] { AsyncClient{null()}; }},
      {"AsyncClient with a key", "address", [] { AsyncClient(null(), "key"); }},
      {"AsyncClient with a key", "API key", [] { AsyncClient("http://h", null()); }},
      {"AsyncClient with options", "address", [this] { AsyncClient(null(), async_options); }},
      {"AsyncClient, a list", "address",
       [this] {
         AsyncClient({"http://h", null()}, async_options);
       }},
  };
  expect_refused();
}

TEST_F(NullText, IsRefusedByJson) {
  cases = {
      {"Json::of", "the text of Json::of", [] { static_cast<void>(Json::of(null())); }},
      {"idempotency_key", "channel", [] { static_cast<void>(idempotency_key(null(), "17")); }},
      {"idempotency_key", "id", [] { static_cast<void>(idempotency_key("orders", null())); }},
      {"idempotency_key of a broadcast", "id", [] { static_cast<void>(idempotency_key(null())); }},
      {"Json::raw", "the text of Json::raw", [] { static_cast<void>(Json::raw(null())); }},
      {"parse_result", "the result's text", [] { static_cast<void>(parse_result<PublishResult>(null())); }},
  };
  expect_refused();
}

TEST_F(NullText, IsRefusedByEveryMethodOfAClient) {
  Client client{"http://fake", options};
  add_methods(client);
  cases.push_back({"add", "method", [&] { client.add(null(), Json::raw("{}")); }});
  expect_refused();
}

TEST_F(NullText, IsRefusedByEveryMethodOfAnAsyncClient) {
  AsyncClient client{"http://fake", async_options};
  add_methods(client);
  expect_refused();
}

TEST_F(NullText, IsRefusedByEveryMethodOfABatch) {
  Batch batch;
  add_methods(batch);
  expect_refused();
  EXPECT_TRUE(batch.empty());
}

TEST_F(NullText, IsRefusedByTokens) {
  const token::Key key = token::Key::secret("secret");
  using token::Algorithm;
  cases = {
      {"Key::secret", "secret for tokens", [] { static_cast<void>(token::Key::secret(null())); }},
      {"Key::pem", "key's PEM text", [] { static_cast<void>(token::Key::pem(null())); }},
      {"Key::pem", "key's passphrase", [] { static_cast<void>(token::Key::pem("text", null())); }},
      {"Key::pem", "key's PEM text", [] { static_cast<void>(token::Key::pem(null(), Algorithm::rs256)); }},
      {"Key::pem", "key's passphrase",
       [] { static_cast<void>(token::Key::pem("text", Algorithm::rs256, null())); }},
      {"Key::with_id", "key's ID", [&] { static_cast<void>(key.with_id(null())); }},
  };
  expect_refused();
}

TEST_F(NullText, IsRefusedByTheTestingKit) {
  const auto expectation = fake->always("info");
  const auto any = [](const Json&) { return true; };
  cases = {
      {"expect", "method", [this] { fake->expect(null()); }},
      {"expect", "method", [this] { fake->expect(null(), Json::raw("{}")); }},
      {"expect", "method", [this, any] { fake->expect(null(), any); }},
      {"always", "method", [this] { fake->always(null()); }},
      {"error", "error's message", [&] { expectation.error(100, null()); }},
      {"status", "body", [&] { expectation.status(500, null()); }},
      {"status", "value of Retry-After", [&] { expectation.status(500, "", null()); }},
  };
  expect_refused();
  EXPECT_EQ(fake->report(), "");
}

TEST_F(NullText, IsRefusedByAnEncoderToo) {
  EXPECT_TRUE(has(error_of<UsageError>([] { static_cast<void>(Json{Lost{}}); }).what(), "null pointer"));
}

TEST_F(NullText, IsNotWhatAnEmptyViewIs) {
  EXPECT_EQ(Json::of(std::string_view{}).text(), "\"\"");
  EXPECT_EQ(Json::of(std::string{}).text(), "\"\"");
  EXPECT_TRUE(has(error_of<UsageError>([] { Client{std::string_view{}}; }).what(), "is empty"));
  EXPECT_NO_THROW(Client("http://h", std::string_view{}));
  EXPECT_NO_THROW(static_cast<void>(fake->always(std::string_view{})));
}

}  // namespace
}  // namespace cent::test
