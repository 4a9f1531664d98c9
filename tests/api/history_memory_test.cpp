// A long history in pages needs as much memory as a short one.
#include <gtest/gtest.h>

#include <algorithm>
#include <cent/client.hpp>
#include <cent/history_pages.hpp>
#include <cent/transport.hpp>
#include <charconv>
#include <cstdint>
#include <string>
#include <string_view>

#include "async/allocations.hpp"

namespace cent::test {
namespace {

constexpr std::uint64_t kInAPage = 10'000;

/// The number after `name` in a request.
std::uint64_t number_after(std::string_view request, std::string_view name) {
  std::uint64_t number = 0;
  const std::string_view rest = request.substr(request.find(name) + name.size());
  std::from_chars(rest.data(), rest.data() + rest.size(), number);
  return number;
}

/// Answers from a history of so many publications.
Client client_with(std::uint64_t count) {
  ClientOptions options;
  options.transport = make_transport([count](const HttpRequest& request) {
    const std::uint64_t before = number_after(request.body, R"("offset":)");
    const std::uint64_t last = std::min(count, before + kInAPage);
    HttpResponse response;
    response.status = 200;
    response.body = R"({"result":{"publications":[)";
    for (std::uint64_t offset = before + 1; offset <= last; ++offset) {
      response.body += offset == before + 1 ? R"({"data":{"n":)" : R"(,{"data":{"n":)";
      response.body += std::to_string(offset % 7) + R"(,"text":"some words of a message"},"offset":)" +
                       std::to_string(offset) + "}";
    }
    response.body += R"(],"offset":)" + std::to_string(count) + R"(,"epoch":"e"}})";
    return response;
  });
  return Client{"http://127.0.0.1:1", options};
}

struct Seen {
  std::uint64_t publications = 0;
  std::size_t most_bytes = 0;  ///< While a page was looked at.
};

template <class Read>
Seen read(std::uint64_t count, const Read& pages_of) {
  Client client = client_with(count);
  HistoryPagesOptions options;
  options.page_size = kInAPage;
  Seen seen;
  const std::size_t before = bytes_in_use();
  for (const auto& page : pages_of(client, options)) {
    for (const auto& publication : page.publications) {
      if (publication.offset == ++seen.publications) continue;
      ADD_FAILURE() << "publication " << seen.publications << " has offset " << publication.offset;
      return seen;
    }
    seen.most_bytes = std::max(seen.most_bytes, bytes_in_use() - before);
  }
  return seen;
}

template <class Read>
void expect_flat(const Read& pages_of) {
  constexpr std::uint64_t kFew = 20'000;
  constexpr std::uint64_t kMany = 1'000'000;
  const Seen few = read(kFew, pages_of);
  const Seen many = read(kMany, pages_of);
  EXPECT_EQ(few.publications, kFew);
  EXPECT_EQ(many.publications, kMany);
  EXPECT_LE(many.most_bytes, few.most_bytes + few.most_bytes / 10)
      << few.most_bytes << " for a fiftieth of it";
  std::printf("%.1f MB for %llu publications, %.1f MB for %llu\n", static_cast<double>(few.most_bytes) / 1e6,
              static_cast<unsigned long long>(kFew), static_cast<double>(many.most_bytes) / 1e6,
              static_cast<unsigned long long>(kMany));
}

TEST(LongHistory, NeedsNoMoreMemoryThanAShortOne) {
  expect_flat([](Client& client, const HistoryPagesOptions& options) {
    return history_pages(client, "news", options);
  });
}

TEST(LongHistory, NeedsNoMoreMemoryThanAShortOneWithViews) {
  expect_flat([](Client& client, const HistoryPagesOptions& options) {
    return history_view_pages(client, "news", options);
  });
}

}  // namespace
}  // namespace cent::test
