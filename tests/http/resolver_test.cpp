// Host names whose addresses come from a resolver. No lookup here waits for a clock: times are those of the
// requests.
#include <gtest/gtest.h>
#include <sys/wait.h>
#include <unistd.h>

#include <cent/resolver.hpp>
#include <map>
#include <mutex>
#include <set>
#include <stdexcept>
#include <string>
#include <thread>
#include <vector>

#include "http/endpoints.hpp"
#include "support/eventually.hpp"
#include "support/expect_error.hpp"

namespace cent::test {
namespace {

using detail::Endpoint;
using detail::Endpoints;
using detail::EndpointUse;
using std::chrono::milliseconds;
using std::chrono::seconds;
using Hosts = std::map<std::string, HostAddresses>;

constexpr Endpoints::Time kStart{seconds{1000}};
const detail::Dialects kDialects{ClientOptions{}};

/// Answers what it was given; a host without an entry has no answer.
class FakeResolver final : public Resolver {
 public:
  explicit FakeResolver(Hosts hosts) : hosts_(std::move(hosts)) {}

  HostAddresses resolve(const std::string& host, const std::atomic<bool>& stopped) override {
    while (hangs && !stopped) std::this_thread::sleep_for(milliseconds{1});
    const std::lock_guard<std::mutex> lock{mutex_};
    asked_.push_back(host);
    const auto found = hosts_.find(host);
    if (found == hosts_.end()) throw std::runtime_error("no such host");
    return found->second;
  }
  void change(Hosts hosts) {
    const std::lock_guard<std::mutex> lock{mutex_};
    hosts_ = std::move(hosts);
  }
  std::vector<std::string> asked() {
    const std::lock_guard<std::mutex> lock{mutex_};
    return asked_;
  }
  std::atomic<bool> hangs{false};

 private:
  std::mutex mutex_;
  Hosts hosts_;
  std::vector<std::string> asked_;
};

HostAddresses found(std::vector<std::string> addresses, seconds lifetime = seconds{30}) {
  return {std::move(addresses), lifetime};
}

class Resolved : public testing::Test {
 protected:
  void use(Hosts hosts, const std::vector<std::string>& addresses = {"http://c:8000"},
           IpVersion ip = IpVersion::any, Balance balance = Balance::spread) {
    resolver_ = std::make_shared<FakeResolver>(std::move(hosts));
    ClientOptions options;
    options.resolver = resolver_;
    options.balance = balance;
    options.http.ip = ip;
    nodes_.emplace(addresses, options, kDialects);
  }
  /// The addresses of as many requests as there are addresses, and more.
  std::set<std::string> used(Endpoints::Time now) {
    std::set<std::string> names;
    for (int i = 0; i < 8; ++i) names.insert(nodes_->choose(now).endpoint().name);
    return names;
  }
  /// True as soon as requests at that time use these and no others.
  bool uses(const std::set<std::string>& names, Endpoints::Time now = kStart) {
    return eventually([&] { return used(now) == names; });
  }

