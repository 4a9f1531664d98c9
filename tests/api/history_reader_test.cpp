// Reading a history page by page: positions, gaps, restarts.
#include <gtest/gtest.h>

#include <cent/errors.hpp>
#include <cent/history_pages.hpp>
#include <iterator>
#include <memory>
#include <optional>
#include <string>
#include <type_traits>
#include <utility>
#include <vector>

namespace cent::test {
namespace {

/// A history as servers keep it.
struct Kept {
  std::uint64_t first = 1;
  std::uint64_t top = 0;
  std::string epoch = "e1";

  [[nodiscard]] Reply<HistoryResult> answer(const HistoryRequest& request) const {
    if (!request.since->epoch.empty() && request.since->epoch != epoch) {
      ErrorFacts facts;
      facts.code = ErrorCode::kUnrecoverablePosition;
      return Reply<HistoryResult>::ErrorPtr(std::make_shared<const ResponseError>(facts));
    }
    HistoryResult result;
    result.offset = top;
    result.epoch = epoch;
    for (std::uint64_t at = std::max(first, request.since->offset + 1); at <= top; ++at) {
      if (result.publications.size() == static_cast<std::size_t>(request.limit)) break;
      result.publications.emplace_back().offset = at;
    }
    return result;
  }
};

/// The same as a server writes it, as views.
Reply<HistoryView> views_of(const Reply<HistoryResult>& reply) {
  if (!reply) return reply.error_ptr();
  const HistoryResult& result = reply.value();
  std::string text = R"({"publications":[)";
  for (const Publication& publication : result.publications) {
    if (text.back() == '}') text += ",";
    text += R"({"offset":)" + std::to_string(publication.offset) + "}";
  }
  return HistoryView{text + R"(],"offset":)" + std::to_string(result.offset) + R"(,"epoch":")" +
                     result.epoch + R"("})"};
}
/// `1-3@3` for each page, with `trimmed 2:` before it if there is a gap.
template <class Page>
std::vector<std::string> pages_of(HistoryReader& reader, const Kept& kept) {
  constexpr const char* kGaps[] = {"", "trimmed", "restarted: ", "rewound: "};
  std::vector<std::string> pages;
  int requests = 0;
  for (Page page; !reader.is_done() && requests < 20; ++requests) {
    const Reply<HistoryResult> reply = kept.answer(reader.request());
    if constexpr (std::is_same_v<Page, HistoryViewPage>) {
      if (!reader.take(views_of(reply), page)) continue;
    } else {
      if (!reader.take(reply, page)) continue;
    }
    std::string text = kGaps[static_cast<int>(page.gap)];
    if (page.missing > 0) text += " " + std::to_string(page.missing) + ": ";
    if (!page.publications.empty()) {
      text += std::to_string(page.publications.begin()->offset) + "-" +
              std::to_string(std::prev(page.publications.end())->offset);
    }
    pages.push_back(text + "@" + std::to_string(page.position.offset));
  }
  EXPECT_LT(requests, 20) << "it does not end";
  return pages;
}

/// With views as without.
std::vector<std::string> pages_since(std::optional<StreamPosition> since, const Kept& kept) {
  HistoryPagesOptions options;
  options.since = std::move(since);
  options.page_size = 3;
  HistoryReader reader{"news", options};
  HistoryReader views{"news", options};
  const auto pages = pages_of<HistoryPage>(reader, kept);
  EXPECT_EQ(reader.position().offset, kept.top);
  EXPECT_EQ(reader.position().epoch, kept.epoch);
  EXPECT_EQ(pages_of<HistoryViewPage>(views, kept), pages);
  EXPECT_EQ(views.position().offset, kept.top);
  EXPECT_EQ(views.position().epoch, kept.epoch);
  return pages;
}

using Pages = std::vector<std::string>;

