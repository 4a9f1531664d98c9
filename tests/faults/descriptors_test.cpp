// Row 49 of the fault table, and the last of row 37: a process that has no descriptors left, or a few.
#include <fcntl.h>
#include <gtest/gtest.h>
#include <sys/resource.h>
#include <unistd.h>

#include <cent/async_client.hpp>
#include <cent/client.hpp>
#include <fstream>
#include <memory>
#include <optional>
#include <vector>

#include "support/expect_error.hpp"
#include "support/server_process.hpp"

namespace cent::test {
namespace {

using std::chrono::seconds;

/// While it lives, this process can open `left` files more and no others.
class FewDescriptors {
 public:
  explicit FewDescriptors(std::size_t left) {
    getrlimit(RLIMIT_NOFILE, &before_);
    rlimit few = before_;
    few.rlim_cur = 256;
    setrlimit(RLIMIT_NOFILE, &few);
    for (int file = 0; (file = open("/dev/null", O_RDONLY | O_CLOEXEC)) >= 0;) taken_.push_back(file);
    for (; left > 0 && !taken_.empty(); --left) {
      close(taken_.back());
      taken_.pop_back();
    }
  }
  ~FewDescriptors() {
    for (const int file : taken_) close(file);
    setrlimit(RLIMIT_NOFILE, &before_);
  }
  FewDescriptors(const FewDescriptors&) = delete;
  FewDescriptors& operator=(const FewDescriptors&) = delete;

