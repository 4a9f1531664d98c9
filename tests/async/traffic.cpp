#include "async/traffic.hpp"

#include <gtest/gtest.h>

#include <thread>

namespace cent::test {

using std::chrono::milliseconds;

class Traffic::Producer {
 public:
  Producer(Traffic& traffic, std::uint64_t seed, std::size_t number)
      : traffic_(traffic), random_(seed * 1000 + number), number_(number) {}

  void submit(AsyncClient& client, std::size_t count) {
    for (std::size_t i = 0; i < count; ++i) {
      Traveller& one = draw();
      ++traffic_.submitted_;
      if (!submit_one(client, one)) return;
      // Some come in bursts, some one by one.
      if (upto(200) == 0) std::this_thread::sleep_for(std::chrono::microseconds{upto(2000)});
    }
  }

  std::deque<Traveller> travellers;

 private:
  std::size_t upto(std::size_t most) { return std::uniform_int_distribution<std::size_t>{0, most}(random_); }

  Traveller& draw() {
    Traveller& one = travellers.emplace_back();
    one.channel_count = static_cast<std::uint8_t>(upto(19) == 0 ? 2 + upto(2) : 1);
    const std::size_t first = upto(kChannels - 1);
    for (std::size_t i = 0; i < one.channel_count; ++i) {
      one.channels[i] = static_cast<std::uint8_t>((first + i * 7) % kChannels);
    }
    one.keyed = upto(2) != 0;
    return one;
  }

  CallOptions options_of(const Traveller& one) {
    CallOptions options;
    options.generate_key = one.keyed;
    if (upto(49) == 0) options.timeout = milliseconds{40 + upto(100)};
    if (upto(19) == 0) options.retry = Retry::never;
    return options;
  }

  Json data() {
    // `id`, and now and then something to carry.
    std::string text =
        R"({"id":"p)" + std::to_string(number_) + "." + std::to_string(travellers.size() - 1) + "\"";
    if (upto(99) == 0) text += R"(,"load":")" + std::string(upto(5000), 'x') + "\"";
    return Json::raw(text + "}");
  }

  /// False if the client takes nothing more.
  bool submit_one(AsyncClient& client, Traveller& one) {
    const CallOptions options = options_of(one);
    const Json payload = data();
    while (true) {
      try {
        if (one.channel_count == 1) {
          client.publish({channel(one.channels[0]), payload}, options,
                         [this, &one](const Reply<PublishResult>& reply) { record(one, reply); });
        } else {
          BroadcastRequest request;
          for (std::size_t i = 0; i < one.channel_count; ++i)
            request.channels.push_back(channel(one.channels[i]));
          request.data = payload;
          client.broadcast(request, options, [this, &one](const Reply<BroadcastResult>& reply) {
            if (reply) hear_of_channels(one, reply.value());
            record(one, reply);
          });
        }
        one.accepted = true;
        ++traffic_.accepted_;
        return true;
      } catch (const RequestException& error) {
        if (error.kind() == FailureKind::cancelled) return false;
        EXPECT_EQ(error.kind(), FailureKind::queue_full) << error.what();
        std::this_thread::sleep_for(std::chrono::microseconds{200});
      }
    }
  }

  template <class Result>
  void record(Traveller& one, const Reply<Result>& reply) {
    one.delivery = reply.delivery();
    ++one.reports;
    ++traffic_.reports_;
  }
  static void hear_of_channels(Traveller& one, const BroadcastResult& result) {
    EXPECT_EQ(result.responses.size(), one.channel_count);
    for (std::size_t i = 0; i < result.responses.size(); ++i)
      one.failed[i] = result.responses[i].error.has_value();
  }

  Traffic& traffic_;
  std::mt19937_64 random_;
  const std::size_t number_;
};

Traffic::Traffic(std::uint64_t seed, std::size_t threads) {
  for (std::size_t i = 0; i < threads; ++i) producers_.push_back(std::make_unique<Producer>(*this, seed, i));
}
Traffic::~Traffic() = default;

