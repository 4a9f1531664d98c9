// A program that is compiled without exceptions and RTTI. Nothing listens at its address.
#include <cent/async_client.hpp>
#include <cent/cent.hpp>
#include <cent/values.hpp>
#include <sstream>
#include <string>

#include "check.hpp"

#if defined(__cpp_exceptions) || defined(__cpp_rtti)
#error "this program is about code without them"
#endif

int main() {
  const cent::Reply<cent::Client> none = cent::Client::make("no address");
  CHECK(!none && none.error_as<cent::UsageError>() != nullptr);  // an invalid address is an error of use

  cent::ClientOptions options;
  options.retry.max_attempts = 1;
  cent::Reply<cent::Client> made = cent::Client::make("http://127.0.0.1:1", options);
  CHECK(made.ok());  // a client is made
  cent::Client client = std::move(made).value();

  const auto refused = client.publish("", cent::Json::of(1), cent::no_throw);
  CHECK(refused.error_as<cent::UsageError>() != nullptr);  // wrong use is a reply, too
  const auto published = client.publish({"news", cent::Json::of(1)}, cent::no_throw);
  const auto* error = published.error_as<cent::RequestException>();
  CHECK(error != nullptr && error->kind() == cent::FailureKind::connect);  // nobody listens
  CHECK(published.error_as<cent::ResponseError>() == nullptr);             // it is no answer
  CHECK(published.delivery() == cent::Delivery::not_sent);                 // nothing was sent
  CHECK(published.value_or(cent::PublishResult{7, ""}).offset == 7);       // value_or
  const auto offset = published.transform([](const cent::PublishResult& result) { return result.offset; });
  CHECK(!offset && offset.delivery() == cent::Delivery::not_sent);  // an error goes through transform
  std::ostringstream out;
  out << published;
  CHECK(out.str().find("publish to \"news\"") != std::string::npos);  // a reply prints

  cent::CallOptions call;
  call.timeout = std::chrono::milliseconds{0};
  CHECK(client.info(call, cent::no_throw).error_as<cent::UsageError>() != nullptr);  // an option is invalid
  cent::Batch batch;
  const auto ticket = batch.history("news");
  const auto replies = client.send(batch, cent::no_throw);
  CHECK(replies.ok() && !(*replies)[ticket]);                  // a batch has its replies
  CHECK(!client.call(cent::Command{"info"}, cent::no_throw));  // a command by its name

  int failed = 0;
  cent::AsyncClientOptions async_options;
  async_options.retry.max_attempts = 1;
  cent::AsyncClient async_client{"http://127.0.0.1:1", async_options};
  async_client.publish("news", cent::Json::of(1),
                       [&](cent::Reply<cent::PublishResult> reply) { failed += reply ? 0 : 1; });
  async_client.close(std::chrono::seconds{5});
  CHECK(failed == 1);  // a callback gets the error
  return 0;
}