TEST(HistoryReader, ReadsAllFromTheOldestThatIsKept) {
  EXPECT_EQ(pages_since({}, {1, 7}), (Pages{"1-3@3", "4-6@6", "7-7@7"}));
  EXPECT_EQ(pages_since({}, {5, 8}), (Pages{"5-7@7", "8-8@8"})) << "older ones are no gap";
  EXPECT_EQ(pages_since({}, {1, 6}), (Pages{"1-3@3", "4-6@6"})) << "no request for nothing";
  EXPECT_EQ(pages_since({}, {1, 0}), Pages{});
  EXPECT_EQ(pages_since({}, {9, 8}), Pages{}) << "all expired";
}

TEST(HistoryReader, GoesOnBehindASavedPosition) {
  EXPECT_EQ(pages_since(StreamPosition{4, "e1"}, {1, 7}), (Pages{"5-7@7"}));
  EXPECT_EQ(pages_since(StreamPosition{7, "e1"}, {1, 7}), Pages{});
  EXPECT_EQ(pages_since(StreamPosition{4, ""}, {1, 5}), (Pages{"5-5@5"}));
}

TEST(HistoryReader, CountsWhatWasTrimmed) {
  EXPECT_EQ(pages_since(StreamPosition{2, "e1"}, {5, 7}), (Pages{"trimmed 2: 5-7@7"}));
  EXPECT_EQ(pages_since(StreamPosition{2, "e1"}, {8, 7}), (Pages{"trimmed 5: @7"})) << "all of it";
  EXPECT_EQ(pages_since(StreamPosition{0, "e1"}, {3, 3}), (Pages{"trimmed 2: 3-3@3"}));
}

TEST(HistoryReader, SeesThatTheHistoryWasLost) {
  EXPECT_EQ(pages_since(StreamPosition{9, "e0"}, {1, 4}), (Pages{"restarted: 1-3@3", "4-4@4"}));
  EXPECT_EQ(pages_since(StreamPosition{9, "e0"}, {1, 0}), (Pages{"restarted: @0"}));
  EXPECT_EQ(pages_since(StreamPosition{9, "e1"}, {1, 2}), (Pages{"rewound: 1-2@2"}))
      << "servers answer success";
}

TEST(HistoryReader, SeesItBetweenTwoPages) {
  HistoryPagesOptions options;
  options.page_size = 3;
  HistoryReader reader{"news", options};
  HistoryPage page;
  ASSERT_TRUE(reader.take(Kept{1, 7}.answer(reader.request()), page));
  ASSERT_TRUE(reader.take(Kept{6, 9}.answer(reader.request()), page)) << "trimmed meanwhile";
  EXPECT_EQ(page.gap, HistoryGap::trimmed);
  EXPECT_EQ(page.missing, 2U);
  EXPECT_EQ(pages_of<HistoryPage>(reader, {1, 2, "e2"}), (Pages{"restarted: 1-2@2"}));
}

TEST(HistoryReader, EndsOnAServerWithoutOffsets) {
  HistoryPagesOptions options;
  options.page_size = 3;
  HistoryReader reader{"news", options};
  HistoryResult all;
  all.publications.resize(5);
  HistoryPage page;
  EXPECT_TRUE(reader.take(all, page));
  EXPECT_EQ(page.publications.size(), 5U);
  EXPECT_EQ(page.gap, HistoryGap::none);
  EXPECT_TRUE(reader.is_done());
}

TEST(HistoryReader, PassesErrorsOnAndKeepsItsPosition) {
  HistoryPagesOptions options;
  options.since = StreamPosition{4, "e1"};
  HistoryReader reader{"news", options};
  HistoryPage page;
  ErrorFacts facts;
  facts.code = ErrorCode::kNotAvailable;
  const Reply<HistoryResult>::ErrorPtr error = std::make_shared<const ResponseError>(facts);
  EXPECT_THROW(reader.take(error, page), ResponseError);
  HistoryViewPage views;
  EXPECT_THROW(reader.take(Reply<HistoryView>{error}, views), ResponseError);
  EXPECT_EQ(reader.position().offset, 4U);
  EXPECT_FALSE(reader.is_done());
  options.page_size = 0;
  EXPECT_THROW((HistoryReader{"news", options}), UsageError);
}

}  // namespace
}  // namespace cent::test
