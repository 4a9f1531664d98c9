#include "async/group_request.hpp"

#include <gtest/gtest.h>

#include <cent/errors.hpp>
#include <limits>
#include <new>
#include <optional>
#include <string>
#include <vector>

#include "async/outcomes.hpp"
#include "delivery/scripted_run.hpp"
#include "support/fake_clock.hpp"

namespace cent::test {
namespace {

using detail::AsyncTransport;
using detail::GroupRequest;
using detail::Lanes;
using detail::ResponseListener;
using std::chrono::milliseconds;
using std::chrono::seconds;
using Texts = std::vector<std::string>;

/// Keeps the listener, and can make requests fail before they start.
class HeldTransport final : public AsyncTransport {
 public:
  void start(const HttpRequest& request, ResponseListener& to) override {
    if (refuses) refuses();
    listener = &to;
    body = request.body;
  }
  void poll(milliseconds) override {}
  void stop() noexcept override {}
  void wake() noexcept override {}

  ResponseListener* listener = nullptr;
  std::string body;
  std::function<void()> refuses;
};

class GroupRequestTest : public testing::Test {
 protected:
  /// Starts a request of commands with these time-outs.
  void start(const std::vector<milliseconds>& timeouts, Effect effect = Effect::keyed) {
    Lanes::ReadyGroup ready;
    for (std::size_t i = 0; i < timeouts.size(); ++i) {
      detail::Waiter waiter;
      waiter.completion = numbered(i);
      waiter.deadline = clock_.now() + timeouts[i];
      ready.group.add("publish", R"({"channel":")" + std::to_string(i) + "\"}", effect, std::move(waiter));
    }
    request_.emplace(service_, http_, transport_, clock_, ready, clock_.now());
    advance();
  }
  void advance() {
    request_->advance();
    requests_ += request_->take_traffic().requests;
  }
  /// The outcomes reported now, as `0 applied`.
  Texts reported() {
    Texts all;
    detail::Waiter waiter;
    detail::Ending ending;
    while (request_->next_outcome(waiter, ending, nullptr)) {
      const Delivery delivery = ending.error ? ending.error->delivery() : Delivery::applied;
      all.push_back(std::to_string(number_of(*waiter.completion)) + " " + to_string(delivery));
    }
    return all;
  }

