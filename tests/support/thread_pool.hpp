#pragma once
#include <condition_variable>
#include <cstddef>
#include <deque>
#include <functional>
#include <mutex>
#include <thread>
#include <utility>
#include <vector>

namespace cent::test {

/// A pool of threads for tasks, as a program would have one. The destructor runs the tasks that are left.
class ThreadPool {
 public:
  explicit ThreadPool(std::size_t threads) {
    for (std::size_t i = 0; i < threads; ++i) threads_.emplace_back([this] { work(); });
  }
  ThreadPool(const ThreadPool&) = delete;
  ThreadPool& operator=(const ThreadPool&) = delete;
  ~ThreadPool() {
    {
      const std::lock_guard<std::mutex> lock{mutex_};
      closing_ = true;
    }
    changed_.notify_all();
    for (std::thread& thread : threads_) thread.join();
  }

  /// For AsyncClientOptions::executor. The pool must outlive the callbacks.
  std::function<void(std::function<void()>)> executor() {
    return [this](std::function<void()> task) {
      {
        const std::lock_guard<std::mutex> lock{mutex_};
        tasks_.push_back(std::move(task));
      }
      changed_.notify_one();
    };
  }

 private:
  void work() {
    std::unique_lock<std::mutex> lock{mutex_};
    while (true) {
      changed_.wait(lock, [this] { return closing_ || !tasks_.empty(); });
      if (tasks_.empty()) return;
      std::function<void()> task = std::move(tasks_.front());
      tasks_.pop_front();
      lock.unlock();
      task();
      task = nullptr;
      lock.lock();
    }
  }

  std::mutex mutex_;
  std::condition_variable changed_;
  std::deque<std::function<void()>> tasks_;
  bool closing_ = false;
  std::vector<std::thread> threads_;
};

}  // namespace cent::test
