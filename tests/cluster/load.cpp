#include "cluster/cluster_test.hpp"

#include <gtest/gtest.h>

#include <chrono>
#include <nlohmann/json.hpp>
#include <random>
#include <thread>

namespace cent::test {

std::string Account::text() const {
  const auto count = [](std::size_t number, const char* name) { return std::to_string(number) + " " + name; };
  std::string reported = count(applied, "applied") + ", " + count(unknown, "unknown");
  if (not_sent > 0) reported += ", " + count(not_sent, "not sent");
  if (refused > 0) reported += ", " + count(refused, "refused");
  return reported + "; " + count(found, "found") + ": " + count(lost, "lost") + ", " +
         count(doubled, "doubled") + ", " + count(out_of_order, "out of order");
}

std::vector<std::string> Load::channels() {
  std::vector<std::string> all;
  for (std::size_t i = 0; i < kChannels; ++i) all.push_back(channel(i));
  return all;
}

void Load::publish(AsyncClient& client, std::size_t a_second) {
  std::vector<std::thread> threads;
  for (std::size_t i = 0; i < kProducers; ++i) {
    threads.emplace_back([this, &client, i, a_second] { produce(client, i, a_second / kProducers + 1); });
  }
  for (std::thread& thread : threads) thread.join();
}

void Load::produce(AsyncClient& client, std::size_t producer, std::size_t a_second) {
  std::mt19937_64 random{seed_ * 100 + producer};
  const auto start = std::chrono::steady_clock::now();
  for (std::size_t i = 0; i < each_; ++i) {
    Sent& one = sent_[producer].emplace_back();
    one.channel = static_cast<std::uint8_t>(random() % kChannels);
    try {
      client.publish({channel(one.channel), nlohmann::json{{"p", producer}, {"i", i}}},
                     [this, &one](const Reply<PublishResult>& reply) {
                       one.delivery = reply.delivery();
                       ++one.reports;
                       ++reports_;
                     });
    } catch (const std::exception& error) {
      ADD_FAILURE() << "not taken: " << error.what();
      sent_[producer].pop_back();
      return;
    }
    ++accepted_;
    // In bursts, so that something is under way whenever a node is killed.
    if (random() % 200 == 0)
      std::this_thread::sleep_until(start + std::chrono::microseconds{(i + 1) * 1'000'000 / a_second});
  }
}

Account Load::settle(const std::vector<std::vector<std::string>>& found) const {
  Account account;
  std::vector<std::uint8_t> times[kProducers];
  for (auto& one : times) one.resize(each_);
  for (std::size_t at = 0; at < found.size(); ++at) {
    std::size_t next[kProducers] = {};  // one past the highest applied so far
    for (const std::string& text : found[at]) {
      const auto data = nlohmann::json::parse(text);
      const auto producer = data.at("p").get<std::size_t>();
      const auto i = data.at("i").get<std::size_t>();
      const Sent& one = sent_[producer].at(i);
      EXPECT_EQ(one.channel, at) << text << " in a channel of others";
      ++account.found;
      if (++times[producer].at(i) > 1) continue;  // counted below
      if (one.delivery != Delivery::applied) continue;
      if (i < next[producer]) ++account.out_of_order;
      next[producer] = std::max(next[producer], i + 1);
    }
  }
  for (std::size_t producer = 0; producer < kProducers; ++producer) {
    for (std::size_t i = 0; i < sent_[producer].size(); ++i) {
      const Sent& one = sent_[producer][i];
      const bool is_found = times[producer][i] > 0;
      EXPECT_EQ(one.reports, 1) << producer << "." << i;
      account.doubled += times[producer][i] > 1 ? 1 : 0;
      switch (one.delivery) {
        case Delivery::applied:
          ++account.applied;
          account.lost += is_found ? 0 : 1;
          break;
        case Delivery::unknown:
          ++account.unknown;
          break;
        case Delivery::refused:
          ++account.refused;
          account.ghosts += is_found ? 1 : 0;
          break;
        case Delivery::not_sent:
          ++account.not_sent;
          account.ghosts += is_found ? 1 : 0;
          break;
      }
    }
  }
  return account;
}

}  // namespace cent::test