  FakeClock clock_;
  detail::Service service_{modern_options()};
  detail::HttpApi http_{{"http://a"}, modern_options()};
  HeldTransport transport_;
  std::uint64_t requests_ = 0;
  std::optional<GroupRequest> request_;
};

TEST_F(GroupRequestTest, ReportsEachOutcomeOnce) {
  start({seconds{1}, seconds{1}});
  EXPECT_TRUE(reported().empty());
  transport_.listener->answered(
      response(200, R"({"replies":[{"publish":{}},{"error":{"code":102,"message":"m"}}]})"));
  advance();
  EXPECT_TRUE(request_->is_done());
  EXPECT_EQ(reported(), (Texts{"0 applied", "1 refused"}));
  EXPECT_TRUE(reported().empty());
}

TEST_F(GroupRequestTest, ReportsAtOnceOutcomesThatAreFinal) {
  start({seconds{1}, seconds{1}});
  transport_.listener->answered(
      response(200, R"({"replies":[{"publish":{}},{"error":{"code":100,"message":"m"}}]})"));
  advance();
  EXPECT_FALSE(request_->is_done());
  EXPECT_EQ(reported(), (Texts{"0 applied"}));
  EXPECT_EQ(request_->due(), clock_.now() + milliseconds{25});
}

TEST_F(GroupRequestTest, PausesAfterAStartThatFails) {
  // Else the client's thread would do nothing else, and see no deadline.
  ClientOptions options = modern_options();
  options.retry.base_wait = options.retry.max_wait = milliseconds{0};
  options.retry.max_attempts = std::numeric_limits<int>::max();
  options.retry.budget = 0;
  detail::Service service{options};
  detail::HttpApi http{{"http://a", "http://b"}, options};
  Lanes::ReadyGroup ready;
  detail::Waiter waiter;
  waiter.completion = numbered(0);
  waiter.deadline = clock_.now() + milliseconds{2};
  ready.group.add("publish", R"({"channel":"c"})", Effect::once, std::move(waiter));
  request_.emplace(service, http, transport_, clock_, ready, clock_.now());
  transport_.refuses = [] { throw lost(FailureKind::resources, Delivery::not_sent); };
  while (!request_->is_done()) {
    advance();
    if (request_->is_done()) break;
    EXPECT_GT(request_->due(), clock_.now());
    clock_.set(request_->due());
  }
  EXPECT_EQ(reported(), (Texts{"0 not_sent"}));
}

TEST_F(GroupRequestTest, IsDueAtItsEarliestDeadline) {
  start({seconds{1}, milliseconds{300}, milliseconds{700}});
  EXPECT_EQ(request_->due(), clock_.now() + milliseconds{300});
  clock_.advance(milliseconds{300});
  advance();
  EXPECT_EQ(reported(), (Texts{"1 unknown"}));
  EXPECT_EQ(request_->due(), clock_.now() + milliseconds{400});
}

TEST_F(GroupRequestTest, WithExpiredCommandsOnlyEndsWithItsHttpRequest) {
  start({milliseconds{300}, milliseconds{300}});
  clock_.advance(milliseconds{300});
  advance();
  EXPECT_EQ(reported(), (Texts{"0 unknown", "1 unknown"}));
  EXPECT_FALSE(request_->is_done()) << "its request is still out";
  transport_.listener->failed(lost(FailureKind::timeout, Delivery::unknown));
  advance();
  EXPECT_TRUE(request_->is_done());
  EXPECT_FALSE(request_->is_too_large()) << "there is nothing to halve";
  EXPECT_TRUE(reported().empty());
}

TEST_F(GroupRequestTest, TooLargeForTheServerIsHalvedOnce) {
  start({seconds{1}, milliseconds{300}, seconds{1}, seconds{1}, seconds{2}});
  clock_.advance(milliseconds{300});
  advance();
  EXPECT_EQ(reported(), (Texts{"1 unknown"}));
  transport_.listener->answered(response(413));
  advance();
  ASSERT_TRUE(request_->is_too_large());
  auto halves = request_->halves();
  ASSERT_EQ(halves.size(), 2U);
  EXPECT_EQ(halves[0].commands.body(), R"({"commands":[{"publish":{"channel":"0"}}]})");
  EXPECT_EQ(halves[1].commands.size(), 3U);
  EXPECT_EQ(halves[1].waiters.size(), 3U);
  EXPECT_EQ(halves[1].earliest, clock_.now() + milliseconds{700});
  EXPECT_TRUE(halves[0].halved);
  EXPECT_TRUE(reported().empty());

  Lanes::ReadyGroup again{0, std::move(halves[1])};
  request_.emplace(service_, http_, transport_, clock_, again, clock_.now());
  advance();
  transport_.listener->answered(response(413));
  advance();
  EXPECT_FALSE(request_->is_too_large());
  EXPECT_EQ(reported(), (Texts{"2 refused", "3 refused", "4 refused"}));
}

TEST_F(GroupRequestTest, OfASingleCommandIsNotHalved) {
  start({seconds{1}});
  transport_.listener->answered(response(413));
  advance();
  EXPECT_FALSE(request_->is_too_large());
  EXPECT_EQ(reported(), (Texts{"0 refused"}));
}

TEST_F(GroupRequestTest, AStartThatFailsSendsNothing) {
  const std::vector<std::function<void()>> failures{
      [] { throw std::bad_alloc{}; }, [] { throw UsageError("an address that cannot be"); },
      [] { throw lost(FailureKind::other, Delivery::not_sent); }};
  for (const auto& failure : failures) {
    transport_.refuses = failure;
    start({milliseconds{10}}, Effect::once);
    for (int i = 0; i < 5 && !request_->is_done(); ++i) {
      clock_.advance(milliseconds{5});
      advance();
    }
    EXPECT_EQ(reported(), (Texts{"0 not_sent"}));
    EXPECT_EQ(requests_, 0U);
  }
}

TEST_F(GroupRequestTest, GivingUpReportsTheRest) {
  start({seconds{1}, seconds{1}});
  request_->give_up(FailureKind::cancelled, "closed");
  EXPECT_EQ(reported(), (Texts{"0 unknown", "1 unknown"}));
}

TEST_F(GroupRequestTest, TooLateToBeSentIsNotSent) {
  Lanes::ReadyGroup ready;
  detail::Waiter waiter;
  waiter.completion = numbered(0);
  waiter.deadline = clock_.now();
  ready.group.add("publish", R"({"channel":"c"})", Effect::once, std::move(waiter));
  request_.emplace(service_, http_, transport_, clock_, ready, clock_.now());
  advance();
  EXPECT_EQ(reported(), (Texts{"0 not_sent"}));
  EXPECT_EQ(requests_, 0U);
}

}  // namespace
}  // namespace cent::test
