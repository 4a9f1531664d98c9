#include "async/ledger.hpp"

#include <gtest/gtest.h>

#include <atomic>
#include <thread>

#include "async/outcomes.hpp"

namespace cent::test {
namespace {

TEST(Ledger, ShowsFiguresOfOneInstant) {
  detail::Ledger ledger;
  std::atomic<bool> stop{false};
  std::thread one_by_one{[&] {  // never more than one is pending
    for (unsigned i = 0; !stop; ++i) {
      ledger.accept();
      ledger.settle(static_cast<Delivery>(i % 4));
    }
  }};
  for (int look = 0; look < 100'000 && !HasFailure(); ++look) {
    AsyncStats stats;
    ledger.write(stats);
    EXPECT_TRUE(balances(stats)) << look;
    EXPECT_LE(stats.pending, 1U) << look;
  }
  stop = true;
  one_by_one.join();
  EXPECT_EQ(ledger.pending(), 0U);
}

}  // namespace
}  // namespace cent::test
