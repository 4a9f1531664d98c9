#pragma once
#include <cent/api/channels.hpp>
#include <cent/call_options.hpp>
#include <cent/export.hpp>
#include <cent/history_view.hpp>
#include <cent/no_throw.hpp>
#include <cent/reply.hpp>
#include <cent/text.hpp>
#include <cstddef>
#include <cstdint>
#include <future>
#include <iterator>
#include <optional>
#include <string>
#include <type_traits>
#include <utility>
#include <vector>

// Reading a long history page by page. Servers since v3.0; v2 knows no positions and returns all at once.

namespace cent {

/// The gap before the publications of a page.
enum class HistoryGap : unsigned char {
  none,       ///< Nothing: they follow the position before.
  trimmed,    ///< HistoryPage::missing publications, which the history no longer keeps (its size or its TTL).
  restarted,  ///< An unknown number: the history was lost and began again, with another epoch.
  /// An unknown number: the position is beyond the latest publication, so the history was lost and began
  /// again with the same epoch, or the position is of another channel. Servers answer this with success.
  rewound,
};

/// A part of a history.
struct HistoryPage {
  std::vector<Publication> publications{};  ///< Oldest first. Empty only if there is a gap and nothing else.
  StreamPosition position{};                ///< Behind this page: save it, to continue from there later.
  HistoryGap gap = HistoryGap::none;        ///< Before the first of the publications.
  std::uint64_t missing = 0;                ///< Number of publications, if `gap` is `trimmed`.
};

/// The same with views, which are valid while this page or a copy of it lives.
struct HistoryViewPage {
  HistoryView publications{};         ///< Oldest first. Empty only if there is a gap and nothing else.
  StreamPosition position{};          ///< Behind this page: save it, to continue from there later.
  HistoryGap gap = HistoryGap::none;  ///< Before the first of the publications.
  std::uint64_t missing = 0;          ///< Number of publications, if `gap` is `trimmed`.
};

/// How history_pages() reads.
struct HistoryPagesOptions {
  /// Read what follows this position. Empty: from the oldest publication that is kept; that older ones are
  /// not kept is then no gap. Without an epoch a restarted history may be taken for the old one.
  std::optional<StreamPosition> since{};
  std::int32_t page_size = 1000;  ///< Maximum number of publications in a page and a request. At least 1.
  CallOptions call{};             ///< Of each request.
};

/// The steps of reading a history, without a client: for any style of calling.
///
///     cent::HistoryReader reader{"news"};
///     for (cent::HistoryPage page; !reader.is_done();) {
///       if (reader.take(send(reader.request()), page)) use(page);
///     }
class CENT_EXPORT HistoryReader {
 public:
  /// @throws UsageError if `page_size` is below 1.
  explicit HistoryReader(TextArgument channel, const HistoryPagesOptions& options = {});
  /// The next request to send.
  [[nodiscard]] HistoryRequest request() const;
  /// Takes its reply. Returns true if it filled `page`, false if there is no page: nothing new, or another
  /// request is needed first.
  /// @throws the error of the reply, unless it says that the epoch is another.
  bool take(Reply<HistoryResult> reply, HistoryPage& page);
  /// The same for the reply to HistoryViewRequest{request()}.
  bool take(Reply<HistoryView> reply, HistoryViewPage& page);
  /// True after the page that ended at the latest publication.
  [[nodiscard]] bool is_done() const noexcept { return is_done_; }
  /// Behind the pages so far. Before the first reply that of the options.
  [[nodiscard]] const StreamPosition& position() const noexcept { return position_; }

 private:
  template <class Result, class Page>
  bool take_page(Reply<Result>&& reply, Page& page);
  [[nodiscard]] bool restart(HistoryGap gap, StreamPosition from);

