#pragma once
#include <cent/api/channels.hpp>
#include <cent/detail/codec.hpp>
#include <cent/detail/command_buffer.hpp>
#include <cent/detail/text.hpp>
#include <cent/export.hpp>
#include <cstddef>
#include <cstdint>
#include <memory>
#include <string>
#include <string_view>
#include <vector>

namespace cent {

/// A publication in a HistoryView, whose memory its texts share. All of them are JSON as the server sent it,
/// and what is inside of objects and arrays was not examined.
struct CENT_EXPORT PublicationView {
  std::string_view data{};   ///< The payload. Empty if it was published empty.
  std::string_view info{};   ///< The publisher, as an object. Empty unless a client published it.
  std::uint64_t offset = 0;  ///< Number in the history. Since v3.0; 0 before.
  std::string_view tags{};   ///< The publisher's labels, as an object. Empty if there are none. Since v3.2.0.
  std::string_view uid{};    ///< v2 only: a string with its quotes.

  /// A copy that needs the view no longer. @throws RequestException (unreadable) if a text is not valid JSON,
  /// or `info`, `tags` or `uid` are not of the documented form.
  [[nodiscard]] Publication copy() const;
};

/// The kept publications of a channel, as HistoryResult has them, but with views of one copy of the reply: a
/// page costs a few allocations, not several for each publication. The views are valid while this object or a
/// copy of it lives; moving it does not change them. For large pages that are looked at once.
class CENT_EXPORT HistoryView {
 public:
  HistoryView() = default;
  /// Reads the result of the method `history`, and copies its text.
  /// @throws RequestException (unreadable) if it is none.
  template <class Text, if_text<Text> = 0>
  explicit HistoryView(const Text& result) {
    read(detail::text_of(result, "the result's text"));
  }

  /// Oldest first unless reversed; v2.0 to v2.4: newest first.
  [[nodiscard]] const std::vector<PublicationView>& publications() const noexcept { return publications_; }
  /// The first publication.
  [[nodiscard]] std::vector<PublicationView>::const_iterator begin() const noexcept {
    return publications_.begin();
  }
  /// Behind the last publication.
  [[nodiscard]] std::vector<PublicationView>::const_iterator end() const noexcept {
    return publications_.end();
  }
  /// Number of publications.
  [[nodiscard]] std::size_t size() const noexcept { return publications_.size(); }
  /// True if there is no publication.
  [[nodiscard]] bool empty() const noexcept { return publications_.empty(); }
  /// The publication at an index below size().
  [[nodiscard]] const PublicationView& operator[](std::size_t index) const { return publications_[index]; }

  /// Offset and epoch of the latest publication. Since v3.0; zero and empty before.
  [[nodiscard]] const StreamPosition& position() const noexcept { return position_; }

 private:
  void read(std::string_view result);

  std::shared_ptr<const std::string> text_{};
  std::vector<PublicationView> publications_{};
  StreamPosition position_{};
};

/// A HistoryRequest whose result is a HistoryView, for the `call` of both clients and for batches:
///
///     const cent::HistoryView page = client.call(cent::HistoryViewRequest{{"news", 10'000}});
///     for (const cent::PublicationView& publication : page) use(publication.offset, publication.data);
struct HistoryViewRequest : HistoryRequest {
  using Result = HistoryView;
};

/// @cond
namespace detail {
template <>
CENT_EXPORT Effect encode_params(const HistoryViewRequest&, std::string&);
template <>
CENT_EXPORT Effect encode_params(const HistoryViewRequest&, Params&);
template <>
CENT_EXPORT void decode_result(std::string_view, HistoryView&);
template <>
CENT_EXPORT void CommandBuffer::push(const HistoryViewRequest&);
}  // namespace detail
/// @endcond

}  // namespace cent
