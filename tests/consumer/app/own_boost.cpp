// A test program with a Boost.Asio of its own, set up in another way than the one inside cent::testing (the
// script says how). Were the two mixed by the linker, the program would crash or hang.
#include <boost/asio.hpp>
#include <cent/cent.hpp>
#include <cent/testing/dev_server.hpp>
#include <chrono>
#include <functional>
#include <thread>

#include "check.hpp"

int main() {
  boost::asio::io_context io;
  boost::asio::steady_timer timer{io};
  int ticks = 0;
  std::function<void(boost::system::error_code)> tick = [&](boost::system::error_code error) {
    if (error || ++ticks == 10) return;
    timer.expires_after(std::chrono::milliseconds{5});
    timer.async_wait(tick);
  };
  tick({});
  std::thread runner{[&] { io.run(); }};

  {
    const cent::testing::DevServer server;
    cent::ClientOptions options;
    options.api_key = "api_key";
    options.timeout = std::chrono::seconds{30};
    cent::Client client{server.address(), options};
    for (int n = 0; n < 50; ++n) client.publish("news", cent::Json::of(n));
    CHECK(client.history("news").offset == 50);
  }
  runner.join();
  CHECK(ticks == 10);
}