void Traffic::submit(AsyncClient& client, std::size_t commands) {
  std::vector<std::thread> threads;
  for (const auto& producer : producers_) {
    threads.emplace_back([&] { producer->submit(client, commands / producers_.size() + 1); });
  }
  for (std::thread& thread : threads) thread.join();
}

void Traffic::clear() {
  for (const auto& producer : producers_) producer->travellers.clear();
  submitted_ = 0;
  accepted_ = 0;
  reports_ = 0;
}

namespace {

/// How often a command was executed in each of its channels.
using Executions = std::array<std::uint8_t, Traveller::kMostChannels>;

std::size_t slot_of(const Traveller& one, std::size_t channel) {
  std::size_t slot = 0;
  while (slot < one.channel_count && one.channels[slot] != channel) ++slot;
  return slot;
}

void check_executions(const Traveller& one, const Executions& executed, const std::string& name) {
  for (std::size_t i = 0; i < one.channel_count; ++i) {
    const unsigned times = executed[i];
    if (one.delivery == Delivery::applied && !one.failed[i]) {
      EXPECT_EQ(times, 1U) << name << " was reported as applied" << (one.keyed ? ", with a key" : "");
    } else if (one.accepted && (one.delivery == Delivery::applied || one.delivery == Delivery::unknown)) {
      EXPECT_LE(times, 1U) << name << " is unknown";
    } else {
      EXPECT_EQ(times, 0U) << name << " was reported as "
                           << (one.accepted ? to_string(one.delivery) : "not taken");
    }
  }
}

}  // namespace

Tally Traffic::judge(const ExecutionLog& log) const {
  Tally tally;
  tally.submitted = submitted_;
  std::vector<std::vector<Executions>> executed(producers_.size());
  for (std::size_t i = 0; i < producers_.size(); ++i) executed[i].resize(producers_[i]->travellers.size());
  for (std::size_t number = 0; number < kChannels; ++number) {
    std::vector<std::size_t> last(producers_.size(), 0);  // the highest applied so far, from 1
    for (const std::string& id : log.order(channel(number))) {
      const std::size_t producer = std::stoul(id.substr(1));
      const std::size_t index = std::stoul(id.substr(id.find('.') + 1));
      const Traveller& one = producers_.at(producer)->travellers.at(index);
      const std::size_t slot = slot_of(one, number);
      EXPECT_LT(slot, one.channel_count) << id << " in a channel of others";
      if (slot == one.channel_count) continue;
      ++executed[producer][index][slot];
      ++tally.executed;
      if (one.delivery == Delivery::unknown) {
        if (index + 1 < last[producer]) ++tally.unknown_late;
        continue;
      }
      EXPECT_GT(index + 1, last[producer])
          << "out of order in " << channel(number) << ": " << id << ", reported as "
          << to_string(one.delivery) << (one.keyed ? " with a key, " : ", ") << int{one.channel_count}
          << " channels";
      last[producer] = index + 1;
      if (testing::Test::HasFailure()) return tally;
    }
  }
  for (std::size_t producer = 0; producer < producers_.size(); ++producer) {
    for (std::size_t index = 0; index < executed[producer].size(); ++index) {
      const Traveller& one = producers_[producer]->travellers[index];
      const std::string name = "p" + std::to_string(producer) + "." + std::to_string(index);
      EXPECT_EQ(one.reports, one.accepted ? 1 : 0) << name;
      check_executions(one, executed[producer][index], name);
      if (testing::Test::HasFailure()) return tally;
      if (!one.accepted) continue;
      ++tally.accepted;
      switch (one.delivery) {
        case Delivery::applied:
          ++tally.applied;
          break;
        case Delivery::refused:
          ++tally.refused;
          break;
        case Delivery::not_sent:
          ++tally.not_sent;
          break;
        case Delivery::unknown:
          ++tally.unknown;
          tally.unknown_executed += executed[producer][index][0];
          break;
      }
    }
  }
  return tally;
}

}  // namespace cent::test
