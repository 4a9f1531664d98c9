#pragma once
#include <cstddef>
#include <cstdint>
#include <memory>
#include <vector>

#include "async/lanes.hpp"
#include "delivery/run.hpp"
#include "transport/async_transport.hpp"

namespace cent::detail {

/// A parcel that is away: its run, its deadlines, and who waits for its outcomes.
class Flight final : public ResponseListener {
 public:
  using Time = Lanes::Time;

  /// If it throws, `departure` still has its parcel.
  Flight(Service& service, Clock& clock, Lanes::Departure& departure, Time now);

  [[nodiscard]] std::size_t lane() const noexcept { return lane_; }
  /// When advance() is due; `max` while a request is out and no deadline is near.
  [[nodiscard]] Time due() const noexcept { return due_; }
  [[nodiscard]] bool is_done() const noexcept { return done_; }
  /// Counts the requests that were sent, and their bytes.
  struct Traffic {
    std::uint64_t requests = 0;
    std::uint64_t bytes = 0;
  };

  /// Goes on as far as time and answers allow.
  void advance(AsyncTransport& transport, Traffic& traffic);
  /// Ends everything that has no outcome yet.
  void give_up(FailureKind kind, const char* cause);

  /// Goes over the commands that have an outcome which nobody heard of, once after each event: moves the next
  /// one's waiter out, false after the last. `lost` is the end of those that a done flight has no outcome
  /// for, since memory ran out.
  bool next_outcome(Waiter& waiter, Ending& ending, const std::shared_ptr<const CentException>& lost);

  /// True if the server found the parcel too large and it can be halved: nobody is to hear of it then.
  [[nodiscard]] bool is_too_large() const;
  /// Its commands in two parts. If it throws, they are all still here.
  std::vector<Parcel> halves();
  Parcel take_parcel() { return std::move(parcel_); }

  void answered(HttpResponse response) override;
  void failed(const std::exception& error) override;

 private:
  void expire(Time now);
  /// False if the request could not even begin.
  bool begin(AsyncTransport& transport, const HttpRequest& request, Time now);
  template <class Event>
  void hear(const Event& event);

  Clock& clock_;
  const std::size_t lane_;
  ReplySet replies_;
  Parcel parcel_;  // moved in when nothing can fail any more
  Run run_;
  Time due_;
  bool fresh_ = true;  ///< advance() was not called yet.
  bool request_out_ = false;
  bool done_ = false;
  std::size_t next_ = 0;  ///< Where next_outcome() goes on looking.
};

}  // namespace cent::detail
