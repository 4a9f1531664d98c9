// Does its work while the system's clock, as far as this process can see, jumps to and fro. Ends with 0 if
// nothing of that was felt, else says what was. Run by clock_test.cpp under libfaketime.
#include <atomic>
#include <cent/async_client.hpp>
#include <cent/client.hpp>
#include <chrono>
#include <cstdio>
#include <ctime>
#include <fstream>
#include <string>
#include <thread>

namespace {

using std::chrono::milliseconds;

int faults = 0;

void expect(bool good, const char* what, milliseconds took) {
  std::printf("%s: %s after %lld ms\n", good ? "good" : "BAD", what, static_cast<long long>(took.count()));
  faults += good ? 0 : 1;
}

template <class Call>
milliseconds time_of(const Call& call) {
  const auto start = std::chrono::steady_clock::now();
  call();
  return std::chrono::duration_cast<milliseconds>(std::chrono::steady_clock::now() - start);
}

/// Writes libfaketime's file again and again: a day on, a day back. The jumps that are seen are counted.
class Jumps {
 public:
  explicit Jumps(std::string file) : file_(std::move(file)), thread_([this] { jump(); }) {}
  ~Jumps() {
    done_ = true;
    thread_.join();
  }
  Jumps(const Jumps&) = delete;
  Jumps& operator=(const Jumps&) = delete;
  [[nodiscard]] int seen() const { return seen_; }

 private:
  void jump() {
    std::time_t last = std::time(nullptr);
    for (int i = 0; !done_; ++i) {
      std::ofstream{file_} << (i % 2 == 0 ? "+1d\n" : "-1d\n");
      std::this_thread::sleep_for(milliseconds{20});
      const std::time_t now = std::time(nullptr);
      if (now - last > 40'000 || last - now > 40'000) ++seen_;
      last = now;
    }
  }
  std::string file_;
  std::atomic<bool> done_{false};
  std::atomic<int> seen_{0};
  std::thread thread_;
};

/// Not before its time, nor much later. A jump that is felt ends a wait at once or makes it a day long, so
/// there is room for a busy machine.
bool in_time(milliseconds took, int least) {
  return took >= milliseconds{least} && took <= milliseconds{least + 5000};
}

void work(const std::string& good, const std::string& silent, const std::string& throttled) {
  cent::ClientOptions options;
  options.timeout = milliseconds{400};
  {
    cent::Client client{silent, options};
    cent::FailureKind kind{};
    const auto took = time_of([&] {
      try {
        client.publish("c", cent::Json::of("x"));
      } catch (const cent::RequestException& error) {
        kind = error.kind();
      }
    });
    expect(kind == cent::FailureKind::timeout && in_time(took, 390), "a call that is not answered", took);
  }
  {
    options.timeout = milliseconds{20'000};
    cent::Client client{throttled, options};  // one 429 with Retry-After: 1, then all is well
    const auto took = time_of([&] { client.publish("c", cent::Json::of("x")); });
    expect(in_time(took, 990), "a call that waits for a throttled server", took);
  }
  cent::AsyncClientOptions async;
  async.timeout = milliseconds{400};
  {
    cent::AsyncClient client{silent, async};
    const auto took = time_of([&] {
      auto result = client.publish("c", cent::Json::of("x"));
      result.wait();
    });
    expect(in_time(took, 390), "a command that is not answered", took);
  }
  async.timeout = milliseconds{20'000};
  async.max_delay = milliseconds{200};
  {
    cent::AsyncClient client{good, async};
    const auto took = time_of([&] { client.publish("c", cent::Json::of("x")).get(); });
    expect(in_time(took, 190), "a command that waits for others", took);
  }
  {
    cent::AsyncClient client{silent, async};
    static_cast<void>(client.publish("c", cent::Json::of("x")));
    const auto took = time_of([&] { client.close(milliseconds{300}); });
    expect(in_time(took, 290), "closing", took);
  }
  {
    options.timeout = milliseconds{20'000};
    cent::Client client{good, options};
    const auto took = time_of([&] {
      for (int i = 0; i < 100; ++i) client.publish("c", cent::Json::of("x"));
    });
    expect(took <= milliseconds{20'000}, "a hundred calls", took);
  }
}

}  // namespace

int main(int argc, char** argv) {
  if (argc != 5) return 2;
  int seen = 0;
  try {
    const Jumps jumps{argv[4]};
    work(argv[1], argv[2], argv[3]);
    seen = jumps.seen();
  } catch (const std::exception& error) {
    std::printf("BAD: %s\n", error.what());
    return 1;
  }
  std::printf("%d jumps were seen\n", seen);
  if (seen < 5) return 3;
  return faults == 0 ? 0 : 1;
}
