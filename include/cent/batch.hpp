#pragma once
#include <cent/api.hpp>
#include <cent/detail/command_buffer.hpp>
#include <cent/detail/methods.hpp>
#include <cent/detail/read_reply.hpp>
#include <cent/reply.hpp>
#include <cstddef>
#include <cstdint>
#include <memory>
#include <string_view>
#include <utility>

namespace cent {

class Batch;
class Client;
class Replies;

namespace detail {
class ReplySet;
template <class R>
struct Outcome<Batch, R>;
}  // namespace detail

/// A command's place in a batch; asks Replies for its outcome. Copyable, valid for this batch only.
template <class Result>
class Ticket {
 private:
  friend class Batch;
  friend class Replies;
  Ticket(std::size_t index, std::uint64_t batch) : index_(index), batch_(batch) {}
  std::size_t index_;
  std::uint64_t batch_;
};

template <class R>
struct detail::Outcome<Batch, R> {
  using type = Ticket<R>;
};

/// Commands for one request. The server runs them in order and goes on after an error; each has its own
/// outcome. Methods are those of Client and return a Ticket; nothing is sent before Client::send. A value
/// type for one thread at a time.
class CENT_EXPORT Batch : public detail::Methods<Batch> {
 public:
  Batch();
  Batch(const Batch& other);
  Batch(Batch&& other) noexcept;
  Batch& operator=(const Batch& other);
  Batch& operator=(Batch&& other) noexcept;
  ~Batch();

  /// Appends a command. @throws UsageError as the method does; the batch is then as before.
  template <class Request, class Result = typename Request::Result>
  Ticket<Result> call(const Request& request) {
    commands_.push(request);
    return {commands_.size() - 1, id_};
  }
  /// The same for a command by its wire name. @throws UsageError if method or params cannot be.
  Ticket<Json> call(const Command& command);

  /// Lets the server run the commands at the same time (servers since v5.2, ignored before): order is then
  /// not kept. Off by default. Seldom faster: on v6.9.1 with two cores a batch of 1,000 publications ran at
  /// 0.33 to 0.71 times the speed with the memory engine, 0.55 to 0.83 with Redis and a history, 1.15 to 2.7
  /// with Redis and no history. It pays for commands that wait for something else, such as rpc.
  void set_parallel(bool parallel) { commands_.set_parallel(parallel); }
  /// Commands so far.
  [[nodiscard]] std::size_t size() const noexcept { return commands_.size(); }
  /// True if it holds none.
  [[nodiscard]] bool empty() const noexcept { return commands_.empty(); }
  /// Forgets all commands; earlier tickets are void.
  void clear();

 private:
  friend class Client;
  detail::CommandBuffer commands_;
  std::uint64_t id_;  ///< What tickets and replies know the batch by; a copy has its own.
};

/// The outcomes of a batch, by ticket. Immutable: may be read by several threads, and copies are cheap.
class CENT_EXPORT Replies {
 public:
  Replies(const Replies&) noexcept;
  Replies(Replies&&) noexcept;
  Replies& operator=(const Replies&) noexcept;
  Replies& operator=(Replies&&) noexcept;
  ~Replies();

  /// The command's outcome. A result that is not what its type says is an error of this command alone.
  /// @throws UsageError if the ticket belongs to another batch.
  template <class Result>
  [[nodiscard]] Reply<Result> operator[](const Ticket<Result>& ticket) const {
    Raw raw = find(ticket.index_, ticket.batch_);
    if (raw.error) return std::move(raw.error);
    return detail::read_reply<Result>(raw.text, raw.call);
  }
  /// Commands of the batch.
  [[nodiscard]] std::size_t size() const noexcept;

 private:
  friend class Client;
  struct Raw {
    std::string_view text{};
    Reply<Json>::ErrorPtr error{};
    detail::CallFacts call{};
  };
  Replies(std::shared_ptr<const detail::ReplySet> set, std::uint64_t batch);
  [[nodiscard]] Raw find(std::size_t index, std::uint64_t batch) const;

  std::shared_ptr<const detail::ReplySet> set_;
  std::uint64_t batch_;
};

}  // namespace cent
