#include "async/completion_pool.hpp"

#include <gtest/gtest.h>

#include <atomic>
#include <cstring>
#include <thread>
#include <utility>
#include <vector>

#include "async/outcomes.hpp"

namespace cent::test {
namespace {

using detail::Completion;
using detail::CompletionPool;
using detail::CompletionPtr;

TEST(CompletionPool, GivesOutWhatCameBack) {
  CompletionPool pool;
  void* const first = pool.take(100);
  void* const second = pool.take(100);
  EXPECT_NE(first, second);
  pool.give_back(first, 100);
  pool.give_back(second, 100);
  std::vector<void*> taken;
  for (int i = 0; i < 64; ++i) taken.push_back(pool.take(100));
  EXPECT_EQ(std::count(taken.begin(), taken.end(), first), 1);
  EXPECT_EQ(std::count(taken.begin(), taken.end(), second), 1);
  for (void* const memory : taken) pool.give_back(memory, 100);
}

TEST(CompletionPool, HasMemoryOfEverySize) {
  CompletionPool pool;
  std::vector<std::pair<void*, std::size_t>> taken;
  for (std::size_t bytes = 8; bytes < 1000; bytes += 8) {
    taken.emplace_back(pool.take(bytes), bytes);
    EXPECT_EQ(reinterpret_cast<std::uintptr_t>(taken.back().first) % alignof(std::max_align_t), 0U);
    std::memset(taken.back().first, 1, bytes);  // nobody else's: sanitizers look
  }
  for (const auto& [memory, bytes] : taken) pool.give_back(memory, bytes);
}

TEST(CompletionPool, FreesALongQueuesMemoryOnlyWhenAllOfItIsBack) {
  CompletionPool pool;
  std::vector<void*> taken;
  for (int i = 0; i < 20'000; ++i) taken.push_back(pool.take(64));
  for (std::size_t i = 1; i < taken.size(); ++i) pool.give_back(taken[i], 64);
  pool.trim();
  std::memset(taken[0], 1, 64);
  pool.give_back(taken[0], 64);
  pool.trim();
  void* const fresh = pool.take(64);
  std::memset(fresh, 1, 64);
  pool.give_back(fresh, 64);
}

TEST(CompletionPool, TakesFromOneThreadAndBackFromOthers) {
  CompletionPool pool;
  constexpr int kRounds = 2000;
  std::atomic<void*> passed[2]{};
  std::vector<std::thread> threads;
  for (auto& place : passed) {
    threads.emplace_back([&pool, &place] {
      for (int i = 0; i < kRounds;) {
        void* const memory = place.exchange(nullptr);
        if (memory == nullptr) {
          std::this_thread::yield();
          continue;
        }
        pool.give_back(memory, 128);
        ++i;
      }
    });
  }
  for (int i = 0; i < kRounds; ++i) {
    for (auto& place : passed) {
      void* const memory = pool.take(128);
      std::memset(memory, i, 128);
      for (void* empty = nullptr; !place.compare_exchange_weak(empty, memory); empty = nullptr) {
        std::this_thread::yield();
      }
    }
  }
  for (std::thread& thread : threads) thread.join();
}

TEST(CompletionPool, ACompletionIsMovedOnceAndDestroyedOnce) {
  CompletionPool pool;
  CompletionPtr kept;
  {
    Numbered number{7};
    kept.reset(&number);
    Completion::keep(kept, pool);
  }
  Completion* const place = kept.get();
  Completion::keep(kept, pool);
  EXPECT_EQ(kept.get(), place);
  EXPECT_EQ(number_of(*kept), 7U);
}

}  // namespace
}  // namespace cent::test