  std::string channel_;
  std::int32_t page_size_;
  StreamPosition position_{};
  bool has_start_;  ///< Publications right behind the position are expected.
  HistoryGap gap_ = HistoryGap::none;
  bool is_done_ = false;
};

/// @cond
namespace detail {
/// The request for a page of this type.
template <class Page>
using PageRequest = std::conditional_t<std::is_same_v<Page, HistoryPage>, HistoryRequest, HistoryViewRequest>;
}  // namespace detail
/// @endcond

/// A range over the pages of a history. Each step sends a request and blocks until its reply.
template <class AnyClient, class Page = HistoryPage>
class HistoryPages {
 public:
  /// An input iterator.
  class iterator {
   public:
    using iterator_category = std::input_iterator_tag;
    using value_type = Page;
    using difference_type = std::ptrdiff_t;
    using pointer = const Page*;
    using reference = const Page&;

    iterator() = default;
    explicit iterator(HistoryPages& pages) : pages_(&pages) { ++*this; }
    [[nodiscard]] const Page& operator*() const noexcept { return pages_->page_; }
    [[nodiscard]] const Page* operator->() const noexcept { return &pages_->page_; }
    /// Reads the next page. @throws CentException; position() is then that of the pages before.
    iterator& operator++() {
      if (!pages_->next()) pages_ = nullptr;
      return *this;
    }
    void operator++(int) { ++*this; }
    [[nodiscard]] bool operator==(const iterator& other) const noexcept { return pages_ == other.pages_; }
    [[nodiscard]] bool operator!=(const iterator& other) const noexcept { return pages_ != other.pages_; }

   private:
    HistoryPages* pages_ = nullptr;
  };

  /// Made by history_pages() and history_view_pages().
  HistoryPages(AnyClient& client, TextArgument channel, HistoryPagesOptions options)
      : client_(client), call_(std::move(options.call)), reader_(channel, options) {}

  /// Reads the first page. @throws CentException
  [[nodiscard]] iterator begin() { return iterator{*this}; }
  /// Behind the last page.
  [[nodiscard]] iterator end() { return {}; }
  /// Behind the pages so far: save it.
  [[nodiscard]] const StreamPosition& position() const noexcept { return reader_.position(); }

 private:
  bool next() {
    while (!reader_.is_done()) {
      if (reader_.take(reply(), page_)) return true;
    }
    return false;
  }
  auto reply() {
    using Request = detail::PageRequest<Page>;
    using Result = typename Request::Result;
    const Request request{reader_.request()};
    if constexpr (std::is_same_v<decltype(client_.call(request, call_)), Result>) {
      return client_.call(request, call_, no_throw);
    } else {
      std::promise<Reply<Result>> promise;
      client_.call(request, call_, [&](Reply<Result> reply) { promise.set_value(std::move(reply)); });
      return promise.get_future().get();
    }
  }

  AnyClient& client_;
  CallOptions call_;
  HistoryReader reader_;
  Page page_{};
};

/// Reads a channel's history in pages, from a saved position or from its oldest publication, and reports what
/// is missing. It ends at the publication that is the latest when its last page is read.
///
///     cent::HistoryPagesOptions options;
///     options.since = load_position();
///     for (const cent::HistoryPage& page : cent::history_pages(client, "news", options)) {
///       if (page.gap != cent::HistoryGap::none) reload_everything();
///       for (const cent::Publication& publication : page.publications) use(publication);
///       save_position(page.position);
///     }
///
/// @param client A Client or an AsyncClient; not in a callback of it.
template <class AnyClient>
[[nodiscard]] HistoryPages<AnyClient> history_pages(AnyClient& client, TextArgument channel,
                                                    HistoryPagesOptions options = {}) {
  return HistoryPages<AnyClient>{client, channel, std::move(options)};
}

/// The same with views of each reply, for pages that are looked at once:
///
///     for (const cent::HistoryViewPage& page : cent::history_view_pages(client, "news", options)) {
///       for (const cent::PublicationView& publication : page.publications) use(publication.data);
///     }
template <class AnyClient>
[[nodiscard]] HistoryPages<AnyClient, HistoryViewPage> history_view_pages(AnyClient& client,
                                                                          TextArgument channel,
                                                                          HistoryPagesOptions options = {}) {
  return HistoryPages<AnyClient, HistoryViewPage>{client, channel, std::move(options)};
}

}  // namespace cent
