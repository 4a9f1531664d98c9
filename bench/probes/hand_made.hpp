#pragma once
#include <vector>

#include "probes/probes.hpp"

namespace cent::bench {

/// Publishes in one request, as a user would write it by hand: fill, send, read each outcome.
struct HandMade {
  explicit HandMade(int count) {
    tickets.reserve(static_cast<std::size_t>(count));
    for (int i = 0; i < count; ++i) tickets.push_back(batch.publish(kChannel, Json::raw(kText)));
  }
  /// @throws the error of an outcome that is not `applied`.
  void send(Client& client) const {
    const Replies replies = client.send(batch);
    for (const auto& ticket : tickets) static_cast<void>(replies[ticket].value());
  }
  Batch batch{};
  std::vector<Ticket<PublishResult>> tickets{};
};

}  // namespace cent::bench