 private:
  rlimit before_{};
  std::vector<int> taken_{};
};

constexpr std::size_t kEnough = 8;  // for whatever a client opens

void expect_not_sent(const RequestException& error, FailureKind kind) {
  EXPECT_EQ(error.kind(), kind) << error.what();
  EXPECT_EQ(error.delivery(), Delivery::not_sent) << error.what();
}

struct Descriptors : testing::Test {
  template <class Options>
  static Options once() {
    Options options;
    options.timeout = seconds{20};
    options.retry.max_attempts = 1;
    return options;
  }
  /// UBSan opens a pipe to look at an object of a class that it has not seen yet. With no descriptors it
  /// cannot, and calls the object broken: let it see all of them before, those of a failed call as well.
  void SetUp() override {
    Client{server.address(), once<ClientOptions>()}.publish("c", Json::of(1));
    AsyncClient{server.address(), once<AsyncClientOptions>()}.publish("c", Json::of(1)).get();
    Client nowhere{"http://127.0.0.1:1", once<ClientOptions>()};
    expect_not_sent(error_of([&] { nowhere.publish("c", Json::of(1)); }), FailureKind::connect);
  }
  bench::ServerProcess server{};  // has descriptors of its own
};

/// The error of a call that found none: nothing was sent.
void expect_resources(const RequestException& error) { expect_not_sent(error, FailureKind::resources); }

/// True if it went well, false if it said that there are no descriptors.
template <class Call>
bool succeeds(const Call& call) {
  try {
    call();
    return true;
  } catch (const RequestException& error) {
    expect_resources(error);
    return false;
  }
}

TEST_F(Descriptors, Row49_ACallWithoutThemIsNotSentAndTheNextIs) {
  Client client{server.address(), once<ClientOptions>()};
  {
    const FewDescriptors none{0};
    expect_resources(error_of([&] { client.publish("c", Json::of(1)); }));
  }
  EXPECT_NO_THROW(client.publish("c", Json::of(1)));
}

TEST_F(Descriptors, Row49_NoAddressIsSetAsideForTheLackOfThem) {
  ClientOptions options = once<ClientOptions>();
  Client client{{server.address(), std::string{"http://127.0.0.1:1"}}, options};
  {
    const FewDescriptors none{0};
    expect_resources(error_of([&] { client.publish("c", Json::of(1)); }));
  }
  EXPECT_NO_THROW(client.publish("c", Json::of(1))) << "the first address is still the first";
}

TEST_F(Descriptors, Row49_AClientMadeWithFewSaysSoOrWorks) {
  bool all_well = false;
  for (std::size_t left = 0; left <= kEnough; ++left) {
    SCOPED_TRACE(left);
    std::optional<FewDescriptors> few{left};
    const auto client = std::make_unique<Client>(server.address(), once<ClientOptions>());
    all_well = succeeds([&] { client->publish("c", Json::of(1)); });
    few.reset();
    EXPECT_NO_THROW(client->publish("c", Json::of(1)));
  }
  EXPECT_TRUE(all_well) << "eight are enough";
}

TEST_F(Descriptors, Row49_AnAsyncClientMadeWithFewSaysSoOrWorks) {
  bool all_well = false;
  int refused = 0;
  for (std::size_t left = 0; left <= kEnough; ++left) {
    SCOPED_TRACE(left);
    std::optional<FewDescriptors> few{left};
    std::unique_ptr<AsyncClient> client;
    if (!succeeds(
            [&] { client = std::make_unique<AsyncClient>(server.address(), once<AsyncClientOptions>()); })) {
      ++refused;
      continue;
    }
    std::future<PublishResult> result = client->publish("c", Json::of(1));
    ASSERT_EQ(result.wait_for(seconds{30}), std::future_status::ready) << "the client's thread sleeps on";
    all_well = succeeds([&] { result.get(); });
    few.reset();
    EXPECT_NO_THROW(client->publish("c", Json::of(1)).get());
  }
  EXPECT_GT(refused, 0) << "of no descriptors nothing can be made";
  EXPECT_TRUE(all_well) << "eight are enough";
}

TEST_F(Descriptors, Row49_CommandsSubmittedWithoutThemAreSentWhenThereAreSome) {
  AsyncClientOptions options;  // tries until the deadline
  options.timeout = seconds{60};
  AsyncClient client{server.address(), options};
  std::future<PublishResult> result;
  {
    const FewDescriptors none{0};
    result = client.publish("c", Json::of(1));
    EXPECT_EQ(result.wait_for(std::chrono::milliseconds{50}), std::future_status::timeout);
  }
  EXPECT_NO_THROW(result.get());
}

TEST_F(Descriptors, Row37_ManyClientsWithTooFewOfThemAllGetAnAnswer) {
  std::vector<std::unique_ptr<Client>> clients;
  for (int i = 0; i < 100; ++i)
    clients.push_back(std::make_unique<Client>(server.address(), once<ClientOptions>()));
  int well = 0;
  {
    const FewDescriptors few{40};
    for (const auto& client : clients) well += succeeds([&] { client->publish("c", Json::of(1)); }) ? 1 : 0;
  }
  EXPECT_GT(well, 0);
  EXPECT_LT(well, 100);
  for (const auto& client : clients) EXPECT_NO_THROW(client->publish("c", Json::of(1)));
}

/// Of a call over https to a server without it, whose authorities stand in a file that holds none.
template <class Failure>
void expect_kinds(const Failure& failure) {
  EXPECT_EQ(failure(), FailureKind::tls);  // libcurl opens what it opens once
  std::optional<FewDescriptors> few{1};    // for the connection; none for the file
  const FailureKind kind = failure();
  few.reset();
  EXPECT_EQ(kind, FailureKind::resources);
  few.emplace(kEnough);
  const FailureKind with_enough = failure();
  few.reset();
  EXPECT_EQ(with_enough, FailureKind::tls);
}

TEST_F(Descriptors, Row49_ACertificatesFileForWhichNoneIsLeftIsNoFaultOfTheServer) {
  const std::string file = testing::TempDir() + "/cent-no-authorities.pem";
  std::ofstream{file} << "no authorities";
  const std::string address = "https" + server.address().substr(4);
  ClientOptions options = once<ClientOptions>();
  options.http.ca_file = file;
  Client client{address, options};
  expect_kinds([&] { return error_of([&] { client.publish("c", Json::of(1)); }).kind(); });
  AsyncClientOptions async_options = once<AsyncClientOptions>();
  async_options.http.ca_file = file;
  AsyncClient async{address, async_options};
  expect_kinds([&] { return error_of([&] { async.publish("c", Json::of(1)).get(); }).kind(); });
}

}  // namespace
}  // namespace cent::test
