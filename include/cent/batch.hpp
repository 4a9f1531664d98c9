#pragma once
#include <cent/detail/command_buffer.hpp>
#include <cent/detail/read_reply.hpp>
#include <cent/methods.hpp>
#include <cent/reply.hpp>
#include <cstddef>
#include <cstdint>
#include <memory>
#include <string>
#include <string_view>
#include <type_traits>
#include <utility>

namespace cent {

class Batch;
class Client;
class Replies;

namespace detail {
class ReplySet;
}  // namespace detail

/// A command's place in a batch, with which Replies finds its outcome. Copyable; valid for this batch only.
template <class Result>
class Ticket {
 private:
  friend class Batch;
  friend class Replies;
  using Method = std::conditional_t<std::is_same_v<Result, Json>, std::string, std::string_view>;
  Ticket(std::size_t index, std::uint64_t batch, Method method)
      : index_(index), batch_(batch), method_(std::move(method)) {}
  std::size_t index_;
  std::uint64_t batch_;
  Method method_;  ///< For errors. The name of a Command is copied.
};

/// On Batch a method returns the command's ticket.
template <class R>
struct Returns<Batch, R> {
  using type = Ticket<R>;  ///< A ticket for the result.
};

/// Several commands in one request.
///
///     cent::Batch batch;
///     auto published = batch.publish("news", cent::Json::of("hello"));
///     auto count = batch.presence_stats("news");
///     cent::Replies replies = client.send(batch);
///     if (!replies[published]) std::cerr << replies[published].error().what() << '\n';
///     std::cout << replies[count].value().num_users << '\n';
///
/// The server executes the commands in order and continues after an error, so each command has its own
/// outcome. The methods are those of Methods and return a Ticket; nothing is sent before Client::send(). A
/// value type, for one thread at a time.
class CENT_EXPORT Batch : public Methods<Batch> {
 public:
  Batch();
  Batch(const Batch& other);
  Batch(Batch&& other) noexcept;
  Batch& operator=(const Batch& other);
  Batch& operator=(Batch&& other) noexcept;
  ~Batch();

  /// Appends a command. @throws UsageError if the request is invalid; the batch is then unchanged.
  template <class Request, class Result = typename Request::Result>
  Ticket<Result> call(const Request& request) {
    commands_.push(request);
    return {commands_.size() - 1, id_, typename Ticket<Result>::Method(Request::kMethod)};
  }
  using Methods<Batch>::publish;
  /// The short form, which copies the texts into the batch alone. @throws UsageError as call().
  template <class Text, if_text<Text> = 0>
  Ticket<PublishResult> publish(const Text& channel, const Json& data) {
    commands_.push_publication(detail::text_of(channel, "the channel"), data);
    return {commands_.size() - 1, id_, PublishRequest::kMethod};
  }
  /// call() for a command by its wire name. @throws UsageError if the method or the params are invalid.
  Ticket<Json> call(const Command& command);

  /// Lets the server execute the commands at the same time, in any order. Since v5.2, ignored before. Off by
  /// default. Seldom faster: on v6.9.1 with two cores a batch of 1,000 publications ran at 0.33 to 0.71 times
  /// the speed with the memory engine, 0.55 to 0.83 with Redis and a history, 1.15 to 2.7 with Redis and no
  /// history. Useful for commands that wait for something else, such as rpc().
  void set_parallel(bool parallel) { commands_.set_parallel(parallel); }
  /// The number of commands.
  [[nodiscard]] std::size_t size() const noexcept { return commands_.size(); }
  /// True if there are none.
  [[nodiscard]] bool empty() const noexcept { return commands_.empty(); }
  /// Removes all commands. Earlier tickets become invalid.
  void clear();

 private:
  friend class Client;
  detail::CommandBuffer commands_;
  std::uint64_t id_;  ///< Ties tickets and replies to the batch; a copy has its own.
};

/// The outcomes of a batch, by ticket. Immutable, so several threads may read it; copies are cheap.
class CENT_EXPORT Replies {
 public:
  Replies(const Replies&) noexcept;
  Replies(Replies&&) noexcept;
  Replies& operator=(const Replies&) noexcept;
  Replies& operator=(Replies&&) noexcept;
  ~Replies();

  /// The command's outcome. An unreadable result is an error of this command alone.
  /// @throws UsageError if the ticket belongs to another batch.
  template <class Result>
  [[nodiscard]] Reply<Result> operator[](const Ticket<Result>& ticket) const {
    Raw raw = find(ticket.index_, ticket.batch_);
    if (raw.error) return std::move(raw.error);
    raw.call.method = ticket.method_;
    return detail::read_reply<Result>(raw.text, raw.call);
  }
  /// The number of commands in the batch.
  [[nodiscard]] std::size_t size() const noexcept;
  /// The outcome of the command at this place, from 0, with the result as it came.
  /// @throws UsageError if there is none.
  [[nodiscard]] Reply<Json> at(std::size_t index) const;

  /// Iterates over the replies, by value.
  class Iterator {
   public:
    /// At the command with this index.
    Iterator(const Replies& replies, std::size_t index) noexcept : replies_(&replies), index_(index) {}
    /// The same as Replies::at().
    [[nodiscard]] Reply<Json> operator*() const;
    /// Goes to the next command.
    Iterator& operator++() noexcept {
      ++index_;
      return *this;
    }
    /// True at the same command.
    [[nodiscard]] bool operator==(const Iterator& other) const noexcept { return index_ == other.index_; }
    /// True at another command.
    [[nodiscard]] bool operator!=(const Iterator& other) const noexcept { return index_ != other.index_; }

   private:
    const Replies* replies_;
    std::size_t index_;
  };
  /// The first command's outcome, for `for (const auto& reply : replies)`. The replies must outlive the loop.
  [[nodiscard]] Iterator begin() const noexcept { return {*this, 0}; }
  /// Behind the last one.
  [[nodiscard]] Iterator end() const noexcept { return {*this, size()}; }

 private:
  friend class Client;
  struct Raw {
    std::string_view text{};
    std::shared_ptr<const CentException> error{};
    detail::CallFacts call{};
  };
  Replies(std::shared_ptr<const detail::ReplySet> set, std::uint64_t batch);
  [[nodiscard]] Raw find(std::size_t index, std::uint64_t batch) const;

  std::shared_ptr<const detail::ReplySet> set_;
  std::uint64_t batch_;
};

}  // namespace cent