  std::shared_ptr<FakeResolver> resolver_;
  std::optional<Endpoints> nodes_;
};

TEST_F(Resolved, ANameIsUsedAsItIsUntilThereIsAnAnswer) {
  use({{"c", found({"10.0.0.1", "10.0.0.2"})}});
  resolver_->hangs = true;
  EXPECT_EQ(used(kStart), std::set<std::string>{"http://c:8000/api"});
  EXPECT_FALSE(nodes_->several());
  EXPECT_EQ(nodes_->choose(kStart).endpoint().ip, "");
  resolver_->hangs = false;
  EXPECT_TRUE(uses({"http://c:8000/api (10.0.0.1)", "http://c:8000/api (10.0.0.2)"}));
  EXPECT_TRUE(nodes_->several());
  EXPECT_EQ(nodes_->choose(kStart).endpoint().base, "http://c:8000/api");
}

TEST_F(Resolved, AddressesComeAndGoWhenTheLifetimeHasPassed) {
  use({{"c", found({"10.0.0.1", "10.0.0.2"}, seconds{5})}});
  ASSERT_TRUE(uses({"http://c:8000/api (10.0.0.1)", "http://c:8000/api (10.0.0.2)"}));
  const auto second_of = [&](Endpoints::Time now) {
    const Endpoint* second = nullptr;
    for (int i = 0; i < 2; ++i) {
      const EndpointUse use = nodes_->choose(now);
      if (use.endpoint().ip == "10.0.0.2") second = &use.endpoint();
    }
    return second;
  };
  const Endpoint* const second = second_of(kStart);
  resolver_->change({{"c", found({"10.0.0.2", "10.0.0.3"}, seconds{5})}});
  used(kStart + seconds{5} - milliseconds{1});
  EXPECT_EQ(resolver_->asked().size(), 1U);
  ASSERT_TRUE(uses({"http://c:8000/api (10.0.0.2)", "http://c:8000/api (10.0.0.3)"}, kStart + seconds{5}));
  EXPECT_EQ(resolver_->asked().size(), 2U);
  resolver_->change({{"c", found({"10.0.0.1", "10.0.0.2"}, seconds{5})}});
  ASSERT_TRUE(uses({"http://c:8000/api (10.0.0.1)", "http://c:8000/api (10.0.0.2)"}, kStart + seconds{10}));
  EXPECT_EQ(second_of(kStart + seconds{10}), second) << "what is known of an address that stays is kept";
}

TEST_F(Resolved, OnlyNamesAreLookedUpAndEachOnce) {
  use({{"c", found({"::1", "10.0.0.1"})}},
      {"http://c:8000", "https://c/x/api", "http://10.1.1.1", "http://[::2]:1"});
  EXPECT_TRUE(uses({"http://c:8000/api (::1)", "http://c:8000/api (10.0.0.1)", "https://c/x/api (::1)",
                    "https://c/x/api (10.0.0.1)", "http://10.1.1.1/api", "http://[::2]:1/api"}));
  EXPECT_EQ(resolver_->asked(), std::vector<std::string>{"c"});
}

TEST_F(Resolved, OneKindOfAddressesIsUsedIfOneIsAskedFor) {
  use({{"c", found({"::1", "10.0.0.1", "::2"})}}, {"http://c"}, IpVersion::v6);
  EXPECT_TRUE(uses({"http://c/api (::1)", "http://c/api (::2)"}));
}

TEST_F(Resolved, WithoutAnAnswerTheLastOneStays) {
  use({{"c", found({"10.0.0.1"}, seconds{1})}, {"d", found({"10.0.0.2"})}}, {"http://c", "http://d"});
  const std::set<std::string> both{"http://c/api (10.0.0.1)", "http://d/api (10.0.0.2)"};
  ASSERT_TRUE(uses(both));
  resolver_->change({{"c", found({"", "c.d", "10.0.0.1:80", "h"})}, {"d", found({"10.0.0.3"})}});
  EXPECT_TRUE(uses({"http://c/api (10.0.0.1)", "http://d/api (10.0.0.3)"}, kStart + seconds{1}));
  EXPECT_EQ(used(kStart + seconds{5}).size(), 2U);
  EXPECT_EQ(resolver_->asked().size(), 4U) << "after a failure it is asked again in five seconds";
}

TEST_F(Resolved, AFailureOfAnAddressBringsTheNextLookupForward) {
  use({{"c", found({"10.0.0.1", "10.0.0.2"})}});
  ASSERT_TRUE(uses({"http://c:8000/api (10.0.0.1)", "http://c:8000/api (10.0.0.2)"}));
  resolver_->change({{"c", found({"10.0.0.2", "10.0.0.3"})}});
  nodes_->choose(kStart + milliseconds{10}).endpoint().set_aside(kStart + milliseconds{10});
  nodes_->note_failure();
  used(kStart + milliseconds{999});
  EXPECT_EQ(resolver_->asked().size(), 1U) << "not more than one lookup a second";
  EXPECT_TRUE(
      eventually([&] { return used(kStart + seconds{1}).count("http://c:8000/api (10.0.0.3)") == 1; }));
}

TEST_F(Resolved, FailoverStaysWhereItIsWhateverTheOrderOfTheAnswer) {
  use({{"c", found({"10.0.0.3", "10.0.0.1"}, seconds{1})}}, {"http://c"}, IpVersion::any, Balance::failover);
  ASSERT_TRUE(uses({"http://c/api (10.0.0.3)"}));
  resolver_->change({{"c", found({"10.0.0.2", "10.0.0.1", "10.0.0.3"}, seconds{1})}});
  ASSERT_TRUE(eventually([&] {
    used(kStart + seconds{1});
    return resolver_->asked().size() == 2;
  }));
  EXPECT_EQ(used(kStart + seconds{2}), std::set<std::string>{"http://c/api (10.0.0.3)"});
}

TEST_F(Resolved, AClientThatEndsStopsItsLookup) {
  use({{"c", found({"10.0.0.1"})}});
  resolver_->hangs = true;
  used(kStart);
  nodes_.reset();
  EXPECT_EQ(resolver_->asked().size(), 1U);
}

#if !defined(__SANITIZE_THREAD__)  // it knows no threads of a forked child
TEST_F(Resolved, AForkedChildLooksUpAnew) {
  use({{"c", found({"10.0.0.1", "10.0.0.2"})}});
  resolver_->hangs = true;
  used(kStart);
  const pid_t child = fork();
  if (child == 0) {
    resolver_->hangs = false;
    const bool good = uses({"http://c:8000/api (10.0.0.1)", "http://c:8000/api (10.0.0.2)"});
    _exit(good ? 0 : 1);
  }
  int status = -1;
  ASSERT_EQ(waitpid(child, &status, 0), child);
  EXPECT_EQ(status, 0);
}

#endif

TEST_F(Resolved, ManyThreadsUseAddressesThatChange) {
  use({{"c", found({"10.0.0.1", "10.0.0.2"}, seconds{1})}});
  std::vector<std::thread> threads;
  std::atomic<int> others{0};
  for (int t = 0; t < 4; ++t) {
    threads.emplace_back([&] {
      for (int i = 0; i < 500; ++i) {
        const EndpointUse use = nodes_->choose(kStart + milliseconds{20 * i});
        if (use.endpoint().name.empty()) ++others;
        if (i % 50 == 0) nodes_->note_failure();
      }
    });
  }
  for (int i = 0; i < 50; ++i) {
    resolver_->change({{"c", found({"10.0.0." + std::to_string(i), "10.0.0.1"}, seconds{1})}});
    std::this_thread::sleep_for(milliseconds{1});
  }
  for (std::thread& thread : threads) thread.join();
  EXPECT_EQ(others, 0);
}

}  // namespace
}  // namespace cent::test
