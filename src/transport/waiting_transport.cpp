#include "transport/waiting_transport.hpp"

#include <condition_variable>
#include <list>
#include <mutex>
#include <stdexcept>
#include <string>
#include <thread>
#include <utility>

#include "system/keep_loaded.hpp"
#include "system/worker_thread.hpp"

namespace cent::detail {
namespace {

/// A copy of a request that can outlive it, since the client may end before the request does.
struct Job {
  Job(const HttpRequest& original, ResponseListener& to)
      : request(original), url(original.url), body(original.body), ip(original.ip), listener(&to) {}

  void run(Transport& transport) {
    request.url = url;
    request.body = body;
    request.ip = ip;
    try {
      response = transport.send(request);
    } catch (...) {
      error = std::current_exception();
    }
  }

  HttpRequest request;  ///< Its views are set when it runs.
  std::string url;
  std::string body;
  std::string ip;
  ResponseListener* listener;
  HttpResponse response{};
  std::exception_ptr error{};
};
using Jobs = std::list<Job>;  // moved between lists, which cannot fail

/// State shared by the threads and their owner.
struct Shared {
  explicit Shared(std::shared_ptr<Transport> sends) : transport(std::move(sends)) {}

  void work() {
    std::unique_lock<std::mutex> lock{mutex};
    while (true) {
      job_came.wait(lock, [this] { return stopping || !waiting.empty(); });
      --idle;
      if (stopping) return;
      Jobs mine;
      mine.splice(mine.begin(), waiting, waiting.begin());
      lock.unlock();
      mine.front().run(*transport);
      lock.lock();
      ++idle;
      ended.splice(ended.end(), mine);
      job_ended.notify_one();
    }
  }

  const std::shared_ptr<Transport> transport;
  std::mutex mutex{};
  std::condition_variable job_came{};
  std::condition_variable job_ended{};
  Jobs waiting{};
  Jobs ended{};
  std::size_t idle = 0;  ///< Number of threads without a job, including those just starting.
  bool woken = false;
  bool stopping = false;
};

class WaitingTransport final : public AsyncTransport {
 public:
  explicit WaitingTransport(std::shared_ptr<Transport> transport)
      : shared_(std::make_shared<Shared>(std::move(transport))) {
    keep_loaded();  // the threads are not joined
  }

  ~WaitingTransport() override { stop(); }

  void stop() noexcept override {
    // The threads are not joined, since a transport may be slow. They own everything they use.
    const std::lock_guard<std::mutex> lock{shared_->mutex};
    shared_->stopping = true;
    shared_->job_came.notify_all();
  }

  void start(const HttpRequest& request, ResponseListener& listener) override {
    Jobs jobs;
    jobs.emplace_back(request, listener);
    const std::lock_guard<std::mutex> lock{shared_->mutex};
    if (shared_->waiting.size() >= shared_->idle) {
      start_worker_thread([shared = shared_] { shared->work(); }).detach();
      ++shared_->idle;
    }
    shared_->waiting.splice(shared_->waiting.end(), jobs);
    shared_->job_came.notify_one();
  }

  void poll(std::chrono::milliseconds at_most) override {
    Jobs ended;
    {
      std::unique_lock<std::mutex> lock{shared_->mutex};
      shared_->job_ended.wait_for(lock, at_most,
                                  [this] { return shared_->woken || !shared_->ended.empty(); });
      shared_->woken = false;
      ended.swap(shared_->ended);
    }
    for (Job& job : ended) report(job);
  }

  void wake() noexcept override {
    const std::lock_guard<std::mutex> lock{shared_->mutex};
    shared_->woken = true;
    shared_->job_ended.notify_one();
  }

 private:
  static void report(Job& job) {
    if (!job.error) return job.listener->answered(std::move(job.response));
    try {
      std::rethrow_exception(job.error);
    } catch (const std::exception& error) {
      job.listener->failed(error);
    } catch (...) {
      job.listener->failed(std::runtime_error("an exception of unknown type"));
    }
  }

  const std::shared_ptr<Shared> shared_;
};

}  // namespace

std::unique_ptr<AsyncTransport> make_waiting_transport(std::shared_ptr<Transport> transport) {
  return std::make_unique<WaitingTransport>(std::move(transport));
}

}  // namespace cent::detail
