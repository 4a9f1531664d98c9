// Growth of the cost with the number of commands, channels, clients and waiting commands, and with the
// payload. Prints `growth.KIND SIZE ROUND wall-us cpu-us` for one command. The caller pins client and server.
#include <sys/resource.h>

#include <algorithm>

#include "compare/growth.hpp"
#include "probes/hand_made.hpp"
#include "support/bodies.hpp"
#include "support/server_process.hpp"

namespace cent::bench {
namespace {

/// A size of the work as a variant. Small sizes are repeated until the time is measurable.
template <class Work>
Variant sized(int size, Work work) {
  const int times = std::max(1, 1000 / size);
  return {std::to_string(size),
          [=] {
            for (int i = 0; i < times; ++i) work();
          },
          times * size};
}

void commands(const std::string& address, int rounds, int most) {
  ClientOptions with = options();
  with.http.max_reply_bytes = std::size_t{64} << 20;
  Client client{address, with};
  const auto async = gathering(address);
  std::vector<Variant> batches;
  std::vector<Variant> gathered;
  for (const int count : powers_of_ten(1, most)) {
    batches.push_back(sized(count, [&client, count] { HandMade{count}.send(client); }));
    gathered.push_back(sized(count, [&async, count] {
      for (int i = 0; i < count; ++i) async->publish({kChannel, Json::raw(kText)}, kIgnore);
      finish(*async);
    }));
  }
  compare("growth.commands_batch", batches, rounds, 1);
  compare("growth.commands_async", gathered, rounds, 1);
}

void payload(const std::string& address, int rounds, int most) {
  Client client{address, options()};
  std::vector<Variant> variants;
  for (const int size : powers_of_ten(10, most)) {
    const auto text =
        std::make_shared<std::string>("\"" + std::string(static_cast<std::size_t>(size - 2), 'x') + "\"");
    const int times = std::max(5, 100'000 / size);
    variants.push_back({std::to_string(size),
                        [&client, text, times] {
                          for (int i = 0; i < times; ++i) client.publish(kChannel, Json::raw(*text));
                        },
                        times});
  }
  compare("growth.payload", variants, rounds, 1);
}

void channels(const std::string& address, int rounds, int most) {
  const auto async = gathering(address);
  const std::vector<std::string> names = channel_names(most);
  std::vector<Variant> variants;
  for (const int count : powers_of_ten(1, most)) {
    variants.push_back(
        {std::to_string(count),
         [&, count] {
           for (int i = 0; i < most; ++i)
             async->publish({names[static_cast<std::size_t>(i % count)], Json::raw(kText)}, kIgnore);
           finish(*async);
         },
         most});
  }
  compare("growth.channels", variants, rounds, 1);
}

}  // namespace

void growth(int rounds, bool small) {
  rlimit files{};
  getrlimit(RLIMIT_NOFILE, &files);
  files.rlim_cur = files.rlim_max;
  setrlimit(RLIMIT_NOFILE, &files);
  const ServerProcess server;
  const std::string address = server.address();
  commands(address, rounds, small ? kMillion / 10 : kMillion);
  payload(address, rounds, 10 * kMillion);
  channels(address, rounds, small ? kMillion / 10 : kMillion);
  clients(address, rounds, 1000);
  depth(address, rounds, small ? kMillion / 10 : kMillion);
}

}  // namespace cent::bench
