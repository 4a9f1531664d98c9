#include <gtest/gtest.h>
#include <cent/observer.hpp>

#include <stdexcept>

#include "observe/recorder.hpp"

namespace cent::test {
namespace {

TEST(CombineObservers, PassesEachEventToAll) {
  const auto a = std::make_shared<Recorder>();
  const auto b = std::make_shared<Recorder>();
  const auto both = combine_observers({a, nullptr, b});
  send_one_of_each(*both);
  const std::vector<std::string> all{"attempt", "command", "address", "server",
                                     "key",     "field",   "queue",   "closing"};
  EXPECT_EQ(a->events, all);
  EXPECT_EQ(b->events, all);
}

TEST(CombineObservers, OneThatThrowsKeepsNothingFromTheOthers) {
  const auto a = std::make_shared<Recorder>("first");
  const auto b = std::make_shared<Recorder>("second");
  const auto c = std::make_shared<Recorder>();
  const auto all = combine_observers({a, b, c});
  try {
    all->command_ended({});
    FAIL() << "nothing was thrown";
  } catch (const std::runtime_error& error) {
    EXPECT_STREQ(error.what(), "first");
  }
  for (const auto& one : {a, b, c}) EXPECT_EQ(one->events, std::vector<std::string>{"command"});
}

TEST(CombineObservers, NoneIsAllowed) {
  send_one_of_each(*combine_observers({}));
  send_one_of_each(*combine_observers({nullptr}));
}

TEST(Observer, DoesNothingByDefault) {
  class Plain final : public Observer {};
  Plain plain;
  send_one_of_each(plain);
}

}  // namespace
}  // namespace cent::test
