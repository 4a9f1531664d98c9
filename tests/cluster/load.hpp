#pragma once
#include <atomic>
#include <cent/async_client.hpp>
#include <cstddef>
#include <cstdint>
#include <deque>
#include <string>
#include <vector>

namespace cent::test {

/// How often each publication was found, held against what was reported of it.
struct Account {
  std::size_t applied = 0;
  std::size_t refused = 0;
  std::size_t not_sent = 0;
  std::size_t unknown = 0;
  std::size_t found = 0;         ///< Publications, each as often as it was found.
  std::size_t lost = 0;          ///< Reported as applied, not found.
  std::size_t doubled = 0;       ///< Found more than once.
  std::size_t ghosts = 0;        ///< Reported as refused or not sent, and found.
  std::size_t out_of_order = 0;  ///< Applied, and found behind a later one of the same producer.

  [[nodiscard]] std::string text() const;
};

/// Publications from several threads over 20 channels, each with an id of its own.
class Load {
 public:
  static constexpr std::size_t kProducers = 4;
  static constexpr std::size_t kChannels = 20;

  Load(std::uint64_t seed, std::size_t commands) : seed_(seed), each_(commands / kProducers) {}

  /// Publishes them all, not faster than `a_second`. Returns when the last was taken.
  void publish(AsyncClient& client, std::size_t a_second);
  [[nodiscard]] std::size_t commands() const { return each_ * kProducers; }
  [[nodiscard]] std::size_t accepted() const { return accepted_; }
  [[nodiscard]] std::size_t reports() const { return reports_; }

  /// `found`: for each channel the data of its publications in order. Nothing may be open.
  [[nodiscard]] Account settle(const std::vector<std::vector<std::string>>& found) const;
  static std::string channel(std::size_t number) { return "cluster" + std::to_string(number); }
  static std::vector<std::string> channels();

 private:
  struct Sent {
    Delivery delivery = Delivery::unknown;
    std::uint8_t channel = 0;
    std::atomic<std::uint8_t> reports{0};
  };
  void produce(AsyncClient& client, std::size_t producer, std::size_t a_second);

  const std::uint64_t seed_;
  const std::size_t each_;
  std::deque<Sent> sent_[kProducers];
  std::atomic<std::size_t> accepted_{0};
  std::atomic<std::size_t> reports_{0};
};

}  // namespace cent::test
