#pragma once
#include <gtest/gtest.h>

#include <array>
#include <atomic>
#include <cent/async_client.hpp>
#include <cent/cent.hpp>
#include <chrono>
#include <map>
#include <new>
#include <optional>
#include <string>
#include <thread>
#include <vector>

#include "faults/torture/failing_memory.hpp"
#include "support/eventually.hpp"
#include "support/fault_server.hpp"

namespace cent::test {

/// Every allocation of one kind fails once: a scenario is run again and again, the first allocation failing
/// the first time, the second the second time, until it makes none more. The reported outcome of each command
/// come to is held against what the server carried out.
class Torture : public testing::TestWithParam<Memory> {
 protected:
  /// Runs `scenario(number)`; numbers make its ids unique. Gives the number of allocations that failed.
  template <class Scenario>
  std::size_t each_allocation_fails(const Scenario& scenario) {
    constexpr std::size_t kMost = 5000;  // a scenario that never comes to its end
    constexpr std::size_t kInVain = 10;  // one run that was slow and made fewer allocations is not the end
    scenario(0);                         // warm: what is made once for a process is made now
    const std::size_t blocks = blocks_at_rest();
    std::size_t failed = 0;
    for (std::size_t number = 1; number < kMost && !HasFatalFailure(); ++number) {
      const std::string trace = "allocation " + std::to_string(number);
      const testing::ScopedTrace scope{__FILE__, __LINE__, trace};
      const auto start = std::chrono::steady_clock::now();
      {
        FailingMemory memory{GetParam(), number};
        scenario(number);
        if (memory.struck()) failed = number;
      }
      EXPECT_LT(std::chrono::steady_clock::now() - start, std::chrono::seconds{8});
      EXPECT_TRUE(eventually([&] { return blocks_of_curl() == blocks; }))
          << "libcurl's memory leaks: " << blocks_of_curl() << " blocks, not " << blocks;
      if (number == failed + kInVain) {
        compare();
        return failed;
      }
    }
    ADD_FAILURE() << "there is no end of allocations";
    return 0;
  }

  /// The outcome that the caller of a blocking call receives. Bare std::bad_alloc promises that nothing was
  /// sent.
  template <class Call>
  static Delivery outcome_of(const Call& call) {
    const Tortured now;
    try {
      call();
      return Delivery::applied;
    } catch (const CentException& error) {
      return error.delivery();
    } catch (const std::bad_alloc&) {
      return Delivery::not_sent;
    }
  }

  void note(const std::string& id, Delivery delivery) { said_[id] = delivery; }
  std::string id(std::size_t number, const std::string& name) { return std::to_string(number) + "-" + name; }

  FaultServer server;

 private:
  /// Threads that serve a transport of one's own may end a little after their client.
  static std::size_t blocks_at_rest() {
    std::size_t before = blocks_of_curl() + 1;
    while (before != blocks_of_curl()) {
      before = blocks_of_curl();
      std::this_thread::sleep_for(std::chrono::milliseconds{50});
    }
    return before;
  }
  void compare() {
    server.stop();
    for (const auto& [id, delivery] : said_) {
      const std::size_t count = server.executions().count(id);
      if (delivery == Delivery::applied) {
        EXPECT_EQ(count, 1U) << id;
      } else if (delivery == Delivery::unknown) {
        EXPECT_LE(count, 1U) << id;
      } else {
        EXPECT_EQ(count, 0U) << id << " was said to be " << to_string(delivery);
      }
    }
  }

  std::map<std::string, Delivery> said_{};
};

inline std::string name_of_memory(const testing::TestParamInfo<Memory>& info) {
  return info.param == Memory::heap ? "Heap" : "Curl";
}

/// A publication whose id is in the log of executions.
inline PublishRequest publication(const std::string& channel, const std::string& id) {
  return {channel, Json::raw(R"({"id":")" + id + "\"}")};
}

}  // namespace cent::test
