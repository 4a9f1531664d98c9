#pragma once
#include <cent/command.hpp>
#include <cent/export.hpp>
#include <cstddef>
#include <string>
#include <string_view>
#include <vector>

namespace cent::detail {

/// The effect of repeating a command. A generated key belongs to one call: it makes cent's retries safe, not
/// the caller's.
struct Repeat {
  Repeat(Effect what = Effect::once, bool has_own_key = false) : effect(what), own_key(has_own_key) {}
  Effect effect;
  bool own_key;
};

/// Commands, one after the other, as the body of a `/api/batch` request. The body is complete after every
/// change, so a batch of 100,000 commands is encoded once and sent without a copy. The legacy dialect writes
/// it again.
class CENT_EXPORT CommandBuffer {
 public:
  CommandBuffer() = default;
  CommandBuffer(const CommandBuffer&) = default;
  CommandBuffer(CommandBuffer&& other) noexcept;
  CommandBuffer& operator=(const CommandBuffer&) = default;
  CommandBuffer& operator=(CommandBuffer&& other) noexcept;
  ~CommandBuffer() = default;

  /// Encodes a request at the end. If that throws, the buffer is unchanged.
  template <class Request>
  CENT_EXPORT void push(const Request& request);
  /// The same as `push(PublishRequest{channel, data})`, without a copy of them.
  void push_publication(std::string_view channel, const Json& data);
  /// @throws UsageError if the method is not a name or the params are not a JSON object.
  void push(const Command& command);
  /// A command that was encoded and checked before.
  void push(std::string_view method, std::string_view params, Repeat repeat);

  /// Appends the commands of another buffer. If that throws, the buffer is unchanged.
  void append(const CommandBuffer& other);

  void clear() noexcept;
  /// Makes room for `commands` in a body of `bytes`.
  void reserve(std::size_t commands, std::size_t bytes);
  /// Releases memory that is needed only for further commands.
  void shrink();
  void set_parallel(bool parallel);
  [[nodiscard]] bool parallel() const noexcept { return parallel_; }

  [[nodiscard]] std::size_t size() const noexcept { return entries_.size(); }
  [[nodiscard]] bool empty() const noexcept { return entries_.empty(); }
  /// `{"commands":[…]}`. Valid until the next change.
  [[nodiscard]] std::string_view body() const noexcept;
  /// Size of the body. 0 if there is no command.
  [[nodiscard]] std::size_t bytes() const noexcept { return size_; }
  [[nodiscard]] std::string_view method(std::size_t index) const noexcept {
    return {text_.data() + entries_[index].begin + 2, entries_[index].method_size};
  }
  [[nodiscard]] std::string_view params(std::size_t index) const noexcept;
  [[nodiscard]] Effect effect(std::size_t index) const noexcept { return entries_[index].repeat.effect; }
  [[nodiscard]] Repeat repeat(std::size_t index) const noexcept { return entries_[index].repeat; }

 private:
  struct Entry {
    std::size_t begin;  ///< Position of `{"method":…}` in text_.
    unsigned short method_size;
    Repeat repeat;
  };
  template <class Write>
  void push_with(std::string_view method, const Write& write);
  void make_room();
  void write_tail() noexcept;
  [[nodiscard]] std::string_view tail() const noexcept;

  std::string text_;      ///< The body, and free space after it.
  std::size_t size_ = 0;  ///< Size of the body.
  std::vector<Entry> entries_;
  bool parallel_ = false;
};

}  // namespace cent::detail
